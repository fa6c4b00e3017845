import { MICRO } from '../values/micro.ts';

const ZERO = 48;
const POINT = 46;
/** Places of a micro-unit decimal. */
const PLACES = 6;
const DIGITS_MAX = 16;

/** Puts ASCII text together byte by byte, for texts that are only hashed. Grows and is reused. */
export class AsciiWriter {
  #bytes = new Uint8Array(8_192);
  #length = 0;
  readonly #digits = new Uint8Array(DIGITS_MAX);

  clear(): void {
    this.#length = 0;
  }

  /** Valid until the next write. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Appends `text`, which is ASCII. */
  text(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let from = 0; from < text.length; from += 1) {
      bytes[at] = text.charCodeAt(from);
      at += 1;
    }
    this.#length = at;
  }

  /** Appends what `decimalFromMicro` makes of a value that is not negative. */
  decimal(micro: number): void {
    this.#reserve(DIGITS_MAX + 2);
    const fraction = micro % MICRO;
    this.#integer((micro - fraction) / MICRO);
    if (fraction !== 0) this.#fraction(fraction);
  }

  #integer(value: number): void {
    const digits = this.#digits;
    let count = 0;
    let left = value;
    do {
      const digit = left % 10;
      digits[count] = ZERO + digit;
      count += 1;
      left = (left - digit) / 10;
    } while (left > 0);
    for (let at = count - 1; at >= 0; at -= 1) this.#bytes[this.#length++] = digits[at] ?? ZERO;
  }

  #fraction(fraction: number): void {
    let left = fraction;
    let places = PLACES;
    while (left % 10 === 0) {
      left /= 10;
      places -= 1;
    }
    this.#bytes[this.#length] = POINT;
    for (let at = places; at >= 1; at -= 1) {
      const digit = left % 10;
      this.#bytes[this.#length + at] = ZERO + digit;
      left = (left - digit) / 10;
    }
    this.#length += 1 + places;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(needed * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
