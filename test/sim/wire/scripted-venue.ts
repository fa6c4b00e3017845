import type {
  Venue,
  VenueBook,
  VenueEvent,
  VenueHappening,
  VenueLeader,
  VenueLevel,
  VenueLevelChange,
  VenueMarket,
  VenuePrice,
  VenueProposal,
  VenueRow,
} from '../../../src/sim/venue/venue.ts';
import { START_AT_MS } from './manual-clock.ts';

export const MICRO = 1_000_000;
const DAY_MS = 86_400_000;

/** A market whose book the test moves. */
export class ScriptedMarket implements VenueMarket {
  readonly id: string;
  readonly conditionId: string;
  readonly version: 'v1' | 'v2';
  readonly tokenIds: readonly [string, string];
  readonly outcomes = ['Yes', 'No'] as const;
  readonly question: string;
  description = 'Resolves to Yes if it happens.';
  resolutionSource?: string;
  readonly slug: string;
  readonly eventSlug: string;
  readonly eventTitle: string;
  readonly tags: readonly string[];
  readonly negRisk: boolean;
  readonly minOrderSize = '5';
  readonly feeRate = 0.04;
  readonly startsAtMs = START_AT_MS - DAY_MS;
  readonly closesAtMs = START_AT_MS + 30 * DAY_MS;
  readonly volume24h = 12_345.67;
  tick = 10_000;
  status: 'open' | 'closed' | 'resolved' = 'open';
  proposal?: VenueProposal;
  payouts: readonly [number, number] | null = null;
  lastTradePrice: number | null = null;
  earlierPrices?: () => readonly VenuePrice[];
  readonly #bids = new Map<number, number>();
  readonly #asks = new Map<number, number>();

  constructor(
    at: number,
    changes: { readonly version?: 'v1' | 'v2'; readonly negRisk?: boolean } = {},
  ) {
    this.id = String(1_000 + at);
    this.conditionId = `0x${(0xabc000 + at).toString(16).padEnd(62, '7')}00`;
    this.version = changes.version ?? 'v1';
    this.negRisk = changes.negRisk ?? false;
    this.tokenIds =
      this.version === 'v1'
        ? [`9${'1'.repeat(70)}${10_000 + at}1`, `9${'1'.repeat(70)}${10_000 + at}2`]
        : [positionId(this.conditionId, 0), positionId(this.conditionId, 1)];
    this.question = `Will case ${at} happen?`;
    this.slug = `will-case-${at}-happen`;
    this.eventSlug = `event-${Math.floor(at / 2)}`;
    this.eventTitle = `Event ${Math.floor(at / 2)}`;
    this.tags = at % 2 === 0 ? ['politics', 'world'] : ['crypto'];
  }

  /** Sets levels of outcome 0 and gives the event that tells of it. */
  set(...changes: readonly VenueLevelChange[]): VenueEvent {
    for (const { side, price, size } of changes) {
      const levels = side === 'BUY' ? this.#bids : this.#asks;
      if (size === 0) levels.delete(price);
      else levels.set(price, size);
    }
    return { kind: 'book', market: this, changes };
  }

