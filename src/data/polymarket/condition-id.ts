import { conditionId, type MarketId } from '../../engine/domain/ids.ts';

/** A condition of Protocol V2 has 31 bytes; some answers leave out the zero byte at its end. */
const CONDITION_31 = /^0x[0-9a-fA-F]{62}$/;

/**
 * The condition id in the 64 digits that the CLOB and `/v2/resolutions` need, `null` when it is not
 * one. With 62 digits they answer 404 or 400.
 */
export function paddedConditionId(text: string): MarketId | null {
  return conditionId(CONDITION_31.test(text) ? `${text}00` : text);
}
