import type { Reports } from '../../engine/contract/reports.ts';
import type { CopyTrip, TripLeg } from '../../engine/domain/copy-result.ts';
import { type CopyTold, CopyTrips } from '../../engine/domain/copy-trips.ts';
import type { Decision, Gate } from '../../engine/domain/decision.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type {
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../engine/domain/ids.ts';
import type { Realisation } from '../../engine/domain/realisation.ts';
import type { CopySignal, ExitSignal } from '../../engine/domain/signal.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import { type Money, price, quantity, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { inKeyOrder } from './key-order.ts';
import { QUERY_ROWS_MAX } from './limits.ts';

export type TripScope = Parameters<Reports['copyTrips']>[0];

/** A fill lies behind its leader's trade, but for what two clocks differ. */
export const CLOCKS_DIFFER_MS_MAX = MINUTE_MS;
/** The first fill of each copy that was asked for, out of fills in their order. */
export class FirstFills<Row extends Fill> {
  readonly #firsts = new Map<string, Row>();
  readonly #sinceMs: AtMs;

  constructor({ sinceMs }: TripScope) {
    this.#sinceMs = sinceMs;
  }

  get rows(): readonly Row[] {
    return [...this.#firsts.values()];
  }

  get isFull(): boolean {
    return this.#firsts.size === QUERY_ROWS_MAX;
  }

  /** Takes what begins a copy whose leader traded in time. */
  add(fill: Row, signals: ReadonlyMap<SignalId, CopySignal>): void {
    const signal = signals.get(fill.signalId);
    if (this.isFull || !isCopyFill(fill) || fill.side !== 'buy') return;
    if (signal === undefined || signal.tradedAtMs < this.#sinceMs) return;
    if (!this.#firsts.has(tripKey(fill))) this.#firsts.set(tripKey(fill), fill);
  }
}

/** All that trips are put together from, whichever store it comes from. */
export interface TripFacts {
  /** Copies that were asked for, by {@link tripKey}. */
  readonly wanted: ReadonlySet<string>;
  readonly signals: ReadonlyMap<SignalId, CopySignal>;
  /** By {@link tripKey}. */
  readonly decisions: ReadonlyMap<string, Pick<Decision, 'gates' | 'spend'>>;
  /** All fills of the positions that the copies are in, in the order in which they were booked. */
  readonly fills: readonly Fill[];
  /** What of those positions was merged with other sides into dollars, in its order. */
  readonly merges: readonly Realisation[];
  /** How the leaders left those tokens, in any order. */
  readonly leaderExits: readonly ExitSignal[];
  readonly resolutions: Awaited<ReturnType<Reports['resolutionsOf']>>;
}

export function tripKey(of: { readonly signalId: SignalId; readonly ledger: LedgerId }): string {
  return `${of.signalId}|${of.ledger}`;
}

/** Whether a fill can begin a copy at all: a reversed one never happened. */
export function isCopyFill(fill: Fill): fill is Fill & { readonly wallet: WalletAddress } {
  return fill.wallet !== null && fill.settlement !== 'failed';
}

/** The copies that were asked for, in the order of their first fills. */
export function tripsFrom(facts: TripFacts): readonly CopyTrip[] {
  const trips = new CopyTrips();
  const merges = [...facts.merges];
  const mergedUntil = (atMs: AtMs): void => {
    for (let [next] = merges; next !== undefined && next.atMs <= atMs; [next] = merges) {
      merges.shift();
      takeMerged(trips, next);
    }
  };
  for (const fill of facts.fills) {
    if (!isCopyFill(fill)) continue;
    mergedUntil(fill.atMs - 1);
    if (fill.side === 'buy') trips.bought(fill, legOf(fill), toldOf(fill, facts));
    else trips.sold(fill, legOf(fill));
  }
  mergedUntil(Number.POSITIVE_INFINITY);
  for (const exit of inLeavingOrder(facts.leaderExits)) {
    const { wallet, tokenId, fraction, leaderPrice, tradedAtMs } = exit;
    // What a merge or a conversion brought a share is not told: the leader is taken to hold on.
    if (wallet === null || leaderPrice === null) continue;
    trips.leaderLeft({ wallet, tokenId }, { fraction, price: leaderPrice, atMs: tradedAtMs });
  }
  for (const { resolution, atMs } of facts.resolutions) trips.paid(resolution, atMs);
  return trips.trips();
}

/** A copy leaves by a merge as by a sale: for its part of the dollar. */
function takeMerged(trips: CopyTrips, merged: Realisation): void {
  const { ledger, wallet, tokenId, change, cash, atMs } = merged;
  if (wallet === null) return;
  const leg = { quantity: quantity(-change), dollars: cash, fees: ZERO_MONEY, atMs };
  trips.sold({ ledger, wallet, tokenId }, leg);
}

function legOf({ quantity: bought, notional, fee, atMs }: Fill): TripLeg {
  return { quantity: bought, dollars: notional, fees: fee, atMs };
}

function toldOf(
  fill: Fill & { readonly wallet: WalletAddress },
  facts: TripFacts,
): CopyTold | null {
  const key = tripKey(fill);
  const signal = facts.wanted.has(key) ? facts.signals.get(fill.signalId) : undefined;
  if (signal === undefined) return null;
  const decision = facts.decisions.get(key);
  const moved = actualOf(decision, 'priceMoved');
  return {
    signalId: fill.signalId,
    ledger: fill.ledger,
    wallet: fill.wallet,
    marketId: fill.marketId,
    tokenId: fill.tokenId,
    leaderPrice: signal.leaderPrice,
    leaderQuantity: signal.leaderQuantity,
    tradedAtMs: signal.tradedAtMs,
    askWhenJudged: moved === null ? null : price(signal.leaderPrice + moved),
    // The first cap is met with all that was wanted.
    wanted: actualOf(decision, 'orderCap') as Money | null,
    budget: decision?.spend ?? null,
  };
}

function actualOf(decision: Pick<Decision, 'gates'> | undefined, gate: Gate): number | null {
  return decision?.gates.find((one) => one.gate === gate)?.actual ?? null;
}

/** The same in every store. */
function inLeavingOrder(exits: readonly ExitSignal[]): readonly ExitSignal[] {
  return inKeyOrder(exits, ({ id }) => id).sort(
    (a, b) => a.tradedAtMs - b.tradedAtMs || a.receivedAtMs - b.receivedAtMs,
  );
}

/** A wallet that was copied, its tokens, and since when it may have left them. */
export interface CopiedLeader {
  readonly wallet: WalletAddress;
  readonly tokens: ReadonlySet<TokenId>;
  readonly sinceMs: AtMs;
}

/** Leaders of copies, each once, in whatever ledgers they were copied. */
export function leadersOf(
  firsts: Iterable<Fill>,
  signals: ReadonlyMap<SignalId, CopySignal>,
): readonly CopiedLeader[] {
  const leaders = new Map<WalletAddress, CopiedLeader & { readonly tokens: Set<TokenId> }>();
  for (const { wallet, tokenId, signalId } of firsts) {
    if (wallet === null) continue;
    const firstMs = (signals.get(signalId)?.tradedAtMs ?? 0) - CLOCKS_DIFFER_MS_MAX;
    const { tokens, sinceMs } = leaders.get(wallet) ?? { tokens: new Set(), sinceMs: firstMs };
    tokens.add(tokenId);
    leaders.set(wallet, { wallet, tokens, sinceMs: Math.min(sinceMs, firstMs) });
  }
  return [...leaders.values()];
}

/** The positions that copies are in, by ledger and wallet, with their tokens. */
export interface PositionGroup {
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress;
  readonly tokens: ReadonlySet<TokenId>;
}

export function positionsOf(fills: Iterable<Fill>): readonly PositionGroup[] {
  const groups = new Map<string, PositionGroup & { readonly tokens: Set<TokenId> }>();
  for (const fill of fills) {
    if (!isCopyFill(fill)) continue;
    const { ledger, wallet, tokenId } = fill;
    const group = groups.get(`${ledger}|${wallet}`);
    if (group === undefined) {
      groups.set(`${ledger}|${wallet}`, { ledger, wallet, tokens: new Set([tokenId]) });
    } else {
      group.tokens.add(tokenId);
    }
  }
  return [...groups.values()];
}

/** Markets of copies, each once. */
export function marketsOf(fills: Iterable<Fill>): readonly MarketId[] {
  return [...new Set(Array.from(fills, ({ marketId }) => marketId))];
}
