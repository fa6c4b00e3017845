import type { LeaderTrade } from '../../src/engine/domain/change.ts';
import {
  conditionId,
  type TokenId,
  tokenId,
  type WalletAddress,
  walletAddress,
} from '../../src/engine/domain/ids.ts';
import type { LeaderEvent, LeaderEventKind } from '../../src/engine/domain/leader.ts';
import { leaderEventKey } from '../../src/engine/domain/leader.ts';
import type { Market, Resolution } from '../../src/engine/domain/market.ts';
import { SECOND_MS } from '../../src/engine/domain/time.ts';
import { MICRO } from '../../src/engine/domain/values/micro.ts';
import { money, ppm, price, quantity } from '../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../src/engine/domain/venue-rules/polymarket.ts';
import { Chance } from '../../src/sim/chance.ts';
import { createPast, type SeededPast } from '../../src/sim/past/past.ts';
import { chanceOfPick } from '../../src/sim/past/past-habits.ts';
import type { PastTrader } from '../../src/sim/past/past-profiles.ts';
import type { VenueMarket, VenuePast, VenuePastRow } from '../../src/sim/venue/venue.ts';

/** The moment at which the past is over. */
export const WORLD_AT_MS = Date.UTC(2026, 10, 1);

export interface SkillWorldOptions {
  readonly seed: string;
  readonly leaders: number;
  /** Spread evenly over the leaders, with some jitter. */
  readonly skills: readonly [number, number];
  /** Resolved markets of each leader. */
  readonly marketsEach: number;
}

/** Something that a tracker is told, in the order of its time. */
export type Told =
  | { readonly kind: 'market'; readonly atMs: number; readonly market: Market }
  | { readonly kind: 'trade'; readonly atMs: number; readonly trade: LeaderTrade }
  | { readonly kind: 'resolution'; readonly atMs: number; readonly resolution: Resolution };

export interface SkillWorld {
  readonly told: readonly Told[];
  readonly leaders: readonly {
    readonly wallet: WalletAddress;
    readonly skill: number;
    /** Expected (payout − price) per dollar of its very entries, which only the world knows. */
    readonly trueEdge: number;
    /** Dollars of its entries. */
    readonly volume: number;
  }[];
}

/** Markets of which every leader visits some, so that leaders share luck as they do in earnest. */
const MARKETS_SHARED = 0.9;
const DAYS = 120;
const SKILL_JITTER = 0.02;
/**
 * Prices that somebody buys at: long shots, everything, favourites, what is open; and how many markets
 * it looks at for one that it enters.
 */
const TASTES = [
  { prices: [0.1, 0.6], looks: 1.9 },
  { prices: [0.03, 0.97], looks: 1.25 },
  { prices: [0.4, 0.9], looks: 1.65 },
  { prices: [0.25, 0.75], looks: 1.6 },
] as const;
const LOOKS_MAX = Math.max(...TASTES.map(({ looks }) => looks));
/** Neighbours in skill differ in taste, and no taste is better than another. */
const TASTE_STEP = 3;

/** Leaders of known skill in markets with a hidden truth, and all that became of it. */
export function skillWorld(options: SkillWorldOptions): SkillWorld {
  const { seed, marketsEach } = options;
  const chance = new Chance(`skill ${seed}`);
  const traders = tradersOf(options, chance.fork('leaders'));
  const past = createPast({
    chance: chance.fork('past'),
    startsAtMs: WORLD_AT_MS,
    days: DAYS,
    markets: Math.ceil((marketsEach * LOOKS_MAX) / MARKETS_SHARED),
    taken: new Set(),
    traders,
    takers: [],
    makers: [],
  });
  const rowsOf = traders.map(({ leader }) => past.rowsOf(leader.address));
  return {
    told: toldOf(past),
    leaders: traders.map(({ leader: { address, skill } }, at) => ({
      wallet: addressOf(address),
      skill,
      ...entriesOf(rowsOf[at] ?? [], skill, past),
    })),
  };
}

/** All that a tracker could be told of a past that ended at {@link WORLD_AT_MS}. */
export function toldOf(past: VenuePast): readonly Told[] {
  const rows = past.leaders.flatMap(({ address }) => past.rowsOf(address));
  return [...marketsOf(past), ...rows.map(tradeOf)].toSorted((a, b) => a.atMs - b.atMs);
}

