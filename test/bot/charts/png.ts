import { inflateSync } from 'node:zlib';

const SIGNATURE = '89504e470d0a1a0a';
const CHANNELS = 4;

/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue. */
  at(x: number, y: number): readonly [number, number, number];
}

/** Reads what the drawing library writes: 8 bits a channel, with alpha. @throws when it is damaged */
export function readPng(png: Uint8Array): Picture {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.toString('hex', 0, 8) !== SIGNATURE) throw new Error('not a PNG');
  const parts: Buffer[] = [];
  let header: Buffer = Buffer.alloc(0);
  let ended = false;
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') header = body;
    if (kind === 'IDAT') parts.push(body);
    ended = kind === 'IEND';
    at += length + 12;
  }
  if (!ended) throw new Error('the PNG has no end');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  if (header[8] !== 8 || header[9] !== 6 || header[12] !== 0)
    throw new Error('another kind of PNG');
  const pixels = unfiltered(inflateSync(Buffer.concat(parts)), width, height);
  return {
    width,
    height,
    at: (x, y) => {
      const at = (y * width + x) * CHANNELS;
      return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    },
  };
}

function unfiltered(data: Buffer, width: number, height: number): Uint8Array {
  const row = width * CHANNELS;
  if (data.length !== (row + 1) * height) throw new Error('the PNG has another size than it says');
  const pixels = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < CHANNELS ? 0 : pixels[at - CHANNELS]!;
      const above = y === 0 ? 0 : pixels[at - row]!;
      const corner = x < CHANNELS || y === 0 ? 0 : pixels[at - row - CHANNELS]!;
      pixels[at] = data[y * (row + 1) + 1 + x]! + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

// biome-ignore lint/complexity/useMaxParams: the four values of the PNG specification
function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((one) => Math.abs(guess - one));
  if (byLeft! <= byAbove! && byLeft! <= byCorner!) return left;
  return byAbove! <= byCorner! ? above : corner;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How many points of an area have another colour than its first corner of the picture. */
export function inkIn(picture: Picture, { left, top, right, bottom }: Area): number {
  const paper = picture.at(0, 0).join();
  let ink = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) if (picture.at(x, y).join() !== paper) ink += 1;
  }
  return ink;
}
