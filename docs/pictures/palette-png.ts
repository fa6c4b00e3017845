import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colours that are taken because they are used most, and those because nothing is like them. */
const MOST_USED = 160;
const UNLIKE = 96;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of every pixel, one number each. */
  readonly colours: Uint32Array;
}

/**
 * The same picture with 256 colours, a third as large; what a page shows has few others, shades at the
 * edges of letters.
 * @throws Error when it is no PNG of 8-bit RGB or RGBA as browsers make them
 */
export function withPalette(png: Buffer): Buffer {
  const { width, height, colours } = pixelsOf(png);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const palette = paletteOf(counts);
  const indexOf = new Map(palette.map((colour, at) => [colour, at]));
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, colour] of colours.entries()) {
    const index = indexOf.get(colour) ?? nearest(palette, colour);
    indexOf.set(colour, index);
    rows[at + Math.floor(at / width) + 1] = index;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  const table = Buffer.from(palette.flatMap((colour) => parts(colour)));
  return Buffer.concat([
    ...[SIGNATURE, chunk('IHDR', head), chunk('PLTE', table)],
    ...[chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))],
  ]);
}

function parts(colour: number): [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** A small green dot among greys is rare, and still has to stay green. */
function paletteOf(counts: ReadonlyMap<number, number>): readonly number[] {
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  const palette = sorted.slice(0, MOST_USED);
  let rest = sorted
    .slice(MOST_USED)
    .map((colour) => ({ colour, far: Math.min(...palette.map((one) => distance(one, colour))) }));
  for (let at = 0; at < UNLIKE && rest.length > 0; at += 1) {
    const next = rest.reduce((most, one) => (one.far > most.far ? one : most)).colour;
    palette.push(next);
    rest = rest.map(({ colour, far }) => ({ colour, far: Math.min(far, distance(next, colour)) }));
  }
  return palette;
}

function distance(a: number, b: number): number {
  const [red, green, blue] = parts(a);
  const [r, g, bl] = parts(b);
  return (r - red) ** 2 + (g - green) ** 2 + (bl - blue) ** 2;
}

function nearest(palette: readonly number[], colour: number): number {
  const distances = palette.map((one) => distance(one, colour));
  return distances.indexOf(Math.min(...distances));
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function pixelsOf(png: Buffer): Pixels {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const name = png.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT') data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind] = [png[24], png[25]];
  if (depth !== 8 || (kind !== 2 && kind !== 6)) throw new Error('neither RGB nor RGBA of 8 bits');
  const size = kind === 2 ? 3 : 4;
  const raw = unfiltered(inflateSync(Buffer.concat(data)), { size, length: width * size });
  const colours = Uint32Array.from({ length: width * height }, (_, at) =>
    raw.readUIntBE(at * size, 3),
  );
  return { width, height, colours };
}

/** Rows as they were before each was written as its difference to what stands around it. */
function unfiltered(
  raw: Buffer,
  { size, length }: { readonly size: number; readonly length: number },
): Buffer {
  const height = raw.length / (length + 1);
  // Nothing stands above the first row and left of every first pixel.
  const stride = size + length;
  const out = Buffer.alloc((height + 1) * stride);
  const of = (at: number): number => out[at] ?? 0;
  for (let row = 0; row < height; row += 1) {
    const filter = raw[row * (length + 1)] ?? 0;
    for (let x = 0; x < length; x += 1) {
      const at = (row + 1) * stride + size + x;
      const [left, up, corner] = [of(at - size), of(at - stride), of(at - stride - size)];
      out[at] = (raw[row * (length + 1) + 1 + x] ?? 0) + guess(filter, { left, up, corner });
    }
  }
  const rows = Array.from({ length: height }, (_, row) => (row + 1) * stride + size);
  return Buffer.concat(rows.map((from) => out.subarray(from, from + length)));
}

interface Around {
  readonly left: number;
  readonly up: number;
  readonly corner: number;
}

function guess(filter: number, { left, up, corner }: Around): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const sum = left + up - corner;
  const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
