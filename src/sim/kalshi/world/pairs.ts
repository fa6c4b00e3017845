import type { PairRelation } from '../../../engine/domain/market-pair.ts';
import type { Chance } from '../../chance.ts';
import type { VenueMarket } from '../../venue/venue.ts';
import type { WorldTime } from '../../wire/world-time.ts';
import type { KalshiMarket } from './market.ts';
import type { EventPlan } from './plan.ts';
import type { TwinBelief } from './twin-belief.ts';

/** What a market here is to one of the other venue: what a matcher of both is judged by. */
export interface TruePair {
  readonly conditionId: string;
  readonly ticker: string;
  readonly relation: PairRelation;
  /** The term in which it is another question; `null` where it is the same one. */
  readonly differs: string | null;
  /** What both were made from. */
  readonly template: string;
}

/** What of a listed market stays true of the other venue. */
export interface PairedMarket {
  readonly relations: readonly Omit<TruePair, 'ticker'>[];
  /** The same question, from either side; `null` for everything that only resembles one. */
  readonly twin: Omit<Stand, 'market'> | null;
}

/** An event here that stands beside one of the other venue. */
export interface PairedPlan {
  readonly plan: EventPlan;
  /** In the order of the plan's markets. */
  readonly markets: readonly PairedMarket[];
}

/** Who knows how this venue words what the other one lists beside its catalogue. */
export interface PairSource {
  /** What is listed here beside neighbours of one event there; `null` for events it does not know. */
  plansOf(
    markets: readonly VenueMarket[],
    scene: { readonly chance: Chance; readonly time: WorldTime; readonly nowMs: number },
  ): readonly PairedPlan[] | null;
}

/** The same question on both venues, while it can be traded. */
export interface Stand {
  readonly market: KalshiMarket;
  readonly there: VenueMarket;
  readonly belief: TwinBelief;
  /** Nothing differs in how both venues settle it. */
  readonly isEqual: boolean;
}
