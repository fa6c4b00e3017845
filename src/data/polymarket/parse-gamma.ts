import { tokenId } from '../../engine/domain/ids.ts';
import type { Market, MarketStatus, Outcome, Resolution } from '../../engine/domain/market.ts';
import type { ResolutionStage } from '../../engine/domain/market-event.ts';
import { termsOf } from '../../engine/domain/market-terms.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { type Ppm, type Price, priceFromDecimal } from '../../engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../engine/domain/venue-rules/polymarket.ts';
import type { FrameReader } from '../parsed.ts';
import { stageOf } from './client/parse-resolution.ts';
import { isPositionId } from './parse-position-id.ts';
import { type GammaMarket, gammaMarketSchema } from './schema-gamma.ts';

/** Longest window that counts as short. */
const SHORT_WINDOW_MS = 15 * MINUTE_MS;
/** The slug of a 5- or 15-minute window, such as `btc-updown-5m-1784850900`. */
export const SHORT_SLUG = /-updown-(?:5|15)m-/;
const UP_DOWN_SLUG = /updown|up-or-down/;

/**
 * Gamma (`polymarket.markets`): a market object, or an array of them. A row whose resolution is under
 * way says so each time it is read; who polls leaves out what was told.
 */
export function parseGammaMarkets(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null = null,
): void {
  for (const row of reader.rows(frame) ?? []) {
    const raw = reader.read(gammaMarketSchema, row);
    if (raw !== null) addMarket(raw, reader, receivedAtMs);
  }
}

function addMarket(raw: GammaMarket, reader: FrameReader, receivedAtMs: AtMs | null): void {
  const outcomes = outcomesOf(raw, reader);
  if (outcomes === null) return;
  const resolution = resolutionOf(raw, outcomes);
  const status = resolution !== null ? 'resolved' : raw.closed === true ? 'closed' : 'open';
  const market = marketOf(raw, outcomes, status);
  const { description } = raw;
  const rules = typeof description === 'string' ? { rulesText: description } : {};
  reader.events.push({ kind: 'marketListed', market, ...rules });
  const stage = resolution === null ? gammaStage(raw) : null;
  if (stage !== null) {
    const venueAtMs = raw.updatedAt ?? receivedAtMs ?? market.closesAtMs ?? 0;
    reader.events.push({ kind: 'resolutionMoved', marketId: market.id, stage, venueAtMs });
  }
  if (resolution === null) return;
  const venueAtMs = raw.closedTime ?? market.closesAtMs ?? market.startsAtMs ?? 0;
  reader.events.push({ kind: 'marketResolved', resolution, venueAtMs });
}

/** Tokens by the market's version; `positionIds` alone say nothing, v1 markets carry them too. */
function outcomesOf(raw: GammaMarket, reader: FrameReader): readonly Outcome[] | null {
  const field = raw.version === 'v2' ? 'positionIds' : 'clobTokenIds';
  const ids = raw[field] ?? [];
  if (ids.length < 2 || ids.length !== raw.outcomes.length || new Set(ids).size !== ids.length) {
    return reader.refuse(field, 'one id per outcome');
  }
  const outcomes: Outcome[] = [];
  for (const [at, text] of ids.entries()) {
    const id = tokenId(text);
    if (id === null || isPositionId(id) !== (raw.version === 'v2')) {
      return reader.refuse(field, `ids of a ${raw.version ?? 'v1'} market`);
    }
    outcomes.push({ tokenId: id, label: raw.outcomes[at] ?? '' });
  }
  return outcomes;
}

