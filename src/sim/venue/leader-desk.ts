import { SECOND_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Chance } from '../chance.ts';
import type { Agenda } from './agenda.ts';
import { drawAddress } from './crowd.ts';
import { DirectionalMind } from './directional-mind.ts';
import { Leader } from './leader.ts';
import { LEADER_PROFILES, type LeaderProfile } from './leader-profiles.ts';
import type { LiveMarket } from './live-market.ts';
import { MakerMind } from './maker-mind.ts';
import type { MarketFloor } from './market-floor.ts';
import type { MarketPool } from './market-pool.ts';
import type { Mind, Move } from './move.ts';
import { drawReaction } from './reaction.ts';
import type { VenueEvent, VenueMarket, VenueRow, VenueSide } from './venue.ts';

/** While the world is new, leaders hurry. */
const OPENING_MS = 30 * SECOND_MS;
/** How far a pause may be from its average, as a share. */
const JITTER = 0.25;
/** Nothing to do now: look again. */
const RETRY_MS = 500;
/** A larger order becomes several prints. */
const PRINT_LEVELS_MAX = 2;
const PRINTS_MAX = 6;
const PRINT_GAP_MIN_MS = 250;
const PRINT_GAP_MAX_MS = 1_400;
const REACTION_MIN_MS = 250;
const REACTION_MAX_MS = 900;
/** The makers need a second look for all their levels. */
const SECOND_LOOK_MS = 350;
/** How often a leader that makes markets owns the order that rests. */
const RESTING_PROBABILITY = 0.04;
const REDEEM_MIN_MS = 2 * SECOND_MS;
const REDEEM_MAX_MS = 15 * SECOND_MS;

type Order = Extract<Move, { readonly kind: 'order' }>;

interface Seat {
  readonly leader: Leader;
  readonly profile: LeaderProfile;
  readonly mind: Mind;
  readonly chance: Chance;
  readonly reacting: Chance;
}

export interface DeskOptions {
  readonly chance: Chance;
  readonly agenda: Agenda;
  readonly floor: MarketFloor;
  readonly pace: number;
  readonly emit: (event: VenueEvent) => void;
  /** Where the same people trade beside the usual pool, with books of their own for it. */
  readonly stage?: { readonly name: string; readonly pool: MarketPool };
}

/** The named wallets at work, each with one order at a time. */
export class LeaderDesk {
  readonly #options: DeskOptions;
  readonly #hashes: Chance;
  readonly #pool: MarketPool;
  readonly #seats: ReadonlyMap<string, Seat>;
  readonly leaders: readonly Leader[];

  constructor(options: DeskOptions) {
    this.#options = options;
    const { chance, stage } = options;
    this.#hashes = stage === undefined ? chance : chance.fork(`hashes ${stage.name}`);
    this.#pool = stage?.pool ?? options.floor.pool;
    const seats = LEADER_PROFILES.map((profile) => seatOf(profile, chance, stage?.name));
    this.leaders = seats.map(({ leader }) => leader);
    this.#seats = new Map(seats.map((seat) => [seat.leader.address, seat]));
    for (const seat of seats) this.#turnAfter(seat, seat.profile.rhythm.firstMs);
  }

  /** Books what rows say of the leaders among their wallets. */
  book(rows: readonly VenueRow[]): void {
    const { nowMs } = this.#options.agenda;
    for (const row of rows) this.#seats.get(row.wallet)?.leader.book(row, nowMs);
  }

  /** Now and then a resting order is a leader's; it buys only, so it needs to hold nothing. */
  restingLeader({ chance }: LiveMarket, side: VenueSide, taker: string): Leader | null {
    const rests = chance.matching.happens(RESTING_PROBABILITY);
    const maker = this.leaders.find(({ kind }) => kind === 'marketMaker');
    return rests && side === 'BUY' && maker && maker.address !== taker ? maker : null;
  }

  /** Each leader that holds something takes what it pays, soon after. */
  redeem(market: VenueMarket): void {
    for (const { leader, chance } of this.#seats.values()) {
      const held = leader.held(market, 0) + leader.held(market, 1);
      if (held === 0) continue;
      const delayMs = chance.whole(REDEEM_MIN_MS, REDEEM_MAX_MS);
      this.#options.agenda.after(delayMs, () => this.#redeem(leader, market));
    }
  }

