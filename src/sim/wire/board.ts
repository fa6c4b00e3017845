import type { VenueMarket, VenuePastMarket, VenuePrice } from '../venue/venue.ts';
import { MICRO, secondsOf } from './decimal.ts';

export type Outcome = 0 | 1;

/** Trades of one market whose prices are kept for its history. */
const POINTS_MAX = 10_000;
const EVENT_ID_FIRST = 100_001;
const TAG_ID_FIRST = 101;

export interface Tag {
  readonly id: string;
  readonly label: string;
  readonly slug: string;
}

/** Markets of one question, the venue's event. */
export interface EventGroup {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly tags: readonly Tag[];
  readonly markets: BoardMarket[];
}

/** The price of outcome 0 in a trade. */
export interface PricePoint {
  readonly atSeconds: number;
  readonly price: number;
}

/** A market with what the wire has to remember of it. */
export interface BoardMarket {
  readonly market: VenueMarket;
  readonly group: EventGroup;
  readonly listedAtMs: number;
  /** Of its newest engine event, in wall time; strictly increasing. */
  stampMs: number;
  resolvedAtMs: number | null;
  /** Since it was listed, oldest first. */
  readonly points: PricePoint[];
  /** Before that, oldest first; made anew each time, as hardly anybody asks. */
  earlier(): readonly PricePoint[];
}

export interface BoardToken {
  readonly entry: BoardMarket;
  readonly outcome: Outcome;
}

/** All markets listed so far, by every name that the venue's routes use. */
export class Board {
  /** In order of listing. */
  readonly markets: BoardMarket[] = [];
  readonly groups: EventGroup[] = [];
  readonly tags: Tag[] = [];
  readonly #tokens = new Map<string, BoardToken>();
  readonly #conditions = new Map<string, BoardMarket>();
  readonly #ids = new Map<string, BoardMarket>();
  readonly #slugs = new Map<string, BoardMarket>();
  readonly #groups = new Map<string, EventGroup>();
  readonly #tags = new Map<string, Tag>();

  /** Takes a market in, once. */
  list(market: VenueMarket, atMs: number): BoardMarket {
    const known = this.#conditions.get(market.conditionId);
    if (known !== undefined) return known;
    return this.#admit({
      market,
      group: this.#groupOf(market),
      listedAtMs: atMs,
      stampMs: atMs,
      resolvedAtMs: market.status === 'resolved' ? atMs : null,
      points: [],
      // Only what is there when the world begins has a time before it.
      earlier: () => dated(market.earlierPrices?.() ?? [], atMs),
    });
  }

  /** Takes in a market that was over before the world began, at wall time `beginsAtMs`. */
  listPast({ market, listedMs, resolvedMs, prices }: VenuePastMarket, beginsAtMs: number): void {
    const resolvedAtMs = beginsAtMs + resolvedMs;
    let points: PricePoint[] | null = null;
    this.#admit({
      market,
      group: this.#groupOf(market),
      listedAtMs: beginsAtMs + listedMs,
      stampMs: resolvedAtMs,
      resolvedAtMs,
      // Hardly any of them is ever asked for its prices.
      get points() {
        points ??= dated(prices(), beginsAtMs);
        return points;
      },
      earlier: () => [],
    });
  }

  #admit(entry: BoardMarket): BoardMarket {
    const { market, group } = entry;
    group.markets.push(entry);
    this.markets.push(entry);
    this.#conditions.set(market.conditionId, entry);
    this.#ids.set(market.id, entry);
    this.#slugs.set(market.slug, entry);
    this.#tokens.set(market.tokenIds[0], { entry, outcome: 0 });
    this.#tokens.set(market.tokenIds[1], { entry, outcome: 1 });
    return entry;
  }

  byToken(tokenId: string): BoardToken | null {
    return this.#tokens.get(tokenId) ?? null;
  }

  byCondition(conditionId: string): BoardMarket | null {
    return this.#conditions.get(conditionId.toLowerCase()) ?? null;
  }

  byId(id: string): BoardMarket | null {
    return this.#ids.get(id) ?? null;
  }

  bySlug(slug: string): BoardMarket | null {
    return this.#slugs.get(slug) ?? null;
  }

  groupBySlug(slug: string): EventGroup | null {
    return this.#groups.get(slug) ?? null;
  }

  groupById(id: string): EventGroup | null {
    return this.groups.find((group) => group.id === id) ?? null;
  }

  #groupOf({ eventSlug, eventTitle, tags }: VenueMarket): EventGroup {
    const known = this.#groups.get(eventSlug);
    if (known !== undefined) return known;
    const group: EventGroup = {
      id: String(EVENT_ID_FIRST + this.groups.length),
      slug: eventSlug,
      title: eventTitle,
      tags: tags.map((slug) => this.#tagOf(slug)),
      markets: [],
    };
    this.#groups.set(eventSlug, group);
    this.groups.push(group);
    return group;
  }

  #tagOf(slug: string): Tag {
    const known = this.#tags.get(slug);
    if (known !== undefined) return known;
    const label = slug.slice(0, 1).toUpperCase() + slug.slice(1).replaceAll('-', ' ');
    const tag: Tag = { id: String(TAG_ID_FIRST + this.tags.length), label, slug };
    this.#tags.set(slug, tag);
    this.tags.push(tag);
    return tag;
  }
}

function dated(prices: readonly VenuePrice[], beginsAtMs: number): PricePoint[] {
  return prices.map(({ worldAtMs, price }) => ({
    atSeconds: secondsOf(beginsAtMs + worldAtMs),
    price,
  }));
}

/** All that outcome 0 traded at, as far as it is kept, oldest first. */
export function pricesOf(entry: BoardMarket): readonly PricePoint[] {
  const earlier = entry.earlier();
  return earlier.length === 0 ? entry.points : [...earlier, ...entry.points];
}

/** Remembers the price of a trade. */
export function addPoint(entry: BoardMarket, outcome: Outcome, price: number): void {
  const { points } = entry;
  const atSeconds = secondsOf(entry.stampMs);
  points.push({ atSeconds, price: outcome === 0 ? price : MICRO - price });
  if (points.length >= 2 * POINTS_MAX) points.splice(0, POINTS_MAX);
}

/** What a share of a proposed winner still trades at: the proposal may be disputed. */
const NEARLY_ONE = 999_500;

/** What a share is worth now: its payout, nearly what was proposed, the middle of the book, the last trade, or a half. */
export function currentPrice(market: VenueMarket, outcome: Outcome): number {
  if (market.payouts !== null) return Math.round(market.payouts[outcome] * MICRO);
  if (market.proposal !== undefined) return nearly(market.proposal.payouts[outcome]);
  const { bids, asks } = market.book(outcome);
  const bid = bids.at(-1)?.price;
  const ask = asks.at(-1)?.price;
  if (bid !== undefined && ask !== undefined) return (bid + ask) / 2;
  const last = market.lastTradePrice ?? MICRO / 2;
  return outcome === 0 ? last : MICRO - last;
}

function nearly(payout: number): number {
  return Math.round(payout * NEARLY_ONE + (1 - payout) * (MICRO - NEARLY_ONE));
}
