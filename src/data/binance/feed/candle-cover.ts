import { type AtMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { CandleInterval } from '../client/client.ts';

/** Candles of one length, from the opening of the first to that of the last. */
export interface CandleSpan {
  readonly interval: CandleInterval;
  readonly fromMs: AtMs;
  /** The last candle opens before it. */
  readonly untilMs: AtMs;
}

/** Lengths that are used, the longest last; each is a whole number of the one before. */
const STEPS: readonly (readonly [CandleInterval, number])[] = [
  ['1m', MINUTE_MS],
  ['1h', HOUR_MS],
  ['1d', DAY_MS],
];

/**
 * The fewest candles that cover a stretch from a whole minute on without a gap: minutes up to the
 * whole hour, hours up to the whole day (UTC), days, and back again. The last one may still be growing,
 * and is a minute, so that nothing from after the stretch is in it.
 */
export function coverOf(fromMs: AtMs, untilMs: AtMs): readonly CandleSpan[] {
  return coverBy(STEPS.length - 1, fromMs, untilMs);
}

function coverBy(at: number, fromMs: AtMs, untilMs: AtMs): readonly CandleSpan[] {
  const step = STEPS[at];
  if (step === undefined || fromMs >= untilMs) return [];
  const [interval, lengthMs] = step;
  if (at === 0) return [{ interval, fromMs, untilMs }];
  const first = Math.ceil(fromMs / lengthMs) * lengthMs;
  const last = Math.floor(untilMs / lengthMs) * lengthMs;
  if (first >= last) return coverBy(at - 1, fromMs, untilMs);
  return [
    ...coverBy(at - 1, fromMs, first),
    { interval, fromMs: first, untilMs: last },
    ...coverBy(at - 1, last, untilMs),
  ];
}
