import { conditionId, type MarketId, type TokenId } from '../../engine/domain/ids.ts';

const BINARY = 1n;
const NEG_RISK = 2n;
const COMBO = 3n;
const TYPE_SHIFT = 248n;
/** Bits 40 to 103 of a position id are zero; those of the older token ids are a hash. */
const ZERO_BITS = ((1n << 64n) - 1n) << 40n;
/** The last byte is the outcome. */
const OUTCOME_BITS = 0xffn;
const WORD_DIGITS = 64;

/** What kind of position of Protocol V2 an id names; `null` for an older token id. */
function positionType(bits: bigint): bigint | null {
  const type = bits >> TYPE_SHIFT;
  const isPosition = type >= BINARY && type <= COMBO && (bits & ZERO_BITS) === 0n;
  return isPosition ? type : null;
}

/** Whether the token is a combination of markets, which cannot be copied. */
export function isComboPosition(tokenId: TokenId): boolean {
  return positionType(BigInt(tokenId)) === COMBO;
}

/**
 * The market of a position of Protocol V2: its condition is the id without the last byte, in the 64
 * digits that the venue's hosts need. `null` for ids that tell nothing about their market.
 */
export function marketOfPosition(tokenId: TokenId): MarketId | null {
  const bits = BigInt(tokenId);
  const type = positionType(bits);
  if (type !== BINARY && type !== NEG_RISK) return null;
  const digits = (bits - (bits & OUTCOME_BITS)).toString(16).padStart(WORD_DIGITS, '0');
  return conditionId(`0x${digits}`);
}
