import { invariant } from '../../engine/domain/values/invariant.ts';
import { Chance } from '../chance.ts';
import type { Exchange, TradingVenue } from '../exchange/exchange.ts';
import { type ExchangeRules, USUAL_RULES } from '../exchange/exchange-rules.ts';
import { WorldExchange } from '../exchange/world-exchange.ts';
import { createPast } from '../past/past.ts';
import { GONE, type PastTrader, pastOf } from '../past/past-profiles.ts';
import type { SpotPath } from '../spot/spot-path.ts';
import { worldSpot } from '../spot/world-spot.ts';
import { Agenda } from './agenda.ts';
import { Crowd, drawAddress } from './crowd.ts';
import { type MarketPlan, planEvent } from './event-plan.ts';
import { type FixtureSource, Fixtures } from './fixtures.ts';
import type { Leader } from './leader.ts';
import { type DeskOptions, LeaderDesk } from './leader-desk.ts';
import { LEADER_PROFILES } from './leader-profiles.ts';
import type { LiveMarket } from './live-market.ts';
import { MarketFloor } from './market-floor.ts';
import type { ResolutionRules } from './resolution.ts';
import { WorldCoins } from './spot-question.ts';
import type {
  VenueEvent,
  VenueHappening,
  VenueLeader,
  VenueMarket,
  VenuePast,
  VenueSide,
} from './venue.ts';
import {
  isWindow,
  planWindow,
  WINDOW_LISTED_BEFORE_MS,
  WINDOW_MS,
  WINDOW_SERIES,
  type WindowSeries,
} from './windows.ts';

export interface VenueOptions {
  readonly seed: string;
  /** The wall time that world time 0 stands for: questions and closes are dated by it. */
  readonly startsAtMs: number;
  /** Markets open at a time, about {@link MARKETS} when it is not said. */
  readonly markets?: number;
  /** How many times as often as usual things happen; the hidden outcomes keep their time. */
  readonly pace?: number;
  /** How outcomes are found; without it every market is final soon after its close. */
  readonly resolution?: ResolutionRules;
  /** What coins cost, by world time; the seed's own prices unless told. */
  readonly spot?: SpotPath;
  /** What the leaders did before the world; without it nobody knows them. */
  readonly past?: PastSpan;
  /** How the exchange treats accounts, as the venue usually does unless told. */
  readonly exchange?: Partial<ExchangeRules>;
  /** What is listed beside the catalogue's questions; nothing unless told. */
  readonly fixtures?: FixtureSource;
}

/** How far back the past goes, and how many markets were resolved in it. */
export interface PastSpan {
  readonly days: number;
  readonly markets: number;
}

export const USUAL_PAST: PastSpan = { days: 90, markets: 420 };
export const MARKETS = 24;
/** One short window for so many markets, up to one of each series. */
const MARKETS_PER_WINDOW = 6;

/** A world of its own, at world time 0. */
export function createVenue(options: VenueOptions): TradingVenue {
  return new SeededVenue(options);
}

class SeededVenue implements TradingVenue {
  readonly #agenda = new Agenda();
  readonly #chance: Chance;
  readonly #startsAtMs: number;
  readonly #coins: WorldCoins;
  readonly past: VenuePast | undefined;
  readonly #floor: MarketFloor;
  readonly #desk: LeaderDesk;
  readonly #fixtures: Fixtures | null;
  readonly #exchange: WorldExchange;
  /** Markets with a long life that are wanted at any time. */
  readonly #longWanted: number;
  readonly #taken = new Set<string>();
  #happened: VenueHappening[] = [];
  #longOpen = 0;
  #events = 0;

