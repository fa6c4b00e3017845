import type { MarketLook, MarketSide, PricePoint } from '../../engine/contract/market-view.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { cents, MINUS } from '../format/amounts.ts';
import { duration, type Reader } from '../format/moments.ts';
import { cut } from '../format/names.ts';
import type { Chart } from './chart.ts';

/** Micro-dollars of a cent. */
export const CENT = 10_000;
/** With fewer values there is nothing to see. */
const VALUES_MIN = 2;
/** A history that began later than this share of the span ago is told by its own length. */
const KNOWN_SHARE_MIN = 0.9;
/** Characters of a question in a title: two lines with what was found. */
const QUESTION_MAX = 40;

interface Asked extends Reader {
  /** `24 h`, `7 days`. */
  readonly span: string;
  readonly spanMs: number;
}

/** What the first side of a market cost over a span, to this moment; `null` without prices. */
export function priceChart(look: MarketLook, { span, spanMs, nowMs, zone }: Asked): Chart | null {
  const [side] = look.outcomes;
  const points = withNow(look, nowMs);
  const [first] = points;
  const last = points.at(-1);
  if (side === undefined || first === undefined || last === undefined) return null;
  if (points.length < VALUES_MIN) return null;
  const knownMs = nowMs - first.atMs;
  const within = knownMs < spanMs * KNOWN_SHARE_MIN ? duration(knownMs) : span;
  const question = cut(look.market.question, QUESTION_MAX);
  return {
    kind: 'lines',
    title: `${question} ${side.label} ${finding(first.price, last.price, within)}`,
    unit: 'cents',
    zone,
    series: [
      {
        name: side.label,
        role: 'ours',
        points: points.map(({ atMs, price }) => ({ atMs, value: price / CENT })),
      },
    ],
  };
}

/** `+3.5¢ in 24 h, now 62.0¢`. */
function finding(from: Price, to: Price, span: string): string {
  const moved = (to - from) as Price;
  if (moved === 0) return `as ${span} ago, ${cents(to)}`;
  const sign = moved > 0 ? '+' : MINUS;
  return `${sign}${cents(Math.abs(moved) as Price)} in ${span}, now ${cents(to)}`;
}

/** Prices of the venue up to the middle of the book as it stands, where there is one. */
function withNow({ prices, outcomes }: MarketLook, nowMs: number): readonly PricePoint[] {
  if (prices === null || prices.length === 0) return [];
  const before = prices.filter(({ atMs }) => atMs < nowMs);
  const price = middleOf(outcomes[0]) ?? before.at(-1)?.price;
  return price === undefined ? before : [...before, { atMs: nowMs, price }];
}

/** Between bid and ask; `null` for a one-sided book, or none. */
export function middleOf(side: MarketSide | undefined): Price | null {
  const { bid = null, ask = null } = side ?? {};
  return bid === null || ask === null ? null : (Math.round((bid + ask) / 2) as Price);
}
