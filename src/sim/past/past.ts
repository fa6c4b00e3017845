import { DAY_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { VenueLeader, VenuePast, VenuePastMarket, VenuePastRow } from '../venue/venue.ts';
import { PastCrowd, type PastPasser } from './past-crowd.ts';
import { PAST_HABITS } from './past-habits.ts';
import { type PastDeed, PastHand } from './past-hand.ts';
import { type PastMarket, type PastPlan, planPastMarkets } from './past-market.ts';
import type { PastTrader } from './past-profiles.ts';

/** Places that rows of one millisecond may have: a trader's each, then some a market of the crowd. */
const PLACES = 65_536;
const TRADERS_MAX = 512;
const PLACES_OF_MARKET = 16;
export const PAST_MARKETS_MAX = (PLACES - TRADERS_MAX) / PLACES_OF_MARKET;

/** Who is in form was right for so long. */
const FORM_MS = 8 * DAY_MS;
/** Rows of one order at most, unless told. */
const PRINTS_MAX = 3;

export interface PastOptions extends PastPlan {
  readonly traders: readonly PastTrader[];
  /** The nameless who met them: wallets that took, and wallets whose orders rested. */
  readonly takers: readonly PastPasser[];
  readonly makers: readonly PastPasser[];
}

/** The time before a world. The same seed had the same past, whoever asks first. */
export function createPast(options: PastOptions): SeededPast {
  return new SeededPast(options);
}

export class SeededPast implements VenuePast {
  readonly leaders: readonly VenueLeader[];
  readonly markets: readonly (VenuePastMarket & PastMarket)[];
  readonly #chance: Chance;
  readonly #traders: ReadonlyMap<string, { readonly trader: PastTrader; readonly place: number }>;
  readonly #rows = new Map<string, readonly VenuePastRow[]>();
  readonly #crowd: PastCrowd;

  constructor(options: PastOptions) {
    const { traders, chance, markets } = options;
    invariant(markets <= PAST_MARKETS_MAX, `a past has at most ${PAST_MARKETS_MAX} markets`);
    invariant(traders.length <= TRADERS_MAX, `at most ${TRADERS_MAX} wallets have a past`);
    this.#chance = chance;
    this.leaders = traders.map(({ leader }) => leader);
    this.#traders = new Map(
      traders.map((trader, place) => [trader.leader.address, { trader, place }]),
    );
    this.markets = planPastMarkets(options).map((past) => ({
      ...past,
      prices: () =>
        past.path.steps.map(({ atMs, probability }) => ({
          worldAtMs: Math.round(atMs),
          price: Math.round(probability * MICRO),
        })),
    }));
    this.#crowd = new PastCrowd({
      chance: chance.fork('crowd'),
      markets: this.markets,
      named: () => this.leaders.map(({ address }) => this.rowsOf(address)),
      takers: options.takers,
      makers: options.makers,
      orderOf: ({ market, worldAtMs, at }) =>
        worldAtMs * PLACES + TRADERS_MAX + market * PLACES_OF_MARKET + (at % PLACES_OF_MARKET),
    });
  }

  rowsOf(wallet: string): readonly VenuePastRow[] {
    const known = this.#rows.get(wallet);
    if (known !== undefined) return known;
    const seat = this.#traders.get(wallet);
    if (seat === undefined) return this.#crowd.rowsOf(wallet);
    const rows = this.#live(seat.trader, seat.place);
    this.#rows.set(wallet, rows);
    return rows;
  }

  rowsIn(conditionId: string): readonly VenuePastRow[] {
    return this.#crowd.rowsIn(conditionId);
  }

  #live(trader: PastTrader, place: number): readonly VenuePastRow[] {
    const chance = this.#chance.fork(`past of ${trader.leader.name}`);
    const visited = this.#visited(trader, chance.fork('markets'));
    const jackpot = trader.hasJackpot === true ? leastExpected(visited) : null;
    const { leader, isInForm = false, skill = leader.skill } = trader;
    const { entered: enough = visited.length, printsMax = PRINTS_MAX } = trader;
    const [insight, moves] = [chance.fork('insight'), chance.fork('moves')];
    const known = new Map<string, boolean>();
    const deeds: PastDeed[] = [];
    let entered = 0;
    for (const past of visited) {
      if (entered === enough) break;
      const { eventSlug } = past.market;
      const drawn = known.get(eventSlug) ?? insight.happens(Math.abs(skill));
      known.set(eventSlug, drawn);
      const knows = drawn || (isInForm && past.resolvedMs > -FORM_MS);
      const hand = new PastHand(leader, past, moves);
      const manner = { ...trader, skill, knows, printsMax };
      PAST_HABITS[past === jackpot ? 'jackpot' : trader.habit](hand, manner);
      deeds.push(...hand.deeds);
      if (hand.deeds.length > 0) entered += 1;
    }
    return inOrder(deeds, place);
  }

  /** As many markets as it traded in, each with the same chance. */
  #visited(trader: PastTrader, chance: Chance): readonly PastMarket[] {
    const { markets: wanted, begunMs = Number.POSITIVE_INFINITY, stoppedMs = 0 } = trader;
    const open = this.markets.filter(
      ({ listedMs, resolvedMs }) => listedMs >= -begunMs && resolvedMs < -stoppedMs,
    );
    const visited: PastMarket[] = [];
    for (const [at, past] of open.entries()) {
      const isTaken = chance.happens((wanted - visited.length) / (open.length - at));
      if (isTaken) visited.push(past);
    }
    return visited;
  }
}

/** Sorted by time, each at a millisecond of its own. */
function inOrder(deeds: readonly PastDeed[], place: number): readonly VenuePastRow[] {
  const sorted = deeds.toSorted((a, b) => a.worldAtMs - b.worldAtMs);
  let beforeMs = Number.NEGATIVE_INFINITY;
  return sorted.map((deed) => {
    const worldAtMs = Math.max(deed.worldAtMs, beforeMs + 1);
    beforeMs = worldAtMs;
    return { row: deed.row, worldAtMs, order: worldAtMs * PLACES + place };
  });
}

/** The market whose winner was the least likely when it was listed. */
function leastExpected(markets: readonly PastMarket[]): PastMarket | null {
  const chanceOf = ({ winner, path, listedMs }: PastMarket): number => {
    const first = path.at(listedMs);
    return winner === null ? 1 : winner === 0 ? first : 1 - first;
  };
  return markets.reduce<PastMarket | null>(
    (least, past) => (least === null || chanceOf(past) < chanceOf(least) ? past : least),
    null,
  );
}