function marketOf(raw: GammaMarket, outcomes: readonly Outcome[], status: MarketStatus): Market {
  const slug = raw.slug ?? '';
  const event = raw.events?.[0];
  const categories = categoriesOf([...(raw.tags ?? []), ...(event?.tags ?? [])]);
  const startsAtMs = raw.eventStartTime ?? raw.gameStartTime ?? raw.startDate ?? null;
  const closesAtMs = raw.endDate ?? null;
  const groups = [event?.slug, raw.negRiskMarketID, raw.eventSlug, slug];
  return {
    id: raw.conditionId,
    venue: 'polymarket',
    version: raw.version ?? 'v1',
    question: raw.question,
    slug,
    eventGroupId: groups.find((group) => group) ?? raw.conditionId,
    categories,
    outcomes,
    negRisk: raw.negRisk === true,
    rules: {
      tick: raw.orderPriceMinTickSize ?? DEFAULT_RULES.tick,
      minQuantity: raw.orderMinSize ?? DEFAULT_RULES.minQuantity,
      minMarketableBuy: DEFAULT_RULES.minMarketableBuy,
      fee: feeOf(raw),
      takerDelayMs: raw.secondsDelay ? raw.secondsDelay * SECOND_MS : DEFAULT_RULES.takerDelayMs,
    },
    startsAtMs,
    closesAtMs,
    shortCrypto: SHORT_SLUG.test(slug) || isShortWindow(raw, categories),
    acceptingOrders:
      status === 'open' && raw.acceptingOrders === true && raw.enableOrderBook !== false,
    status,
    ...factsOf(raw),
  };
}

function factsOf(raw: GammaMarket): Pick<Market, 'volume24h' | 'dayMove' | 'weekMove' | 'terms'> {
  return {
    volume24h: raw.volume24hr ?? null,
    dayMove: raw.oneDayPriceChange ?? null,
    weekMove: raw.oneWeekPriceChange ?? null,
    terms: termsOf({ source: raw.resolutionSource ?? null, text: raw.description ?? null }),
  };
}

/** Lower-case tag slugs, each once. */
export function categoriesOf(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase()).filter((tag) => tag !== ''))];
}

/** What a taker pays; where the market does not say, the most expensive category, against us. */
export function feeOf(
  raw: Pick<GammaMarket, 'feesEnabled' | 'feeSchedule'>,
): Market['rules']['fee'] {
  if (raw.feesEnabled === false) return { ratePpm: 0 as Ppm, exponent: 1 };
  return raw.feeSchedule ?? DEFAULT_RULES.fee;
}

function isShortWindow(raw: GammaMarket, categories: readonly string[]): boolean {
  if (!categories.includes('crypto') || !UP_DOWN_SLUG.test(raw.slug ?? '')) return false;
  const { eventStartTime: startsAtMs, endDate: closesAtMs } = raw;
  return !!startsAtMs && !!closesAtMs && closesAtMs - startsAtMs <= SHORT_WINDOW_MS;
}

/**
 * How far the resolution is by what the oracle of the first protocol said last. The second protocol's
 * own words (`inactive`, `active`) tell of no proposal.
 */
function gammaStage(raw: GammaMarket): ResolutionStage | null {
  return raw.version === 'v2' ? null : stageOf(raw.umaResolutionStatus);
}

/**
 * Final payouts: the market is closed, its own protocol says that it is resolved, and its prices are
 * a winner's one and zeros, or halves. A proposal stands at nearly one, a market nobody traded at
 * halves, an old one at zeros: none of them decides anything, and neither do prices alone.
 */
function resolutionOf(raw: GammaMarket, outcomes: readonly Outcome[]): Resolution | null {
  const prices = (raw.outcomePrices ?? []).map(priceFromDecimal);
  const status = raw.version === 'v2' ? raw.resolutionStatus : raw.umaResolutionStatus;
  if (raw.closed !== true || status !== 'resolved' || prices.length !== outcomes.length) {
    return null;
  }
  const winner =
    prices.filter((price) => price === MICRO).length === 1 &&
    prices.filter((price) => price === 0).length === prices.length - 1;
  const voided = prices.length === 2 && prices.every((price) => price === MICRO / 2);
  if (!winner && !voided) return null;
  const payouts = outcomes.map(({ tokenId: id }, at) => ({
    tokenId: id,
    payout: (prices[at] ?? 0) as Price,
  }));
  return { marketId: raw.conditionId, payouts };
}
