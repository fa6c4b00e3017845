import type { Chance } from '../chance.ts';

/** What identifies a market and its two outcomes. */
export interface MarketIds {
  readonly conditionId: string;
  readonly tokenIds: readonly [string, string];
}

/** Digits of a token id of the first version: below 2^256, and far above a position id. */
const TOKEN_DIGITS = 77;

/** A condition and two hashes without structure. */
export function drawV1Ids(chance: Chance): MarketIds {
  return {
    conditionId: `0x${chance.hex(64)}`,
    tokenIds: [decimalDigits(chance, TOKEN_DIGITS), decimalDigits(chance, TOKEN_DIGITS)],
  };
}

/**
 * Protocol V2 (facts 2): 31 bytes of condition, whose first says binary (1) or neg-risk (2) and
 * whose bits 40 to 103 of the id are zero; the id's last byte is the outcome, where the condition
 * padded to 32 bytes has a zero.
 */
export function drawV2Ids(chance: Chance, negRisk: boolean): MarketIds {
  const kind = negRisk ? '02' : '01';
  const condition = `0x${kind}${chance.hex(36)}${'0'.repeat(16)}${chance.hex(8)}`;
  return {
    conditionId: `${condition}00`,
    tokenIds: [BigInt(`${condition}00`).toString(), BigInt(`${condition}01`).toString()],
  };
}

function decimalDigits(chance: Chance, count: number): string {
  let text = String(chance.whole(1, 9));
  while (text.length < count) text += chance.whole(0, 9);
  return text;
}
