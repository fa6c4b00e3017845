const FNV_OFFSET = 2_166_136_261;
const FNV_PRIME = 16_777_619;
const TWO_32 = 4_294_967_296;

/** FNV-1a of a text, 32 bits. */
export function hashOf(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return hash | 0;
}

/**
 * A number from 0 to below 1 that belongs to a place (`row`, `column`) and depends on nothing drawn
 * before: chance that can be asked in any order.
 */
export function uniformAt(seed: number, row: number, column: number): number {
  return (
    (mix(mix(seed ^ Math.imul(row, 0x9e3779b1)) ^ Math.imul(column, 0x85ebca77)) >>> 0) / TWO_32
  );
}

/** Nearly normal, mean 0 and variance 1 (a sum of four uniforms, Irwin-Hall). */
export function bellAt(seed: number, row: number, column: number): number {
  let sum = 0;
  for (let draw = 1; draw <= 4; draw += 1)
    sum += uniformAt(seed ^ Math.imul(draw, 0xc2b2ae3d), row, column);
  return (sum - 2) * Math.sqrt(3);
}

/** The finaliser of MurmurHash3. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
