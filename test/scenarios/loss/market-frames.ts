import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { listing, type Side, type VenueFrame } from '../venue-frames.ts';

const MICRO = 1_000_000;
/** As the venue writes the id of a transaction. */
const HASH_DIGITS = 64;

/** A market of the simulated exchange as the venue lists it, or with another tick. */
export function listingOf(
  market: VenueMarket,
  atMs: number,
  tick: number = market.tick,
): VenueFrame {
  const { conditionId, tokenIds, outcomes, negRisk, feeRate, slug, eventSlug } = market;
  const story = { name: slug, place: 1, outcomes, options: new Map([['group', eventSlug]]) };
  const { source, frame } = listing(story, atMs, null);
  const fees = feeRate > 0 ? { feeSchedule: { rate: feeRate, exponent: 1 } } : {};
  return {
    source,
    frame: {
      ...(frame as object),
      ...{ conditionId, clobTokenIds: tokenIds, negRisk },
      orderPriceMinTickSize: tick / MICRO,
      feesEnabled: feeRate > 0,
      ...fees,
    },
  };
}

/** A book of its first outcome. */
export function bookOf(
  market: VenueMarket,
  levels: { readonly bids: readonly Side[]; readonly asks: readonly Side[] },
  atMs: number,
): VenueFrame {
  const { conditionId, tokenIds } = market;
  const row = { event_type: 'book', market: conditionId, asset_id: tokenIds[0] };
  return { source: 'polymarket.market', frame: { ...row, timestamp: String(atMs), ...levels } };
}

/** A trade of a leader in its first outcome. */
export function tradeOf(
  market: VenueMarket,
  of: {
    readonly wallet: string;
    readonly side: 'buy' | 'sell';
    readonly quantity: number;
    readonly price: number;
    readonly transaction: number;
  },
  atMs: number,
): VenueFrame {
  const payload = {
    ...{ proxyWallet: of.wallet, side: of.side.toUpperCase(), asset: market.tokenIds[0] },
    ...{ conditionId: market.conditionId, size: of.quantity, price: of.price },
    timestamp: Math.floor(atMs / 1_000),
    transactionHash: `0x${of.transaction.toString(16).padStart(HASH_DIGITS, '0')}`,
  };
  return { source: 'polymarket.activity', frame: { topic: 'activity', type: 'trades', payload } };
}

/** Its price steps became others. */
export function tickChangeOf(market: VenueMarket, tick: string, atMs: number): VenueFrame {
  const row = { event_type: 'tick_size_change', market: market.conditionId };
  const steps = { old_tick_size: String(market.tick / MICRO), new_tick_size: tick };
  const frame = { ...row, asset_id: market.tokenIds[0], ...steps, timestamp: String(atMs) };
  return { source: 'polymarket.market', frame };
}
