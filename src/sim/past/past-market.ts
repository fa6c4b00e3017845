import { DAY_MS, HOUR_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import { drawBetween, type MarketPlan, planEvent } from '../venue/event-plan.ts';
import { payoutsOf } from '../venue/resolution.ts';
import type { VenueBook, VenueMarket } from '../venue/venue.ts';
import { FairPath } from './fair-path.ts';

/** How long an outcome stays unknown; those that end with the past are decided sooner. */
const LIFE_MS_MIN = 8 * HOUR_MS;
const LIFE_MS_MAX = 12 * DAY_MS;
/** Nothing of the past is undecided when the world begins. */
const QUIET_MS = 3 * HOUR_MS;
/** The youngest market of the past is so old. */
const AGE_MS_MIN = DAY_MS;
/** The venue counted these events before those of the world, which begin at 0. */
const FIRST_EVENT = -60_000;
const NOTHING_RESTS: VenueBook = { bids: [], asks: [] };

/** A market that is over, with what everybody knew of it. Times are below zero: before the world. */
export interface PastMarket {
  readonly market: VenueMarket;
  readonly winner: 0 | 1 | null;
  readonly path: FairPath;
  readonly listedMs: number;
  readonly resolvedMs: number;
}

export interface PastPlan {
  readonly chance: Chance;
  /** The wall time of world time 0. */
  readonly startsAtMs: number;
  readonly days: number;
  readonly markets: number;
  /** Slugs of events and markets that are taken; the past adds its own. */
  readonly taken: Set<string>;
}

/** Markets that were listed and resolved before the world began, oldest first. */
export function planPastMarkets(plan: PastPlan): readonly PastMarket[] {
  const planned: PastMarket[] = [];
  const spanMs = plan.days * DAY_MS - AGE_MS_MIN;
  for (let event = 0; planned.length < plan.markets; event += 1) {
    const chance = plan.chance.fork(`event ${event}`);
    const passed = (planned.length + chance.next()) / plan.markets;
    const listedMs = Math.round(-AGE_MS_MIN - spanMs * Math.max(0, 1 - passed));
    const lifeMs = drawBetween(chance, LIFE_MS_MIN, LIFE_MS_MAX);
    const resolvedMs = Math.round(Math.min(-QUIET_MS, listedMs + lifeMs));
    const plans = planEvent({
      chance,
      number: FIRST_EVENT + event,
      startsAtMs: plan.startsAtMs,
      nowMs: listedMs,
      room: plan.markets - planned.length,
      taken: plan.taken,
    });
    for (const each of plans) planned.push(pastMarket(each, { chance, listedMs, resolvedMs }));
  }
  return planned;
}

function pastMarket(
  { terms, tick, volume24h, truth }: MarketPlan,
  at: { readonly chance: Chance; readonly listedMs: number; readonly resolvedMs: number },
): PastMarket {
  const { winner, probability } = truth;
  const span = { fromMs: at.listedMs, untilMs: at.resolvedMs };
  const path = new FairPath(at.chance.fork(`path ${terms.id}`), { probability, winner, ...span });
  const payouts = payoutsOf(winner);
  return {
    market: {
      ...terms,
      tick,
      volume24h,
      status: 'resolved',
      payouts,
      lastTradePrice: null,
      book: () => NOTHING_RESTS,
    },
    winner,
    path,
    listedMs: at.listedMs,
    resolvedMs: at.resolvedMs,
  };
}
