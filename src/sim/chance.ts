/**
 * Seeded chance (sfc32). A fork has its own stream, so that a new draw in one part of the world
 * leaves all other parts as they were.
 */
export class Chance {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    this.#seed = seed;
    const words = mixer(seed);
    this.#a = words();
    this.#b = words();
    this.#c = words();
    this.#d = words();
    for (let warm = 0; warm < 12; warm += 1) this.next();
  }

  fork(name: string): Chance {
    return new Chance(`${this.#seed}/${name}`);
  }

  /** From 0 to below 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Nearly normal, mean 0 and variance 1: a sum of four uniforms (Irwin-Hall). */
  bell(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  /** Hex digits, for ids. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.whole(0, 15).toString(16);
    return text;
  }
}

/** FNV-1a over the seed, then a counter mixed by xorshift: four words that differ for any seed. */
function mixer(seed: string): () => number {
  let hash = 2_166_136_261;
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 16_777_619);
  }
  return () => {
    hash = (hash + 0x9e3779b9) | 0;
    let word = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  };
}
