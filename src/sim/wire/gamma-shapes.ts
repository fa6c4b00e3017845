import { createHash } from 'node:crypto';
import type { VenueMarket } from '../venue/venue.ts';
import {
  type BoardMarket,
  currentPrice,
  type EventGroup,
  type PricePoint,
  pricesOf as pastPricesOf,
} from './board.ts';
import { bestOf } from './book-frames.ts';
import { decimal, double, MICRO, secondsOf } from './decimal.ts';
import type { WorldTime } from './world-time.ts';

/** Share of the fee that makers get back, by tag. */
const REBATES: Readonly<Record<string, number>> = { crypto: 0.2, sports: 0.15 };
const REBATE_DEFAULT = 0.25;

/** Every third market of the first protocol carries position ids that the CLOB has no book for. */
const DECOY_EVERY = 3;

/** When the venue is asked. */
export interface GammaMoment {
  readonly time: WorldTime;
  /** Wall time. */
  readonly nowMs: number;
}

/** A market as `/markets` shows it: its event is named, the event's tags are not. */
export function gammaMarket(entry: BoardMarket, at: GammaMoment): object {
  const { group } = entry;
  const event = { id: group.id, ticker: group.slug, slug: group.slug, title: group.title };
  return { ...bareMarket(entry, at), events: [{ ...event, negRisk: isNegRisk(group) }] };
}

/** An event with its tags and, unless they are not wanted, its markets. */
export function gammaEvent(group: EventGroup, at: GammaMoment, withMarkets = true): object {
  const { time } = at;
  const { id, slug, title, tags, markets } = group;
  const closesAtMs = Math.max(...markets.map(({ market }) => market.closesAtMs));
  const listedAtMs = Math.min(...markets.map(({ market }) => market.startsAtMs));
  return {
    id,
    ticker: slug,
    slug,
    title,
    description: markets[0]?.market.description ?? '',
    startDate: iso(time.wallMs(listedAtMs)),
    endDate: iso(time.wallMs(closesAtMs)),
    active: true,
    closed: isClosed(group),
    archived: false,
    restricted: true,
    negRisk: isNegRisk(group),
    ...(isNegRisk(group) ? { negRiskMarketID: groupHash(slug) } : {}),
    enableOrderBook: true,
    volume24hr: markets.reduce((sum, { market }) => sum + market.volume24h, 0),
    tags,
    ...(withMarkets ? { markets: markets.map((entry) => bareMarket(entry, at)) } : {}),
  };
}

/** Events are over when all of their markets are. */
export function isClosed({ markets }: EventGroup): boolean {
  return markets.every(({ market }) => market.status === 'resolved');
}

function isNegRisk({ markets }: EventGroup): boolean {
  return markets.some(({ market }) => market.negRisk);
}

function bareMarket(entry: BoardMarket, { time, nowMs }: GammaMoment): object {
  const { market } = entry;
  const { bid, ask } = bestOf(market.book(0));
  const isOver = market.status === 'resolved';
  return {
    id: market.id,
    question: market.question,
    conditionId: market.conditionId,
    version: market.version,
    slug: market.slug,
    description: market.description,
    resolutionSource: market.resolutionSource ?? '',
    marketMakerAddress: '',
    startDate: iso(time.wallMs(market.startsAtMs)),
    endDate: iso(time.wallMs(market.closesAtMs)),
    updatedAt: new Date(entry.stampMs).toISOString(),
    ...(entry.resolvedAtMs === null ? {} : { closedTime: closedTime(entry.resolvedAtMs) }),
    outcomes: JSON.stringify(market.outcomes),
    outcomePrices: JSON.stringify(pricesOf(market)),
    ...idsOf(entry),
    active: true,
    closed: isOver,
    archived: false,
    restricted: true,
    acceptingOrders: market.status === 'open',
    enableOrderBook: true,
    negRisk: market.negRisk,
    ...(market.negRisk ? { negRiskMarketID: groupHash(market.eventSlug) } : {}),
    orderPriceMinTickSize: double(market.tick),
    orderMinSize: Number(market.minOrderSize),
    ...feesOf(market),
    ...resolutionOf(market),
    bestBid: double(bid),
    bestAsk: double(ask),
    spread: double(ask - bid),
    lastTradePrice: market.lastTradePrice === null ? 0 : double(market.lastTradePrice),
    ...changesOf(entry, nowMs),
    volume24hr: market.volume24h,
    volume: String(market.volume24h),
    volumeNum: market.volume24h,
    groupItemTitle: '',
  };
}

