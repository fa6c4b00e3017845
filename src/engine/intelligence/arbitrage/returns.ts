import { type AtMs, DAY_MS, MINUTE_MS } from '../../domain/time.ts';
import { MICRO, mulDiv } from '../../domain/values/micro.ts';
import {
  type Money,
  money,
  type Ppm,
  ppm,
  type Quantity,
  ratioOf,
  subtractMoney,
} from '../../domain/values/money.ts';

const DAYS_OF_YEAR = 365;
const YEAR_MS = DAYS_OF_YEAR * DAY_MS;
/** Nothing is counted as paid sooner than this: a year of it would be no number any more. */
const LOCK_MS_MIN = MINUTE_MS;
/** Returns of a year beyond it are told as this. */
export const YEARLY_MAX = ppm(1_000_000 * MICRO);

/** What must be earned. */
export interface Hurdles {
  /** Least return of what it costs. */
  readonly edgePpm: Ppm;
  /** Least return of a year, where the money is locked for longer than {@link longFromDays}. */
  readonly yearlyPpm: Ppm;
  readonly longFromDays: number;
}

export interface Returns {
  readonly profit: Money;
  readonly roi: Ppm;
  readonly yearly: Ppm | null;
}

/** What is certain to be paid out for some shares, rounded down. */
export function payoutOf(payout: Money, of: Quantity): Money {
  return money(mulDiv(payout, of, { by: MICRO, rounding: 'floor' }));
}

/** Rounded down; simple interest, by the days until the payout. */
export function returnsOf(
  bundle: { readonly payout: Money; readonly quantity: Quantity; readonly cost: Money },
  paysAtMs: AtMs | null,
  atMs: AtMs,
): Returns {
  const profit = subtractMoney(payoutOf(bundle.payout, bundle.quantity), bundle.cost);
  const roi = ratioOf(profit, bundle.cost);
  if (paysAtMs === null) return { profit, roi, yearly: null };
  return { profit, roi, yearly: yearlyOf(profit, bundle.cost, lockOf(paysAtMs, atMs)) };
}

/** The least return for money that is locked until then; the yearly one counts from the long days on. */
export function hurdleAt(hurdles: Hurdles, paysAtMs: AtMs | null, atMs: AtMs): Ppm {
  if (paysAtMs === null) return hurdles.edgePpm;
  const lockMs = lockOf(paysAtMs, atMs);
  if (lockMs <= hurdles.longFromDays * DAY_MS) return hurdles.edgePpm;
  const forIt = mulDiv(hurdles.yearlyPpm, lockMs, { by: YEAR_MS, rounding: 'ceil' });
  return ppm(Math.max(hurdles.edgePpm, forIt));
}

function lockOf(paysAtMs: AtMs, atMs: AtMs): number {
  return Math.max(LOCK_MS_MIN, paysAtMs - atMs);
}

function yearlyOf(profit: Money, cost: Money, lockMs: number): Ppm {
  const dividend = BigInt(profit) * BigInt(YEAR_MS) * BigInt(MICRO);
  const divisor = BigInt(cost) * BigInt(lockMs);
  const whole = dividend / divisor;
  const floor = dividend % divisor < 0n ? whole - 1n : whole;
  return floor > BigInt(YEARLY_MAX) ? YEARLY_MAX : ppm(Number(floor));
}