function tradersOf(
  { leaders, skills: [least, most], marketsEach }: SkillWorldOptions,
  chance: Chance,
): readonly PastTrader[] {
  return Array.from({ length: leaders }, (_, at) => {
    const jitter = SKILL_JITTER * (2 * chance.next() - 1);
    const skill = least + ((most - least) * at) / Math.max(1, leaders - 1) + jitter;
    const usual = 20 * 10 ** chance.next();
    const taste = TASTES[(at * TASTE_STEP) % TASTES.length] ?? TASTES[0];
    return {
      leader: { address: `0x${chance.hex(40)}`, name: `leader-${at}`, kind: 'directional', skill },
      habit: 'directional',
      dollars: [usual, usual * 15],
      prices: taste.prices,
      markets: Math.ceil(marketsEach * taste.looks),
      entered: marketsEach,
      printsMax: 1,
    };
  });
}

function marketsOf(past: VenuePast): readonly Told[] {
  return past.markets.flatMap(({ market, listedMs, resolvedMs }): readonly Told[] => {
    const listed = marketOf(market);
    const payouts = listed.outcomes.map(({ tokenId: id }, at) => ({
      tokenId: id,
      payout: price((market.payouts?.[at === 0 ? 0 : 1] ?? 0) * MICRO),
    }));
    const resolution = { marketId: listed.id, payouts };
    return [
      { kind: 'market', atMs: WORLD_AT_MS + listedMs, market: listed },
      { kind: 'resolution', atMs: WORLD_AT_MS + resolvedMs, resolution },
    ];
  });
}

/** As the venue's list has it. */
function marketOf(market: VenueMarket): Market {
  const { conditionId: id, tokenIds, feeRate, tags, tick } = market;
  return {
    id: marketIdOf(id),
    venue: 'polymarket',
    version: market.version,
    question: market.question,
    slug: market.slug,
    eventGroupId: market.eventSlug,
    categories: tags,
    outcomes: tokenIds.map((token, at) => ({
      tokenId: tokenOf(token),
      label: market.outcomes[at === 0 ? 0 : 1],
    })),
    negRisk: market.negRisk,
    rules: {
      ...DEFAULT_RULES,
      tick: price(tick),
      fee: { ratePpm: ppm(Math.round(feeRate * MICRO)), exponent: 1 },
    },
    startsAtMs: market.startsAtMs,
    closesAtMs: market.closesAtMs,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    ...{ volume24h: null, dayMove: null, weekMove: null, terms: null },
  };
}

/** As the Data API tells it and the core counts it. */
function tradeOf({ row, worldAtMs }: VenuePastRow): Told {
  const { market, outcome, size, fee } = row;
  const gross = Math.floor((size * row.price) / MICRO);
  const isTrade = row.type === 'TRADE';
  const atMs = Math.floor((WORLD_AT_MS + worldAtMs) / SECOND_MS) * SECOND_MS;
  const event: LeaderEvent = {
    wallet: addressOf(row.wallet),
    kind: kindOf(row.type, row.side),
    marketId: marketIdOf(market.conditionId),
    tokenId: isTrade ? tokenOf(market.tokenIds[outcome]) : null,
    quantity: quantity(size),
    price: isTrade ? price(row.price) : null,
    notional: money(isTrade ? (row.side === 'BUY' ? gross + fee : gross - fee) : size),
    transaction: row.transaction,
    tradedAtMs: atMs,
    feed: 'data-api',
    occurrence: 0,
    title: market.question,
    slug: market.slug,
    eventSlug: market.eventSlug,
  };
  const trade = { key: leaderEventKey(event), ordinal: 0, event, receivedAtMs: atMs };
  return { kind: 'trade', atMs, trade };
}

function kindOf(type: VenuePastRow['row']['type'], side: string): LeaderEventKind {
  if (type === 'TRADE') return side === 'BUY' ? 'buy' : 'sell';
  return type === 'SPLIT' ? 'split' : type === 'MERGE' ? 'merge' : 'redeem';
}

function entriesOf(rows: readonly VenuePastRow[], skill: number, past: SeededPast) {
  const pathOf = new Map(past.markets.map((each) => [each.market.conditionId, each.path]));
  let [volume, gain] = [0, 0];
  for (const { row, worldAtMs } of rows) {
    if (row.side !== 'BUY') continue;
    const first = pathOf.get(row.market.conditionId)?.at(worldAtMs) ?? 0.5;
    const wins = chanceOfPick(skill, row.outcome === 0 ? first : 1 - first);
    const dollars = (row.size / MICRO) * (row.price / MICRO);
    volume += dollars;
    gain += dollars * (wins / (row.price / MICRO) - 1);
  }
  return { trueEdge: gain / volume, volume };
}

function addressOf(text: string): WalletAddress {
  return present(walletAddress(text));
}

function marketIdOf(text: string) {
  return present(conditionId(text));
}

function tokenOf(text: string): TokenId {
  return present(tokenId(text));
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('the world makes ids that can be read');
  return value;
}
