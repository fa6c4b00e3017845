import { decimalFromMicro } from '../../../engine/domain/values/micro.ts';
import type { Row } from '../../parsed.ts';
import { type MarketRow, readMarketRows } from '../client/gamma-market.ts';
import { type ResolutionState, resolutionOf } from '../client/parse-resolution.ts';

/**
 * A market's row with the outcome that the Data API has already and Gamma not yet, in the words in
 * which Gamma tells it. The same row when there is no final outcome, or none that fits the market.
 */
export function withOutcome(market: MarketRow, state: ResolutionState): MarketRow {
  const { row, listed } = market;
  if (listed.resolved !== null) return market;
  const resolution = resolutionOf(listed.market, state);
  if (resolution === null) return market;
  const final: Row = {
    ...row,
    closed: true,
    acceptingOrders: false,
    outcomePrices: JSON.stringify(resolution.payouts.map(({ payout }) => decimalFromMicro(payout))),
    umaResolutionStatus: 'resolved',
    ...(state.resolvedAtMs === null
      ? {}
      : { closedTime: new Date(state.resolvedAtMs).toISOString() }),
  };
  return readMarketRows([final]).rows[0] ?? market;
}
