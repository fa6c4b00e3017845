import type { TokenId } from '../../engine/domain/ids.ts';

const TYPES = new Set([1n, 2n, 3n]);
const TYPE_SHIFT = 248n;
/** Bits 40 to 103 of a position id are zero; those of a CTF token id are a hash. */
const ZERO_BITS = ((1n << 64n) - 1n) << 40n;

/**
 * Whether an id has the shape of a Protocol V2 position id: first byte 1 (binary), 2 (neg-risk) or
 * 3 (combo), and 64 zero bits in the middle. It tells the version where a frame does not.
 */
export function isPositionId(id: TokenId): boolean {
  const bits = BigInt(id);
  return TYPES.has(bits >> TYPE_SHIFT) && (bits & ZERO_BITS) === 0n;
}