  book(outcome: 0 | 1): VenueBook {
    const bids = sorted(this.#bids, 1);
    const asks = sorted(this.#asks, -1);
    if (outcome === 0) return { bids, asks };
    return { bids: mirror(asks), asks: mirror(bids) };
  }

  close(): VenueEvent {
    this.status = 'closed';
    const gone = ([side, levels]: readonly ['BUY' | 'SELL', ReadonlyMap<number, number>]) =>
      [...levels.keys()].map((price) => ({ side, price, size: 0 }));
    return this.set(...gone(['BUY', this.#bids]), ...gone(['SELL', this.#asks]));
  }

  /** A proposal of these payouts, or the dispute of one. */
  move(
    stage: VenueProposal['stage'],
    payouts: readonly [number, number],
    settlesAtMs: number,
  ): VenueEvent {
    const history = [...(this.proposal?.history ?? []), stage];
    this.proposal = { stage, payouts, history, settlesAtMs };
    return { kind: 'proposal', market: this };
  }

  resolve(payouts: readonly [number, number]): VenueEvent {
    this.status = 'resolved';
    this.payouts = payouts;
    return { kind: 'resolved', market: this };
  }

  edit(description: string): VenueEvent {
    this.description = description;
    return { kind: 'edited', market: this };
  }

  changeTick(newTick: number): VenueEvent {
    const oldTick = this.tick;
    this.tick = newTick;
    return { kind: 'tick', market: this, oldTick, newTick };
  }

  /** A trade with its rows; the prices are the taker's. */
  trade(of: {
    readonly transaction: string;
    readonly rows: readonly Partial<VenueRow>[];
    readonly outcome?: 0 | 1;
    readonly price?: number;
    readonly size?: number;
  }): VenueEvent {
    const { transaction, outcome = 0, price = 500_000, size = 10 * MICRO } = of;
    this.lastTradePrice = outcome === 0 ? price : MICRO - price;
    const rows = of.rows.map((row) => this.row({ transaction, outcome, price, size, ...row }));
    return { kind: 'trade', market: this, outcome, side: 'BUY', price, size, transaction, rows };
  }

  row(changes: Partial<VenueRow>): VenueRow {
    return {
      wallet: WALLETS[0],
      name: 'ace',
      type: 'TRADE',
      side: 'BUY',
      market: this,
      outcome: 0,
      size: 10 * MICRO,
      price: 500_000,
      fee: 0,
      isTaker: true,
      transaction: hash(0),
      ...changes,
    };
  }
}

/** An id in the shape of the second protocol. */
function positionId(conditionId: string, outcome: number): string {
  const digits = conditionId.slice(2);
  return BigInt(
    `0x01${digits.slice(0, 36)}${'0'.repeat(16)}${digits.slice(-8)}0${outcome}`,
  ).toString();
}

function sorted(levels: ReadonlyMap<number, number>, direction: 1 | -1): readonly VenueLevel[] {
  return [...levels]
    .map(([price, size]) => ({ price, size }))
    .sort((a, b) => (a.price - b.price) * direction);
}

function mirror(levels: readonly VenueLevel[]): readonly VenueLevel[] {
  return levels.map(({ price, size }) => ({ price: MICRO - price, size }));
}

export const WALLETS = ['a1', 'b2', 'c3', 'd4'].map((pair) => `0x${pair.repeat(20)}`) as [
  string,
  string,
  string,
  string,
];

export function hash(at: number): string {
  return `0x${at.toString(16).padStart(64, '0')}`;
}

/** A venue that does what the test tells it, when it tells it. */
export class ScriptedVenue implements Venue {
  readonly markets: ScriptedMarket[];
  readonly leaders: readonly VenueLeader[] = [
    { address: WALLETS[0], name: 'ace', kind: 'directional', skill: 0.9 },
    { address: WALLETS[1], name: 'whale-7', kind: 'directional', skill: 0.5 },
  ];
  readonly #plan: { readonly atMs: number; readonly events: () => readonly VenueEvent[] }[] = [];

  constructor(markets: readonly ScriptedMarket[]) {
    this.markets = [...markets];
    for (const market of markets) {
      market.set(
        { side: 'BUY', price: 480_000, size: 100 * MICRO },
        { side: 'BUY', price: 490_000, size: 50_500_000 },
        { side: 'SELL', price: 510_000, size: 20 * MICRO },
        { side: 'SELL', price: 530_000, size: 75_250_000 },
      );
    }
  }

  /** Plans a step; its events are made when it happens. */
  at(atMs: number, ...events: readonly (() => VenueEvent)[]): void {
    this.#plan.push({ atMs, events: () => events.map((make) => make()) });
    this.#plan.sort((a, b) => a.atMs - b.atMs);
  }

  get nextAtMs(): number {
    return this.#plan[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  step(): readonly VenueHappening[] {
    const planned = this.#plan.shift();
    if (planned === undefined) throw new Error('nothing is planned');
    return planned.events().map((event) => ({ worldAtMs: planned.atMs, event }));
  }
}
