import { createVenue, type VenueOptions } from '../../../src/sim/venue/create-venue.ts';
import type {
  Venue,
  VenueEvent,
  VenueHappening,
  VenueLevelChange,
  VenueMarket,
  VenueRow,
} from '../../../src/sim/venue/venue.ts';

export const STARTS_AT_MS = Date.UTC(2026, 10, 22, 21, 0, 3, 217);
export const MICRO = 1_000_000;
export const LOT = 10_000;
export const HOUR_MS = 3_600_000;

export type TradeEvent = Extract<VenueEvent, { readonly kind: 'trade' }>;

export function venueOf(seed: number | string, options: Partial<VenueOptions> = {}): Venue {
  return createVenue({ seed: String(seed), startsAtMs: STARTS_AT_MS, ...options });
}

/** Each step's happenings until a moment. */
export function* steps(venue: Venue, untilMs: number): Generator<readonly VenueHappening[]> {
  while (venue.nextAtMs < untilMs) yield venue.step();
}

/** What happens until a moment; the world is stepped as far as one reads. */
export function* happenings(venue: Venue, untilMs: number): Generator<VenueHappening> {
  for (const step of steps(venue, untilMs)) yield* step;
}

type EventOf<Kind extends VenueEvent['kind']> = Extract<VenueEvent, { readonly kind: Kind }>;

function isOf<Kind extends VenueEvent['kind']>(
  event: VenueEvent,
  kind: Kind,
): event is EventOf<Kind> {
  return event.kind === kind;
}

/** The events of one kind. */
export function* eventsOf<Kind extends VenueEvent['kind']>(
  venue: Venue,
  untilMs: number,
  kind: Kind,
): Generator<EventOf<Kind>> {
  for (const { event } of happenings(venue, untilMs)) {
    if (isOf(event, kind)) yield event;
  }
}

/** Every row, of trades and of what is no trade. */
export function* rowsOf(venue: Venue, untilMs: number): Generator<VenueRow> {
  for (const { event } of happenings(venue, untilMs)) {
    if (event.kind === 'trade' || event.kind === 'rows') yield* event.rows;
  }
}

/** What leaders took, print by print. */
export function* leaderPrints(
  venue: Venue,
  untilMs: number,
): Generator<{ readonly atMs: number; readonly row: VenueRow }> {
  const named = new Set(venue.leaders.map(({ address }) => address));
  for (const { worldAtMs, event } of happenings(venue, untilMs)) {
    const row = event.kind === 'trade' ? event.rows[0] : undefined;
    if (row !== undefined && named.has(row.wallet)) yield { atMs: worldAtMs, row };
  }
}

export function runUntil(venue: Venue, untilMs: number): void {
  for (const _ of steps(venue, untilMs));
}

/** Everything that can be told of a story, markets by their slug and terms at their listing. */
export function textOf(venue: Venue, untilMs: number): string {
  const lines = venue.markets.map((market) => JSON.stringify([market, market.book(0)]));
  for (const { worldAtMs, event } of happenings(venue, untilMs)) {
    lines.push(`${worldAtMs} ${JSON.stringify(event, brief)}`);
  }
  return lines.join('\n');
}

function brief(key: string, value: unknown): unknown {
  return key === 'market' ? (value as VenueMarket).slug : value;
}

/** The book of outcome 0 as somebody keeps it who only hears level changes. */
export class ShadowBook {
  readonly #levels = new Map<string, number>();

  constructor(market: VenueMarket) {
    const { bids, asks } = market.book(0);
    for (const { price, size } of bids) this.#levels.set(`BUY ${price}`, size);
    for (const { price, size } of asks) this.#levels.set(`SELL ${price}`, size);
  }

  sizeAt({ side, price }: Pick<VenueLevelChange, 'side' | 'price'>): number {
    return this.#levels.get(`${side} ${price}`) ?? 0;
  }

  apply({ side, price, size }: VenueLevelChange): void {
    if (size === 0) this.#levels.delete(`${side} ${price}`);
    else this.#levels.set(`${side} ${price}`, size);
  }

  /** In the order of {@link VenueMarket.book}, for comparison. */
  text(): string {
    return [...this.#levels]
      .map(([level, size]) => `${level} ${size}`)
      .sort()
      .join();
  }
}

export function bookText(market: VenueMarket): string {
  const { bids, asks } = market.book(0);
  const levels = [
    ...bids.map(({ price, size }) => `BUY ${price} ${size}`),
    ...asks.map(({ price, size }) => `SELL ${price} ${size}`),
  ];
  return levels.sort().join();
}

export interface LeaderOrder {
  readonly name: string;
  readonly atMs: number;
  readonly first: VenueRow;
  readonly prints: number;
}

const SAME_ORDER_MS = 3_000;

/** The leaders' taker orders, prints of one order joined. */
export function leaderOrders(venue: Venue, untilMs: number): readonly LeaderOrder[] {
  const orders: LeaderOrder[] = [];
  const last = new Map<string, { atMs: number; readonly index: number }>();
  for (const { atMs, row } of leaderPrints(venue, untilMs)) {
    const before = last.get(row.wallet);
    const order = before && orders[before.index];
    if (order && atMs - before.atMs < SAME_ORDER_MS && isSame(order.first, row)) {
      orders[before.index] = { ...order, prints: order.prints + 1 };
      before.atMs = atMs;
      continue;
    }
    last.set(row.wallet, { atMs, index: orders.length });
    orders.push({ name: row.name, atMs, first: row, prints: 1 });
  }
  return orders;
}

function isSame(a: VenueRow, b: VenueRow): boolean {
  return a.market === b.market && a.outcome === b.outcome && a.side === b.side;
}
