import { Ladder } from './ladder.ts';
import type { VenueMarket, VenuePrice, VenueProposal } from './venue.ts';

type Changing =
  | 'tick'
  | 'status'
  | 'proposal'
  | 'payouts'
  | 'lastTradePrice'
  | 'volume24h'
  | 'earlierPrices'
  | 'book';

/** What a market is listed with. */
export type MarketTerms = Omit<VenueMarket, Changing>;

/** A market as the world itself holds it. */
export interface WorldMarket extends Omit<MarketTerms, 'description'> {
  description: VenueMarket['description'];
  tick: VenueMarket['tick'];
  status: VenueMarket['status'];
  proposal?: VenueProposal;
  payouts: VenueMarket['payouts'];
  lastTradePrice: VenueMarket['lastTradePrice'];
  volume24h: VenueMarket['volume24h'];
  readonly ladder: Ladder;
  readonly book: VenueMarket['book'];
  earlierPrices?: () => readonly VenuePrice[];
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
