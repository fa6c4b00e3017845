import type { MarketLook, MarketSide } from '../../engine/contract/market-view.ts';
import type { FairPoint } from '../../engine/domain/price-lag.ts';
import { MINUTE_MS } from '../../engine/domain/time.ts';
import { complement } from '../../engine/domain/values/money.ts';
import { cents, centsShort } from '../format/amounts.ts';
import type { Reader } from '../format/moments.ts';
import { cut } from '../format/names.ts';
import type { Chart, ChartSeries } from './chart.ts';
import { CENT, middleOf } from './price-chart.ts';

/** With fewer prices, or less time, there is nothing to see. */
const POINTS_MIN = 5;
const SPAN_MIN_MS = MINUTE_MS;
/** Characters of a title of two lines, however they break. */
const TITLE_MAX = 77;
/** Of a question that is still worth to be read, and of a side, in it. */
const QUESTION_MIN = 24;
const LABEL_MAX = 10;
/** How many questions about coins begin; what is asked stands behind it. */
const BEGINNING = /^Will the price of (.+?) be (?=above|below|between|less|greater)/;
const WHOLE_CENTS = 100;

/**
 * What the first side of a market cost beside what it was worth by the spot price, since it is
 * watched; `null` while too little of it is known, or nothing is known of now.
 */
export function fairChart(look: MarketLook, { nowMs, zone }: Reader): Chart | null {
  const [side] = look.outcomes;
  const now = side === undefined ? null : worthNow(look, side, nowMs);
  if (side === undefined || now === null || look.fair === undefined) return null;
  const points = [...(look.fairs?.points ?? []).filter(({ atMs }) => atMs < nowMs), now];
  const prices = points.flatMap(({ atMs, price }) => (price === null ? [] : [{ atMs, price }]));
  const sinceMs = points[0]?.atMs ?? nowMs;
  if (prices.length < POINTS_MIN || nowMs - sinceMs < SPAN_MIN_MS) return null;
  const isEstimate = look.fair.estimated;
  return {
    kind: 'lines',
    title: titleOf(look.market.question, finding(side.label, now), isEstimate),
    unit: 'cents',
    zone,
    series: [
      {
        name: 'price',
        role: 'ours',
        points: prices.map(({ atMs, price }) => ({ atMs, value: price / CENT })),
      },
      worthLine(isEstimate ? 'estimate' : 'worth', points),
    ],
  };
}

/** `Bitcoin above 105,000? Yes costs 71.0¢, worth 83.0¢ ± 3 by the spot price` */
function titleOf(question: string, found: string, isEstimate: boolean): string {
  const room = (by: string): number => TITLE_MAX - found.length - by.length - ' '.length * 2;
  const full = isEstimate ? '(ESTIMATE)' : 'by the spot price';
  const plain = cut(question.replace(BEGINNING, '$1 '), TITLE_MAX);
  const by = isEstimate || room(full) >= plain.length ? full : 'by spot';
  return `${cut(plain, Math.max(QUESTION_MIN, room(by)))} ${found} ${by}`;
}

/** `Yes costs 71.0¢, worth 83.0¢ ± 3` */
function finding(label: string, { fair, band, price }: FairPoint): string {
  const side = cut(label, LABEL_MAX);
  const worth = `worth ${cents(fair)} ± ${centsShort(band).replace('¢', '')}`;
  return price === null ? `${side} is ${worth}` : `${side} costs ${cents(price)}, ${worth}`;
}

function worthLine(name: string, points: readonly FairPoint[]): ChartSeries {
  return {
    name,
    role: 'second',
    points: points.map(({ atMs, fair }) => ({ atMs, value: fair / CENT })),
    band: points.map(({ atMs, fair, band }) => ({
      atMs,
      low: Math.max(0, (fair - band) / CENT),
      high: Math.min(WHOLE_CENTS, (fair + band) / CENT),
    })),
  };
}

/** As the card tells it, of the first side; `null` where it is not worked out now. */
function worthNow(
  { fair, trusted }: MarketLook,
  side: MarketSide,
  nowMs: number,
): FairPoint | null {
  if (fair === undefined) return null;
  const isOfIt = fair.tokenId === side.tokenId;
  return {
    atMs: nowMs,
    fair: isOfIt ? fair.fair : complement(fair.fair),
    band: fair.band,
    // Beside a book that stands still by mistake, any worth would look like a gap.
    price: trusted ? middleOf(side) : null,
  };
}
