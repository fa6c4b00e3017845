import type { MarketPlan } from './event-plan.ts';
import type { Leader } from './leader.ts';
import { type DeskOptions, LeaderDesk } from './leader-desk.ts';
import type { LiveMarket } from './live-market.ts';
import type { WorldCoins } from './spot-question.ts';
import type { VenueMarket, VenueRow, VenueSide } from './venue.ts';

/** Where a fixture is planned. */
export interface FixtureScene {
  /** The wall time of world time 0. */
  readonly startsAtMs: number;
  /** World time. */
  readonly nowMs: number;
  readonly coins: WorldCoins;
}

/** Who knows what is listed beside the catalogue's questions. */
export interface FixtureSource {
  /** What is there when the world begins. */
  first(scene: FixtureScene): readonly MarketPlan[];
  /** What follows a market that is over; nothing while neighbours of it are open. */
  after(market: VenueMarket, scene: FixtureScene): readonly MarketPlan[];
}

/** Leaders look at fixtures less often than at the catalogue. */
const PACE = 0.35;

/**
 * Markets beside the catalogue's, and what the leaders do there. Chance and books are their own: the
 * rest of the world is, event by event, what it would be without them.
 */
export class Fixtures {
  readonly #options: DeskOptions;
  readonly #source: FixtureSource;
  readonly #place: Pick<FixtureScene, 'startsAtMs' | 'coins'>;
  readonly #desk: LeaderDesk;
  readonly #known = new Set<VenueMarket>();

  constructor(
    options: DeskOptions,
    source: FixtureSource,
    place: Pick<FixtureScene, 'startsAtMs' | 'coins'>,
  ) {
    this.#options = options;
    this.#source = source;
    this.#place = place;
    const stage = { name: 'fixtures', pool: options.floor.fixtures };
    this.#desk = new LeaderDesk({ ...options, pace: options.pace * PACE, stage });
    for (const plan of source.first(this.#scene)) options.floor.place(plan);
    this.#learn();
  }

  has(market: VenueMarket): boolean {
    return this.#known.has(market);
  }

  /** Books what rows say of the leaders among their wallets. */
  book(rows: readonly VenueRow[]): void {
    this.#desk.book(rows);
  }

  restingLeader(live: LiveMarket, side: VenueSide, taker: string): Leader | null {
    return this.#desk.restingLeader(live, side, taker);
  }

  /** What pays is taken, and the next one follows. */
  resolved(market: VenueMarket): void {
    this.#desk.redeem(market);
    const { floor } = this.#options;
    for (const plan of this.#source.after(market, this.#scene)) floor.list(plan);
    this.#learn();
  }

  get #scene(): FixtureScene {
    return { ...this.#place, nowMs: this.#options.agenda.nowMs };
  }

  #learn(): void {
    for (const { market } of this.#options.floor.fixtures.open) this.#known.add(market);
  }
}
