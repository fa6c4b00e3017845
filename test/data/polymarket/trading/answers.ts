import type { WriteOutcome } from '../../../../src/data/http/single-write.ts';
import type { SentOrder } from '../../../../src/data/polymarket/trading/placed-answer.ts';

/** Answers of the venue to one order, for the tests of what they mean. */

export const HASH = `0x${'ab'.repeat(32)}`;
export const NOW_MS = 1_795_000_000_000;

export function sent(over: Partial<SentOrder> = {}): SentOrder {
  return { hash: HASH, buys: true, gives: 5_200_000, onForeign: () => undefined, ...over };
}

export function answered(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): WriteOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, headers: new Map(Object.entries(headers)), text };
}

export const error = (text: string) => ({ error: text });
