import { SECOND_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { Agenda } from './agenda.ts';
import type { Wallet } from './crowd.ts';
import { FINE_TICK, isExtreme, type MarketPlan } from './event-plan.ts';
import type { GuestOrder } from './guest-orders.ts';
import { LOT, opposite, SIDES } from './ladder.ts';
import { LiveMarket } from './live-market.ts';
import { MarketPool } from './market-pool.ts';
import { type Match, matchOrder, type TakerOrder, touch } from './matching.ts';
import { type Course, drawCourse, type ResolutionRules, reporterOf } from './resolution.ts';
import type { VenueEvent, VenueLevelChange, VenueMarket, VenueSide } from './venue.ts';
import { isWindow } from './windows.ts';

/** Of all markets together, at pace 1. */
const ACTS_PER_SECOND = 6;
const NOISE_PROBABILITY = 0.18;
const NOISE_DOLLARS_MIN = 3;
const NOISE_DOLLARS_MAX = 90;
const NOISE_LEVELS_MAX = 2;
const CHANGES_MAX = 6;
const WITHDRAW_PROBABILITY = 0.006;
const WITHDRAWN_MIN_MS = 1 * SECOND_MS;
const WITHDRAWN_MAX_MS = 4 * SECOND_MS;
const RELAY_MIN_MS = 30;
const RELAY_MAX_MS = 120;
/** A listed market is without orders for a moment. */
const FIRST_QUOTE_MIN_MS = 300;
const FIRST_QUOTE_MAX_MS = 2 * SECOND_MS;
/** Makers of a window look at the coin's price so often, at pace 1. */
const LOOK_MIN_MS = 500;
const LOOK_MAX_MS = 1_400;
const REPORT_MIN_MS = 3 * SECOND_MS;
const REPORT_MAX_MS = 12 * SECOND_MS;

/** Who keeps the orders that come from outside of the world. */
export interface GuestDesk {
  /** A match that guests took part in; answers whether its rows may be told. */
  matched(match: Match, order: TakerOrder): boolean;
  /** The market closed; these left the book. */
  evicted(orders: readonly GuestOrder[]): void;
}

export interface FloorOptions {
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly pace: number;
  /** The wall time of world time 0. */
  readonly startsAtMs: number;
  /** `null`: a market is final soon after its close. */
  readonly resolution: ResolutionRules | null;
  readonly takers: readonly Wallet[];
  readonly emit: (event: VenueEvent) => void;
  /** Whose resting order does `side` against `taker`. */
  readonly makerFor: (live: LiveMarket, side: VenueSide, taker: string) => Wallet;
  readonly onResolved: (live: LiveMarket) => void;
  readonly guests: GuestDesk;
}

/** Where markets live: they are listed, quoted, traded, closed and resolved. */
export class MarketFloor {
  readonly pool = new MarketPool();
  /** Markets beside those of the catalogue: what happens there changes nothing in the pool. */
  readonly fixtures = new MarketPool();
  /** In order of listing. */
  readonly markets: VenueMarket[] = [];
  readonly #options: FloorOptions;

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  /** `null` when the market is not open. */
  of(market: VenueMarket): LiveMarket | null {
    return this.pool.of(market) ?? this.fixtures.of(market);
  }

  /** A market that is there when the world begins, with its book. */
  place(plan: MarketPlan): void {
    const live = this.#admit(plan);
    live.giveEarlierPrices(plan.terms.startsAtMs - this.#options.startsAtMs);
    live.maker.lay(live.quoting);
    live.isReady = true;
    this.#refine(live);
    this.#begin(live);
  }

  /** A new market; its first orders follow. */
  list(plan: MarketPlan): void {
    const { agenda, emit } = this.#options;
    const live = this.#admit(plan);
    emit({ kind: 'listed', market: live.market });
    agenda.after(live.chance.life.whole(FIRST_QUOTE_MIN_MS, FIRST_QUOTE_MAX_MS), () => {
      live.isReady = true;
      this.#change(live, () => live.maker.lay(live.quoting));
      this.#begin(live);
    });
  }

  /** Matches what the book gives now; returns the shares that traded. */
  trade(live: LiveMarket, order: TakerOrder, levelsMax = Number.POSITIVE_INFINITY): number {
    const { market, chance } = live;
    if (market.status !== 'open') return 0;
    const makerFor = (side: VenueSide): Wallet =>
      this.#options.makerFor(live, side, order.wallet.address);
    const match = matchOrder(market, order, { chance: chance.matching, makerFor, levelsMax });
    if (match === null) return 0;
    const { guests, emit } = this.#options;
    const hasGuest = order.id !== undefined || match.fills.some(({ guest }) => guest !== null);
    const isTold = !hasGuest || guests.matched(match, order);
    emit(isTold ? match.trade : { ...match.trade, rows: [] });
    emit({ kind: 'book', market, changes: match.changes });
    this.#refine(live);
    return match.trade.size;
  }

  /** Lets a guest's order rest. */
  rest({ market }: LiveMarket, order: GuestOrder, size: number): void {
    const change = market.ladder.rest(order, size);
    this.#options.emit({ kind: 'book', market, changes: [change] });
  }

  /** Takes a guest's order out of the book. */
  withdraw({ market }: LiveMarket, order: GuestOrder): void {
    const change = market.ladder.withdraw(order);
    this.#options.emit({ kind: 'book', market, changes: [change] });
  }

  /** The makers think again after news: the probability moves by `shift` and they requote. */
  nudge(live: LiveMarket, shift: number): void {
    live.belief.advance(this.#options.agenda.nowMs);
    live.belief.shift(shift);
    this.#change(live, () => live.maker.refresh(live.quoting, CHANGES_MAX));
  }

  /** Somebody of the crowd takes a little; returns whether there was something to take. */
  takeLittle(live: LiveMarket, outcome: 0 | 1, side: VenueSide): boolean {
    const { market } = live;
    const chance = live.chance.noise;
    const price = touch(market, outcome, side);
    if (market.status !== 'open' || price === null) return false;
    const dollars = chance.whole(NOISE_DOLLARS_MIN, NOISE_DOLLARS_MAX);
    const size = Math.round((dollars * MICRO * (MICRO / LOT)) / price) * LOT;
    const limit = side === 'BUY' ? price + market.tick : price - market.tick;
    const wallet = chance.pick(this.#options.takers);
    return this.trade(live, { wallet, outcome, side, size, limit }, NOISE_LEVELS_MAX) > 0;
  }

  #poolOf({ plan }: LiveMarket): MarketPool {
    return plan.isFixture === true ? this.fixtures : this.pool;
  }

  #admit(plan: MarketPlan): LiveMarket {
    const { agenda, chance } = this.#options;
    const live = new LiveMarket(chance.fork(`market ${plan.terms.id}`), plan, agenda.nowMs);
    this.#poolOf(live).add(live);
    this.markets.push(live.market);
    const decided = plan.revealMs + live.chance.life.whole(REPORT_MIN_MS, REPORT_MAX_MS);
    agenda.at(Math.min(decided, plan.closeMs), () => this.#close(live));
    const { edit } = plan;
    if (edit !== null) agenda.at(edit.atMs, () => this.#edit(live, edit.text));
    return live;
  }

  /** Rules are edited while people trade. */
  #edit({ market }: LiveMarket, text: string): void {
    if (market.status !== 'open') return;
    market.description = `${market.description}\n\n${text}`;
    this.#options.emit({ kind: 'edited', market });
  }

  #begin(live: LiveMarket): void {
    this.#actLater(live);
    if (isWindow(live.market)) this.#lookLater(live);
  }

  /** What a window is worth changes by the second: its makers follow the price all the time. */
  #lookLater(live: LiveMarket): void {
    const { agenda, pace } = this.#options;
    agenda.after(live.chance.looks.whole(LOOK_MIN_MS, LOOK_MAX_MS) / pace, () => {
      if (live.market.status !== 'open') return;
      live.belief.advance(agenda.nowMs);
      if (!live.belief.isFrozen) this.#change(live, () => live.maker.lay(live.quoting));
      this.#lookLater(live);
    });
  }

  #actLater(live: LiveMarket): void {
    const { pace } = this.#options;
    const rate = (ACTS_PER_SECOND * pace * live.plan.activity) / this.#poolOf(live).size;
    const waits = -Math.log(1 - live.chance.timing.next());
    this.#options.agenda.after((waits / rate) * SECOND_MS, () => {
      if (live.market.status !== 'open') return;
      this.#act(live);
      this.#actLater(live);
    });
  }

  #act(live: LiveMarket): void {
    const { noise, life } = live.chance;
    live.belief.advance(this.#options.agenda.nowMs);
    if (live.belief.isFrozen) return;
    const isNoise = noise.happens(NOISE_PROBABILITY);
    if (isNoise && this.takeLittle(live, noise.whole(0, 1) === 0 ? 0 : 1, noise.pick(SIDES)))
      return;
    if (life.happens(WITHDRAW_PROBABILITY)) {
      this.#withdraw(live);
      return;
    }
    const changesMax = Math.min(life.whole(1, CHANGES_MAX), life.whole(1, CHANGES_MAX));
    this.#change(live, () => live.maker.refresh(live.quoting, changesMax));
  }

  #withdraw(live: LiveMarket): void {
    const { life } = live.chance;
    this.#change(live, () => live.maker.withdraw(life.pick(SIDES)));
    this.#options.agenda.after(life.whole(WITHDRAWN_MIN_MS, WITHDRAWN_MAX_MS), () => {
      live.maker.comeBack();
      this.#change(live, () => live.maker.lay(live.quoting));
    });
  }

  #change(live: LiveMarket, make: () => readonly VenueLevelChange[]): void {
    if (live.market.status !== 'open') return;
    const changes = make();
    if (changes.length > 0) {
      this.#options.emit({ kind: 'book', market: live.market, changes });
    }
    this.#refine(live);
    for (const side of SIDES) this.#takeGuests(live, side);
  }

  /** Where the makers would quote through orders of guests, somebody of the crowd takes those. */
  #takeGuests(live: LiveMarket, side: VenueSide): void {
    const { market, maker, chance } = live;
    if (!market.ladder.hasGuests || !maker.quotes(side)) return;
    const limit = maker.bestPrices(live.quoting)[side];
    const size = market.ladder.guestSize(opposite(side), limit);
    if (size === 0) return;
    const wallet = chance.guests.pick(this.#options.takers);
    this.trade(live, { wallet, outcome: 0, side, size, limit });
  }

  /** Near 0 and 1 the venue goes over to the fine grid, for good; the makers follow at once. */
  #refine(live: LiveMarket): void {
    const { market } = live;
    const oldTick = market.tick;
    if (oldTick === FINE_TICK || !isExtreme(live.mid)) return;
    market.tick = FINE_TICK;
    this.#options.emit({ kind: 'tick', market, oldTick, newTick: FINE_TICK });
    this.#options.agenda.after(live.chance.life.whole(RELAY_MIN_MS, RELAY_MAX_MS), () => {
      this.#change(live, () => live.maker.lay(live.quoting));
    });
  }

  #close(live: LiveMarket): void {
    const { market, chance } = live;
    market.status = 'closed';
    this.#poolOf(live).remove(live);
    const { orders, changes } = market.ladder.empty();
    if (changes.length > 0) this.#options.emit({ kind: 'book', market, changes });
    this.#options.guests.evicted(orders);
    this.#options.agenda.after(chance.life.whole(REPORT_MIN_MS, REPORT_MAX_MS), () => {
      const isFed = reporterOf(market) === 'CHAINLINK';
      const rules = isFed ? null : this.#options.resolution;
      this.#goOn(live, drawCourse(chance.oracle, { winner: live.plan.truth.winner, rules }));
    });
  }

  /** The next stage of the resolution; behind the last one the market is final. */
  #goOn(live: LiveMarket, { steps, payouts }: Course): void {
    const { market } = live;
    const { agenda, emit, onResolved, startsAtMs } = this.#options;
    const [step, ...later] = steps;
    if (step === undefined) {
      market.payouts = payouts;
      market.status = 'resolved';
      emit({ kind: 'resolved', market });
      onResolved(live);
      return;
    }
    market.proposal = {
      stage: step.stage,
      payouts: step.payouts,
      history: [...(market.proposal?.history ?? []), step.stage],
      settlesAtMs: startsAtMs + agenda.nowMs + step.settlesInMs,
    };
    emit({ kind: 'proposal', market });
    agenda.after(step.forMs, () => this.#goOn(live, { steps: later, payouts }));
  }
}
