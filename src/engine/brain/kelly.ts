import type { Market } from '../domain/market.ts';
import { MICRO } from '../domain/values/micro.ts';
import { type Price, price, quantity } from '../domain/values/money.ts';
import { marketTakerFee } from '../domain/venue-rules/taker-fee.ts';
import { PROVEN_MARKETS_MIN } from '../domain/wallet-score.ts';
import type { EntryContext } from './entry-context.ts';
import { entryLimit } from './entry-limit.ts';
import type { GateLog } from './gates.ts';

/** Whatever a score says, no side is taken for certain. */
const FAIR_MAX = (0.99 * MICRO) as Price;

/** What the edge of a leader says of one share. */
export interface KellyBet {
  /** What it is worth, and what it costs at most with its fee; dollars a share. */
  readonly fair: Price;
  readonly cost: Price;
  /** Of all money, 0..1; 0 where it is not worth its cost. */
  readonly fraction: number;
}

/**
 * The Kelly criterion for a share that pays one dollar or nothing (Kelly 1956; Thorp 2006, section
 * 2): of one's money (p − c) ÷ (1 − c), where c is what the share costs with its fee and p how often
 * it pays. p is what the leader paid × (1 + edge), with the edge of its score: shrunk towards
 * nothing, of the market's category where it is known of that. `null` while too few markets ended
 * for the leader to know of any edge.
 */
export function kellyBet(context: EntryContext): KellyBet | null {
  const { signal, market } = context;
  if (signal.kind !== 'copy' || market === null) return null;
  const edge = edgeIn(context, market);
  if (edge === null) return null;
  const limit = entryLimit(context, market);
  const fee = marketTakerFee(market, { price: limit, quantity: quantity(MICRO) });
  const cost = price(Math.min(limit + fee, MICRO));
  const fair = price(Math.min(FAIR_MAX, Math.max(0, Math.floor(signal.leaderPrice * (1 + edge)))));
  const gain = MICRO - cost;
  const fraction = gain <= 0 || fair <= cost ? 0 : (fair - cost) / gain;
  return { fair, cost, fraction };
}

/** Its edge per dollar in markets like this one; `null` when nothing is known of it. */
function edgeIn({ score }: EntryContext, market: Market): number | null {
  const { edge, ended } = score ?? {};
  if (edge === undefined || (ended ?? 0) < PROVEN_MARKETS_MIN) return null;
  const [category] = market.categories;
  const own = score?.edgeByCategory?.find((one) => one.category === category);
  return (own?.edge ?? edge).value;
}

/** Whether a share is worth its cost by what is known of the leader. */
export function checkEdge(log: GateLog, context: EntryContext): void {
  const bet = kellyBet(context);
  if (bet === null) return;
  log.entry('noEdge', bet.fraction > 0, { actual: bet.fair, limit: bet.cost, unit: 'price' });
}
