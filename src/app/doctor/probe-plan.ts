import type { PolymarketClient } from '../../data/polymarket/client/client.ts';
import type { Market, Outcome } from '../../engine/domain/market.ts';
import { HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';
import {
  cost,
  type Money,
  type Price,
  type Quantity,
  shares,
} from '../../engine/domain/values/money.ts';

/** One order that will rest far below the market, to be shown before it is sent. */
export interface ProbePlan {
  readonly market: Market;
  readonly outcome: Outcome;
  readonly price: Price;
  readonly quantity: Quantity;
  /** What it binds while it rests, in micro-dollars. */
  readonly cost: Money;
  /** The best bid at that moment. */
  readonly bid: Price;
}

/** The venue's usual minimum; some markets ask for more. */
const SHARES_MIN = shares(5);
/** An order at the lowest tick, this many ticks below the best bid, meets nobody. */
const TICKS_BELOW_MIN = 5;
/** A market that closes sooner may close under the order. */
const OPEN_MS_MIN = HOUR_MS;
/** Markets whose books are looked at, the busiest first. */
const TRIED_MAX = 10;
const PAGES_MAX = 3;
const ANSWER_MS_MAX = 10 * SECOND_MS;

/**
 * A market where an order at the lowest tick rests far below the best bid, so that it can neither
 * cross nor be met soon. `null` when none of the busiest is such. Sends nothing.
 * @throws VenueError
 */
export async function planProbeOrder(
  client: PolymarketClient,
  nowMs: number,
): Promise<ProbePlan | null> {
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  const read = await client.gamma.markets({ closed: false, pagesMax: PAGES_MAX, signal });
  const rows = read.complete ? read.rows : read.readSoFar;
  if (!read.complete && rows.length === 0) throw read.error;
  const busiest = rows
    .map(({ market }) => market)
    .filter((market) => isSuitable(market, nowMs))
    .sort((one, other) => (other.volume24h ?? 0) - (one.volume24h ?? 0));
  for (const market of busiest.slice(0, TRIED_MAX)) {
    const plan = await planIn(client, market);
    if (plan !== null) return plan;
  }
  return null;
}

function isSuitable({ status, acceptingOrders, shortCrypto, closesAtMs }: Market, nowMs: number) {
  const isLasting = closesAtMs === null || closesAtMs > nowMs + OPEN_MS_MIN;
  return status === 'open' && acceptingOrders && !shortCrypto && isLasting;
}

async function planIn(client: PolymarketClient, listed: Market): Promise<ProbePlan | null> {
  const signal = AbortSignal.timeout(ANSWER_MS_MAX);
  const told = await client.clob.market(listed.id, { signal });
  if (told === null || !told.acceptingOrders) return null;
  const market: Market = { ...listed, rules: { ...listed.rules, ...told.rules } };
  const { tick, minQuantity } = market.rules;
  for (const outcome of market.outcomes) {
    const book = await client.clob.book(outcome.tokenId, { signal });
    // Best last.
    const bid = book?.bids.at(-1)?.price;
    if (bid === undefined || bid < tick * (TICKS_BELOW_MIN + 1)) continue;
    const quantity = Math.max(SHARES_MIN, minQuantity) as Quantity;
    return { market, outcome, price: tick, quantity, cost: cost(tick, quantity, 'ceil'), bid };
  }
  return null;
}
