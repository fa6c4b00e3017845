/** What the simulated venue's wire servers see of the world. All prices and sizes in micro-units. */
export interface VenueLevel {
  readonly price: number;
  readonly size: number;
}

export interface VenueBook {
  /** Best level last, as the venue sends it. */
  readonly bids: readonly VenueLevel[];
  readonly asks: readonly VenueLevel[];
}

export type VenueSide = 'BUY' | 'SELL';

/** How far the resolution of a closed market is. It pays nothing yet, and it may turn. */
export interface VenueProposal {
  readonly stage: 'proposed' | 'disputed';
  /** Dollars per share of each outcome, as they were proposed last. */
  readonly payouts: readonly [number, number];
  /** Every stage so far, this one included, oldest first. */
  readonly history: readonly ('proposed' | 'disputed')[];
  /** When it will be final unless somebody disputes it, dated as {@link VenueMarket.closesAtMs} is. */
  readonly settlesAtMs: number;
}

/** One binary question. Its two books mirror each other: price 1 − p, opposite side. */
export interface VenueMarket {
  /** The venue's own number, decimal. */
  readonly id: string;
  readonly conditionId: string;
  readonly version: 'v1' | 'v2';
  /** Of outcome 0 and 1. */
  readonly tokenIds: readonly [string, string];
  readonly outcomes: readonly [string, string];
  readonly question: string;
  /** The rules; they may be edited. */
  readonly description: string;
  /** An address where the outcome is read; empty, or not there, where the rules alone tell. */
  readonly resolutionSource?: string;
  readonly slug: string;
  readonly eventSlug: string;
  readonly eventTitle: string;
  /** Tag slugs, the venue's categories. */
  readonly tags: readonly string[];
  readonly negRisk: boolean;
  /** Shares, as the venue writes it. */
  readonly minOrderSize: string;
  readonly feeRate: number;
  readonly startsAtMs: number;
  readonly closesAtMs: number;
  /** Dollars; what trades is added. */
  readonly volume24h: number;
  /** Changes when the price nears 0 or 1. */
  readonly tick: number;
  readonly status: 'open' | 'closed' | 'resolved';
  /** The newest one; it stays when the market is resolved. Not there before the first. */
  readonly proposal?: VenueProposal;
  /** Dollars per share of each outcome, once it is resolved. */
  readonly payouts: readonly [number, number] | null;
  /** Of outcome 0; outcome 1 traded at 1 − it. `null` before the first trade. */
  readonly lastTradePrice: number | null;
  book(outcome: 0 | 1): VenueBook;
  /** What outcome 0 traded at before the world, oldest first; not there if it was listed since. */
  earlierPrices?(): readonly VenuePrice[];
}

/** A price of outcome 0 in micro-dollars; moments before the world are below zero. */
export interface VenuePrice {
  readonly worldAtMs: number;
  readonly price: number;
}

export type VenueLeaderKind = 'directional' | 'marketMaker' | 'lucky' | 'hedger' | 'scalper';

/** A wallet with a public name. */
export interface VenueLeader {
  readonly address: string;
  readonly name: string;
  readonly kind: VenueLeaderKind;
  /** How well it foresees the outcome, 0 (chance) to 1; below 0 it leans to the wrong side. */
  readonly skill: number;
}

/** A row of what a wallet did, as the venue's books have it: takers and makers of a trade alike. */
export interface VenueRow {
  readonly wallet: string;
  readonly name: string;
  readonly type: 'TRADE' | 'SPLIT' | 'MERGE' | 'REDEEM';
  /** Empty for kinds without a side. */
  readonly side: VenueSide | '';
  readonly market: VenueMarket;
  /** 0 for kinds without an outcome. */
  readonly outcome: 0 | 1;
  /** Shares; of a redemption the dollars that it paid. */
  readonly size: number;
  /** 0 for kinds without a side. */
  readonly price: number;
  /** The taker's, zero otherwise. */
  readonly fee: number;
  readonly isTaker: boolean;
  readonly transaction: string;
}

/** One level of outcome 0's book became `size`; zero removes it. */
export interface VenueLevelChange {
  readonly side: VenueSide;
  readonly price: number;
  readonly size: number;
}

/** What happened, in order. The state of a market is always that after the newest event. */
export type VenueEvent =
  | {
      readonly kind: 'book';
      readonly market: VenueMarket;
      readonly changes: readonly VenueLevelChange[];
    }
  /** A taker order met the book. The rows are the taker's first, then its makers'. */
  | {
      readonly kind: 'trade';
      readonly market: VenueMarket;
      readonly outcome: 0 | 1;
      readonly side: VenueSide;
      readonly price: number;
      readonly size: number;
      readonly transaction: string;
      readonly rows: readonly VenueRow[];
    }
  /** Rows that are no trade: splits, merges, redemptions. */
  | { readonly kind: 'rows'; readonly rows: readonly VenueRow[] }
  | {
      readonly kind: 'tick';
      readonly market: VenueMarket;
      readonly oldTick: number;
      readonly newTick: number;
    }
  | { readonly kind: 'listed'; readonly market: VenueMarket }
  /** Its description is another one than before. */
  | { readonly kind: 'edited'; readonly market: VenueMarket }
  /** An outcome was proposed, or the proposal disputed: nothing is final. */
  | { readonly kind: 'proposal'; readonly market: VenueMarket }
  | { readonly kind: 'resolved'; readonly market: VenueMarket };

/** An event with its place in the world's schedule, which speed compresses; never a wall time. */
export interface VenueHappening {
  readonly worldAtMs: number;
  readonly event: VenueEvent;
}

/** A row of the time before the world, with its moment in world time: below zero. */
export interface VenuePastRow {
  readonly row: VenueRow;
  readonly worldAtMs: number;
  /** Its place among all rows of the past, below zero; rows of the world follow from 0. */
  readonly order: number;
}

/** A market that was over before the world began; moments in world time, below zero. */
export interface VenuePastMarket {
  readonly market: VenueMarket;
  readonly listedMs: number;
  readonly resolvedMs: number;
  /** Prices of outcome 0 over its life, in micro-dollars, oldest first. */
  prices(): readonly VenuePrice[];
}

/** What happened before the world began. Rows are made when they are asked for first. */
export interface VenuePast {
  /** Wallets with a name that traded then; some of them do not trade any more. */
  readonly leaders: readonly VenueLeader[];
  /** In order of listing. */
  readonly markets: readonly VenuePastMarket[];
  /** All that a wallet did, oldest first; nothing for one that was not there. */
  rowsOf(wallet: string): readonly VenuePastRow[];
  /** All that happened in a market, oldest first. */
  rowsIn(conditionId: string): readonly VenuePastRow[];
}

/** The seeded world, stepped from outside. It knows no clock: the same seed tells the same story. */
export interface Venue {
  /** Not there in a world without a history. */
  readonly past?: VenuePast | undefined;
  /** Listed so far, in order of listing. */
  readonly markets: readonly VenueMarket[];
  readonly leaders: readonly VenueLeader[];
  /** When the next thing happens, in world time from 0. */
  readonly nextAtMs: number;
  /** Steps to the next thing and returns what happened at that moment. */
  step(): readonly VenueHappening[];
}