/** Seconds that a change of price is told over. */
const CHANGES: readonly (readonly [name: string, seconds: number])[] = [
  ['oneHourPriceChange', 3_600],
  ['oneDayPriceChange', 86_400],
  ['oneWeekPriceChange', 7 * 86_400],
];

/** The price now against that of then; one that did not change, or did not exist, is left out. */
function changesOf(entry: BoardMarket, nowMs: number): object {
  const { market, resolvedAtMs } = entry;
  const prices = pastPricesOf(entry);
  const price = currentPrice(market, 0);
  const untilSeconds = secondsOf(resolvedAtMs ?? nowMs);
  const changes = CHANGES.flatMap(([name, seconds]) => {
    const before = lastUntil(prices, untilSeconds - seconds);
    return before === null || before === price ? [] : [[name, double(price - before)]];
  });
  return Object.fromEntries(changes);
}

/** The price that stood at a moment; `null` before the first. */
function lastUntil(prices: readonly PricePoint[], atSeconds: number): number | null {
  let [low, high] = [0, prices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle]?.atSeconds ?? 0) <= atSeconds) low = middle + 1;
    else high = middle;
  }
  return prices[low - 1]?.price ?? null;
}

/** Texts of a list inside JSON; position ids are a real list. */
function idsOf({ market }: BoardMarket): object {
  if (market.version === 'v2') return { positionIds: market.tokenIds };
  const clobTokenIds = JSON.stringify(market.tokenIds);
  if (Number(market.id) % DECOY_EVERY !== 0) return { clobTokenIds };
  return { clobTokenIds, positionIds: decoysOf(market) };
}

/** Ids in the shape of the second protocol: type byte, hash, eight zero bytes, index, outcome. */
function decoysOf({ conditionId }: VenueMarket): readonly string[] {
  const digits = conditionId.slice(2);
  const head = `01${digits.slice(0, 36)}${'0'.repeat(16)}${digits.slice(-8)}`;
  return ['00', '01'].map((outcome) => BigInt(`0x${head}${outcome}`).toString());
}

function feesOf({ feeRate, tags }: VenueMarket): object {
  if (feeRate === 0) return { feesEnabled: false };
  const tag = tags.find((each) => each in REBATES);
  const rebateRate = (tag === undefined ? undefined : REBATES[tag]) ?? REBATE_DEFAULT;
  return {
    feesEnabled: true,
    feeSchedule: { rate: feeRate, exponent: 1, takerOnly: true, rebateRate },
    feeType: `${tag ?? 'general'}_fees_v2`,
    takerBaseFee: 1_000,
    makerBaseFee: 1_000,
  };
}

/**
 * The first protocol tells of the oracle's words, nothing before the first of them, and which there
 * were; the second of its own state, which says nothing of proposals.
 */
function resolutionOf({ version, status, proposal }: VenueMarket): object {
  if (version === 'v2') {
    const states = { open: 'inactive', closed: 'active', resolved: 'resolved' } as const;
    return { resolutionStatus: states[status] };
  }
  const word = status === 'resolved' ? 'resolved' : proposal?.stage;
  return {
    ...(word === undefined ? {} : { umaResolutionStatus: word }),
    umaResolutionStatuses: JSON.stringify(proposal?.history ?? []),
  };
}

function pricesOf(market: VenueMarket): readonly [string, string] {
  const first = currentPrice(market, 0);
  return [decimal(first), decimal(MICRO - first)];
}

function groupHash(slug: string): string {
  return `0x${createHash('sha256').update(slug).digest('hex').slice(0, 62)}00`;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** With a blank and the hours of the zone, as in `2026-07-24 00:00:16+00`. */
function closedTime(atMs: number): string {
  return `${iso(atMs).replace('T', ' ').replace('Z', '')}+00`;
}
