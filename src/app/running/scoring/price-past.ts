import { VenueError } from '../../../data/http/venue-error.ts';
import type { PolymarketClient } from '../../../data/polymarket/client/client.ts';
import type { PricePoint } from '../../../data/polymarket/client/clob.ts';
import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { TokenId } from '../../../engine/domain/ids.ts';
import { type AtMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Print } from '../../../engine/intelligence/scoring/record.ts';

/** Tokens whose past prices are read for one wallet, those that it bought last. */
export const PRICED_TOKENS_MAX = 40;
/** When after a buy its price is looked at, but for the resolution. */
const LOOKS_MS = [MINUTE_MS, HOUR_MS, DAY_MS] as const;
/** A price may be a little late for the last look. */
const AFTER_BUY_MS = DAY_MS + HOUR_MS;
/** Buys of one token that are further apart than this are not priced, but for the newest. */
const BUYS_MS_MAX = DAY_MS;
const FIDELITY_MINUTES = 1;
/** An answer that will not be another one: the token has no prices that can be read. */
const FINAL_ERRORS: ReadonlySet<string> = new Set(['rejected', 'malformed']);

type Clob = Pick<PolymarketClient['clob'], 'priceHistory'>;

/**
 * What the tokens that a wallet bought last cost a minute, an hour and a day after each buy: it tells
 * how they were timed, where no print of that time was kept. @throws VenueError
 */
export async function readPrices(
  clob: Clob,
  trades: readonly LeaderTrade[],
  signal: AbortSignal,
): Promise<readonly Print[]> {
  const prints: Print[] = [];
  for (const [tokenId, buysAtMs] of newestBuys(trades)) {
    const points = await pointsOf(clob, { tokenId, buysAtMs }, signal);
    for (const { atMs, price } of lookedAt(points, buysAtMs)) prints.push({ tokenId, price, atMs });
  }
  return prints;
}

/** Times of the buys of each token, the newest first. */
function newestBuys(trades: readonly LeaderTrade[]): ReadonlyMap<TokenId, readonly AtMs[]> {
  const buys = new Map<TokenId, AtMs[]>();
  for (const { event } of trades.toReversed()) {
    const { kind, tokenId, tradedAtMs } = event;
    if (kind !== 'buy' || tokenId === null) continue;
    const known = buys.get(tokenId);
    if (known === undefined) {
      if (buys.size < PRICED_TOKENS_MAX) buys.set(tokenId, [tradedAtMs]);
    } else if ((known[0] ?? 0) - tradedAtMs <= BUYS_MS_MAX) known.push(tradedAtMs);
  }
  return buys;
}

async function pointsOf(
  clob: Clob,
  { tokenId, buysAtMs }: { readonly tokenId: TokenId; readonly buysAtMs: readonly AtMs[] },
  signal: AbortSignal,
): Promise<readonly PricePoint[]> {
  const startAtMs = buysAtMs.at(-1) ?? 0;
  const endAtMs = (buysAtMs[0] ?? 0) + AFTER_BUY_MS;
  const over = { startAtMs, endAtMs, fidelityMinutes: FIDELITY_MINUTES };
  try {
    return await clob.priceHistory(tokenId, over, { signal });
  } catch (error) {
    if (error instanceof VenueError && FINAL_ERRORS.has(error.kind)) return [];
    throw error;
  }
}

/** The first point at or after each look, each once; points come oldest first. */
function lookedAt(
  points: readonly PricePoint[],
  buysAtMs: readonly AtMs[],
): ReadonlySet<PricePoint> {
  const wanted = new Set<PricePoint>();
  for (const atMs of buysAtMs) {
    for (const lookMs of LOOKS_MS) {
      const point = points[firstFrom(points, atMs + lookMs)];
      if (point !== undefined) wanted.add(point);
    }
  }
  return wanted;
}

/** The place of the first point at or after `atMs`. */
function firstFrom(points: readonly PricePoint[], atMs: AtMs): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.atMs ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
