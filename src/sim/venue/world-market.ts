import { Ladder } from './ladder.ts';
import type { VenueMarket, VenueProposal } from './venue.ts';

type Changing =
  | 'tick'
  | 'status'
  | 'proposal'
  | 'payouts'
  | 'lastTradePrice'
  | 'volume24h'
  | 'book';

/** What of a market never changes. */
export type MarketTerms = Omit<VenueMarket, Changing>;

/** A market as the world itself holds it. */
export interface WorldMarket extends MarketTerms {
  tick: VenueMarket['tick'];
  status: VenueMarket['status'];
  proposal?: VenueProposal;
  payouts: VenueMarket['payouts'];
  lastTradePrice: VenueMarket['lastTradePrice'];
  volume24h: VenueMarket['volume24h'];
  readonly ladder: Ladder;
  readonly book: VenueMarket['book'];
}

/** An open market without orders. */
export function openMarket(
  terms: MarketTerms,
  start: { readonly tick: number; readonly volume24h: number },
): WorldMarket {
  const ladder = new Ladder();
  return {
    ...terms,
    ...start,
    status: 'open',
    payouts: null,
    lastTradePrice: null,
    ladder,
    book: (outcome) => ladder.view(outcome),
  };
}