  #redeem(leader: Leader, market: VenueMarket): void {
    const [zero, one] = market.payouts ?? [0, 0];
    const size = leader.held(market, 0) * zero + leader.held(market, 1) * one;
    if (size === 0) leader.forget(market);
    else this.#emitRow(leader, { type: 'REDEEM', market, size });
  }

  #turnAfter(seat: Seat, averageMs: number): void {
    const delayMs = averageMs * (1 + JITTER * (2 * seat.chance.next() - 1));
    this.#options.agenda.after(delayMs / this.#options.pace, () => this.#turn(seat));
  }

  #turn(seat: Seat): void {
    const { agenda } = this.#options;
    const move = seat.mind.next({ ...seat, pool: this.#pool, nowMs: agenda.nowMs });
    if (move === null) {
      this.#turnAfter(seat, RETRY_MS);
      return;
    }
    if (move.kind === 'order') {
      this.#print(seat, move, 0);
      return;
    }
    this.#emitRow(seat.leader, { ...move, market: move.live.market });
    this.#rest(seat);
  }

  /** The next turn, after the usual pause. */
  #rest(seat: Seat): void {
    const { openingMs, steadyMs } = seat.profile.rhythm;
    this.#turnAfter(seat, this.#options.agenda.nowMs < OPENING_MS ? openingMs : steadyMs);
  }

  /** One match of the order; what the book does not give at once is asked for again, a few times. */
  #print(seat: Seat, order: Order, before: number): void {
    const { agenda, floor, pace } = this.#options;
    const { live, outcome, side, size, limit } = order;
    const wanted = { wallet: seat.leader, outcome, side, size, limit };
    const filled = floor.trade(live, wanted, PRINT_LEVELS_MAX);
    if (filled > 0 && before === 0) this.#react(seat.reacting, order);
    const isOver = size === filled || before + 1 === PRINTS_MAX || live.market.status !== 'open';
    if (isOver) {
      this.#rest(seat);
      return;
    }
    const rest = { ...order, size: size - filled };
    const gapMs = seat.chance.whole(PRINT_GAP_MIN_MS, PRINT_GAP_MAX_MS) / pace;
    agenda.after(gapMs, () => this.#print(seat, rest, before + 1));
  }

  #react(chance: Chance, { live, outcome, side, size, limit }: Order): void {
    const { agenda, floor, pace } = this.#options;
    const dollars = (size / MICRO) * (limit / MICRO);
    const { shift, followers } = drawReaction(chance, dollars);
    const isUp = (outcome === 0) === (side === 'BUY');
    const delayMs = chance.whole(REACTION_MIN_MS, REACTION_MAX_MS);
    agenda.after(delayMs / pace, () => {
      floor.nudge(live, isUp ? shift : -shift);
      for (let left = followers; left > 0; left -= 1) floor.takeLittle(live, outcome, side);
    });
    agenda.after((delayMs + SECOND_LOOK_MS) / pace, () => floor.nudge(live, 0));
  }

  #emitRow({ address, name }: Leader, what: Pick<VenueRow, 'type' | 'market' | 'size'>): void {
    const { market, size, type } = what;
    const transaction = `0x${this.#hashes.hex(64)}`;
    const nothing = { side: '', outcome: 0, price: 0, fee: 0, isTaker: false } as const;
    const row = { ...nothing, wallet: address, name, type, market, size, transaction };
    this.#options.emit({ kind: 'rows', rows: [row] });
  }
}

function seatOf(profile: LeaderProfile, world: Chance, stage?: string): Seat {
  const person = world.fork(`leader ${profile.name}`);
  const chance = stage === undefined ? person : person.fork(stage);
  const { name, kind, skill } = profile;
  return {
    leader: new Leader({ address: drawAddress(person.fork('address')), name, kind, skill }),
    profile,
    mind: kind === 'marketMaker' ? new MakerMind() : new DirectionalMind(),
    chance,
    reacting: chance.fork('reaction'),
  };
}