  constructor(options: VenueOptions) {
    const { seed, startsAtMs, markets = MARKETS, pace = 1 } = options;
    invariant(markets >= 1 && pace > 0, 'a world has a market and a pace above zero');
    this.#startsAtMs = startsAtMs;
    this.#coins = new WorldCoins(options.spot ?? worldSpot(seed));
    this.#chance = new Chance(`venue ${seed}`);
    const crowd = new Crowd(this.#chance.fork('crowd'));
    const shared = {
      chance: this.#chance,
      agenda: this.#agenda,
      emit: (event: VenueEvent) => this.#emit(event),
      pace,
    };
    this.#floor = new MarketFloor({
      ...shared,
      startsAtMs,
      resolution: options.resolution ?? null,
      takers: crowd.takers,
      makerFor: (live, side, taker) =>
        this.#restingLeader(live, side, taker) ?? live.chance.matching.pick(crowd.makers),
      onResolved: ({ market }) => this.#resolved(market),
      guests: {
        matched: (match, order) => this.#exchange.matched(match, order),
        evicted: (orders) => this.#exchange.evicted(orders),
      },
    });
    this.#exchange = new WorldExchange({
      chance: this.#chance.fork('exchange'),
      floor: this.#floor,
      rules: { ...USUAL_RULES, ...options.exchange },
      emit: shared.emit,
      takeHappened: () => this.#takeHappened(),
    });
    this.#desk = new LeaderDesk({ ...shared, floor: this.#floor });
    const windows = WINDOW_SERIES.slice(0, Math.floor(markets / MARKETS_PER_WINDOW));
    this.#longWanted = markets - windows.length;
    for (const plan of this.#newPlans()) this.#floor.place(plan);
    this.past = options.past === undefined ? undefined : this.#pastOf(options.past, crowd);
    for (const series of windows) {
      this.#floor.place(this.#planWindow(series, 0));
      this.#listWindowLater(series, 1);
    }
    this.#fixtures = this.#fixturesOf(options.fixtures, { ...shared, floor: this.#floor });
    // What the beginning consists of is no news.
    this.#takeHappened();
  }

  get markets(): readonly VenueMarket[] {
    return this.#floor.markets;
  }

  get leaders(): readonly VenueLeader[] {
    return this.#desk.leaders;
  }

  get nextAtMs(): number {
    return this.#agenda.nextAtMs;
  }

  get exchange(): Exchange {
    return this.#exchange;
  }

  step(): readonly VenueHappening[] {
    this.#agenda.runNext();
    const happened = this.#takeHappened();
    this.#exchange.tell();
    return happened;
  }

  /** Behind the first markets, which are the same with a past and without one. */
  #pastOf(span: PastSpan, { takers, makers }: Crowd): VenuePast {
    const chance = this.#chance.fork('past');
    const trading = LEADER_PROFILES.flatMap((profile): readonly PastTrader[] => {
      const leader = this.#desk.leaders.find(({ name }) => name === profile.name);
      return leader === undefined ? [] : [pastOf(leader, profile)];
    });
    const gone = GONE.map(({ name, kind, skill, ...rest }): PastTrader => {
      const address = drawAddress(chance.fork(`address of ${name}`));
      return { ...rest, leader: { address, name, kind, skill } };
    });
    return createPast({
      ...{ ...span, chance, startsAtMs: this.#startsAtMs, taken: this.#taken },
      ...{ traders: [...trading, ...gone], takers, makers },
    });
  }

  #fixturesOf(source: FixtureSource | undefined, desk: DeskOptions): Fixtures | null {
    if (source === undefined) return null;
    return new Fixtures(desk, source, { startsAtMs: this.#startsAtMs, coins: this.#coins });
  }

  #restingLeader(live: LiveMarket, side: VenueSide, taker: string): Leader | null {
    const desk = live.plan.isFixture === true ? this.#fixtures : this.#desk;
    return desk?.restingLeader(live, side, taker) ?? null;
  }

  #takeHappened(): readonly VenueHappening[] {
    const happened = this.#happened;
    this.#happened = [];
    return happened;
  }

  #emit(event: VenueEvent): void {
    this.#happened.push({ worldAtMs: this.#agenda.nowMs, event });
    if (event.kind !== 'trade' && event.kind !== 'rows') return;
    const [row] = event.rows;
    if (row === undefined) return;
    (this.#fixtures?.has(row.market) ? this.#fixtures : this.#desk).book(event.rows);
  }

  /** What pays is taken, and new questions follow the old ones. */
  #resolved(market: VenueMarket): void {
    if (this.#fixtures?.has(market)) {
      this.#fixtures.resolved(market);
      return;
    }
    this.#desk.redeem(market);
    if (isWindow(market)) return;
    this.#longOpen -= 1;
    for (const plan of this.#newPlans()) this.#floor.list(plan);
  }

  #newPlans(): readonly MarketPlan[] {
    const plans: MarketPlan[] = [];
    while (this.#longOpen < this.#longWanted) {
      const event = planEvent({
        chance: this.#chance.fork(`event ${this.#events}`),
        number: this.#events,
        startsAtMs: this.#startsAtMs,
        nowMs: this.#agenda.nowMs,
        room: this.#longWanted - this.#longOpen,
        taken: this.#taken,
        coins: this.#coins,
      });
      this.#events += 1;
      this.#longOpen += event.length;
      plans.push(...event);
    }
    return plans;
  }

  #planWindow(series: WindowSeries, round: number): MarketPlan {
    const chance = this.#chance.fork(`window ${series.ticker} ${round}`);
    const scene = { startsAtMs: this.#startsAtMs, nowMs: this.#agenda.nowMs, coins: this.#coins };
    return planWindow(series, { ...scene, chance, round });
  }

  #listWindowLater(series: WindowSeries, round: number): void {
    const beginsAtMs = series.firstCloseMs + (round - 1) * WINDOW_MS;
    this.#agenda.at(beginsAtMs - WINDOW_LISTED_BEFORE_MS, () => {
      this.#floor.list(this.#planWindow(series, round));
      this.#listWindowLater(series, round + 1);
    });
  }
}
