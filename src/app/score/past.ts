import type { LeaderTrade } from '../../engine/domain/change.ts';
import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../engine/domain/leader.ts';
import type { Resolution } from '../../engine/domain/market.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { money, type Price, price } from '../../engine/domain/values/money.ts';
import type { History, PastEvent } from './history.ts';
import type { Winner } from './history-row.ts';

const WHOLE_PRICE: Price = price(MICRO);

/** Something that happened, for a tracker. */
export type Happening =
  | { readonly kind: 'trade'; readonly atMs: AtMs; readonly trade: LeaderTrade }
  | { readonly kind: 'resolution'; readonly atMs: AtMs; readonly resolution: Resolution };

/** A history in the order of its times; the order of its lines makes no difference. */
export function pastOf({ events, winners }: History): readonly Happening[] {
  const trades = new SetRows(winners).told([...events].sort(byTime));
  const resolutions = [...winners.values()].sort(
    (a, b) => a.atMs - b.atMs || (a.marketId < b.marketId ? -1 : 1),
  );
  const past: Happening[] = [];
  let next = 0;
  for (const trade of trades) {
    const atMs = trade.event.tradedAtMs;
    for (; (resolutions[next]?.atMs ?? atMs) < atMs; next += 1) add(past, resolutions[next]);
    past.push({ kind: 'trade', atMs, trade });
  }
  for (; next < resolutions.length; next += 1) add(past, resolutions[next]);
  return past;
}

function add(past: Happening[], winner: Winner | undefined): void {
  if (winner === undefined) return;
  const { marketId, tokenId, atMs } = winner;
  const resolution = { marketId, payouts: [{ tokenId, payout: WHOLE_PRICE }] };
  past.push({ kind: 'resolution', atMs, resolution });
}

/** Whole seconds hold many rows: sets come first, because shares of a new one are sold at once. */
function byTime(a: PastEvent, b: PastEvent): number {
  return (
    a.event.tradedAtMs - b.event.tradedAtMs ||
    rankOf(a.event) - rankOf(b.event) ||
    compareText(leaderEventKey(a.event), leaderEventKey(b.event)) ||
    (a.event.occurrence ?? 0) - (b.event.occurrence ?? 0)
  );
}

function rankOf({ tokenId }: LeaderEvent): number {
  return tokenId === null ? 0 : 1;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Shares of one market: sets that were made, and by token what was bought less what was sold. */
interface Held {
  sets: number;
  readonly shares: Map<TokenId, number>;
}

/**
 * Tells what rows are that only say "redeemed or merged". After the resolution shares were paid
 * out. Before it sets were taken apart; but for one at half a dollar a share of which the wallet
 * had not enough: it made them.
 */
class SetRows {
  readonly #winners: ReadonlyMap<MarketId, Winner>;
  readonly #held = new Map<string, Held>();

  constructor(winners: ReadonlyMap<MarketId, Winner>) {
    this.#winners = winners;
  }

  told(events: readonly PastEvent[]): readonly LeaderTrade[] {
    const isAnyUntold = events.some(({ sets }) => sets !== null);
    return events.map((past) => {
      const event = past.sets === null ? past.event : this.#tell(past);
      if (isAnyUntold) this.#follow(event);
      const ordinal = event.occurrence ?? 0;
      return { key: leaderEventKey(event), ordinal, event, receivedAtMs: event.tradedAtMs };
    });
  }

  #tell({ event, sets }: PastEvent): LeaderEvent {
    const winner = this.#winners.get(event.marketId);
    if (winner !== undefined && event.tradedAtMs >= winner.atMs)
      return { ...event, kind: 'redeem' };
    const isMade = sets?.isHalfPriced === true && setsIn(this.#of(event)) < event.quantity;
    // A set is a dollar, both ways.
    return { ...event, kind: isMade ? 'split' : 'merge', notional: money(event.quantity) };
  }

  #follow(event: LeaderEvent): void {
    const held = this.#of(event);
    if (event.kind === 'split') held.sets += event.quantity;
    else if (event.kind === 'merge') held.sets -= event.quantity;
    else if (event.tokenId !== null) {
      const change = event.kind === 'buy' ? event.quantity : -event.quantity;
      held.shares.set(event.tokenId, (held.shares.get(event.tokenId) ?? 0) + change);
    }
  }

  #of({ wallet, marketId }: LeaderEvent): Held {
    const key = `${wallet}|${marketId}`;
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const held: Held = { sets: 0, shares: new Map() };
    this.#held.set(key, held);
    return held;
  }
}

/** Sets that are whole: made ones, and what was bought of both outcomes less what was sold. */
function setsIn({ sets, shares }: Held): number {
  const sides = [...shares.values()];
  return sets + Math.min(...sides, sides.length < 2 ? 0 : Number.POSITIVE_INFINITY);
}
