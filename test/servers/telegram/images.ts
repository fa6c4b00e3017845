export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');
const JPEG_START = 0xffd8;
const JPEG_FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3]);

/** The size of a whole PNG or JPEG; `null` for anything else. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (image.subarray(0, PNG.length).equals(PNG)) {
    const whole = image.length > 24 && image.subarray(-8, -4).equals(PNG_END);
    return whole ? { width: image.readUInt32BE(16), height: image.readUInt32BE(20) } : null;
  }
  return image.length > 4 && image.readUInt16BE(0) === JPEG_START ? jpegSize(image) : null;
}

function jpegSize(image: Buffer): ImageSize | null {
  let at = 2;
  while (at + 9 < image.length && image[at] === 0xff) {
    if (JPEG_FRAMES.has(image[at + 1] ?? 0)) {
      return { height: image.readUInt16BE(at + 5), width: image.readUInt16BE(at + 7) };
    }
    at += 2 + image.readUInt16BE(at + 2);
  }
  return null;
}
