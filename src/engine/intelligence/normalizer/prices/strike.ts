import { microFromDecimal } from '../../../domain/values/micro.ts';
import { type Bound, boundOf, findBound, withoutNines } from '../bounds.ts';
import type { FoldedText } from '../folded-text.ts';

const FROM_TICKER = /^T(-?\d+(?:\.\d+)?)$/;
/** Series whose `T` strikes are all "above", by the venue's own contract terms. */
const ABOVE_SERIES = /^KX(?:[A-Z]{3,4}D|INXU|NASDAQ100U|WTI|BRENT[A-Z]?D?|GOLDD|SILVERD)$/;

/** What the price is compared with: the venue's own strike, its yes side, the title, the ticker. */
export function priceBound(market: FoldedText): Bound | null {
  const bound =
    structuredBound(market) ??
    findBound(market.subTitle) ??
    findBound(market.title) ??
    tickerBound(market);
  return bound === null ? null : withoutNines(bound);
}

/** The strike that Kalshi states as numbers. */
export function structuredBound({ text: { strike } }: FoldedText): Bound | null {
  if (strike === null) return null;
  const floor = strike.floor === null ? null : microFromDecimal(strike.floor);
  const cap = strike.cap === null ? null : microFromDecimal(strike.cap);
  switch (strike.type) {
    case 'greater':
      return floor === null ? null : boundOf('gt', floor);
    case 'greater_or_equal':
      return floor === null ? null : boundOf('ge', floor);
    case 'less':
      return cap === null ? null : boundOf('lt', cap);
    case 'less_or_equal':
      return cap === null ? null : boundOf('le', cap);
    case 'between':
      return floor === null || cap === null ? null : { comparator: 'between', floor, cap };
    default:
      return null;
  }
}

function tickerBound({ ticker }: FoldedText): Bound | null {
  if (ticker === null || !ABOVE_SERIES.test(ticker.series)) return null;
  const value = FROM_TICKER.exec(ticker.strike)?.[1];
  const micro = value === undefined ? null : microFromDecimal(value);
  return micro === null ? null : boundOf('gt', micro);
}
