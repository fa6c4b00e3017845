import type { LeaderTrade } from '../../domain/change.ts';
import type { MarketId, WalletAddress } from '../../domain/ids.ts';
import type { LeaderEvent } from '../../domain/leader.ts';
import type { Market } from '../../domain/market.ts';
import type { LeaderHeld } from '../../domain/market-event.ts';
import type { Signal } from '../../domain/signal.ts';
import type { EngineSnapshot } from '../../domain/snapshot.ts';
import type { Stake } from '../../domain/stake.ts';
import { cost, type Money } from '../../domain/values/money.ts';
import { DEFAULT_RULES } from '../../domain/venue-rules/polymarket.ts';
import { Clips } from '../../intelligence/wallet/clips.ts';
import { exitSignal } from '../../intelligence/wallet/exit-signal.ts';
import type { OpenedExposure } from '../../intelligence/wallet/exposure.ts';
import { DEDUPE_KEYS_MAX, LeaderDedupe } from '../../intelligence/wallet/leader-dedupe.ts';
import { LeaderStakes } from '../../intelligence/wallet/leader-stakes.ts';
import { RecentSet } from '../recent-set.ts';
import type { Turn } from '../turn.ts';

/** Who is followed, and what makes a clip of theirs. */
export interface Follows {
  /** Least dollars of a clip, `null` for a wallet that is not followed. */
  minimumClip(wallet: WalletAddress): Money | null;
  clipWindowMs(): number;
}

const CLIP_TIMER = 'clip:';

/** What leaders do, counted once, turned into signals. */
export class Leaders {
  readonly dedupe = new LeaderDedupe();
  readonly #holdings = new LeaderStakes();
  readonly #clips = new Clips();
  readonly #watched = new Set<MarketId>();
  /** Wallet and market of every counted trade that is remembered. */
  readonly #traded = new RecentSet<string>(DEDUPE_KEYS_MAX);
  readonly #follows: Follows;

  constructor(follows: Follows) {
    this.#follows = follows;
  }

  /** One row of one feed; rows of wallets nobody follows change nothing. */
  onEvent(event: LeaderEvent, market: Market | null, turn: Turn): void {
    if (this.#follows.minimumClip(event.wallet) === null) return;
    this.watch(event.marketId, turn);
    for (const trade of this.dedupe.observe(event, turn.atMs)) {
      this.#onTrade(trade, market ?? unlisted(event.marketId), turn);
    }
  }

  /**
   * What a wallet held when it was followed. In a market where we have seen it trade already, what we
   * saw stands: whether the list knew of it cannot be told.
   */
  onHeld({ wallet, holdings }: LeaderHeld, turn: Turn): void {
    if (this.#follows.minimumClip(wallet) === null) return;
    for (const { marketId, tokenId, quantity } of holdings) {
      if (this.#traded.has(`${wallet}|${marketId}`)) continue;
      const holding = { wallet, marketId, tokenId, quantity, updatedAtMs: turn.atMs };
      this.#holdings.restore([holding]);
      turn.record({ kind: 'leaderHolding', holding });
      this.watch(marketId, turn);
    }
  }

  /** What a wallet holds of a market's outcomes, as far as we have seen. */
  stakes(wallet: WalletAddress, marketId: MarketId): readonly Stake[] {
    return this.#holdings.stakes(wallet, marketId);
  }

  /** Whether the timer was the end of a clip's window. */
  onTimer(timerId: string, turn: Turn): boolean {
    if (!timerId.startsWith(CLIP_TIMER)) return false;
    tell(this.#clips.close(timerId.slice(CLIP_TIMER.length), turn.atMs), turn);
    return true;
  }

  /** The market is over: nobody needs its book any more. */
  forget(marketId: MarketId, turn: Turn): void {
    this.#holdings.forget(marketId);
    if (this.#watched.delete(marketId)) turn.emit({ kind: 'watch', marketId, wanted: false });
  }

  /** Asks for a market's book, once. */
  watch(marketId: MarketId, turn: Turn): void {
    if (this.#watched.has(marketId)) return;
    this.#watched.add(marketId);
    turn.emit({ kind: 'watch', marketId, wanted: true });
  }

  /**
   * Takes over what the store has. Clips whose window is still open are put together again; the
   * signals they had made are known by their ids and change nothing.
   */
  restore(snapshot: EngineSnapshot, turn: Turn): void {
    const { leaderTrades, leaderHoldings, markets } = snapshot;
    this.dedupe.restore(leaderTrades);
    for (const { event } of leaderTrades) this.#traded.add(`${event.wallet}|${event.marketId}`);
    this.#holdings.restore(leaderHoldings);
    for (const { marketId, quantity } of leaderHoldings) {
      if (quantity > 0) this.watch(marketId, turn);
    }
    const listed = new Map(markets.map((market) => [market.id, market]));
    this.#holdings.recall(leaderTrades, (id) => listed.get(id) ?? unlisted(id));
    const openFromMs = turn.atMs - this.#follows.clipWindowMs();
    for (const trade of leaderTrades) {
      if (trade.receivedAtMs <= openFromMs) continue;
      this.#restoreClip(trade, listed.get(trade.event.marketId) ?? null, turn);
    }
  }

  /** Like the trade itself did, but on the holdings after it: a buy adds, all else interrupts. */
  #restoreClip(trade: LeaderTrade, market: Market | null, turn: Turn): void {
    const { kind, wallet, tokenId, price, quantity } = trade.event;
    const buys = kind === 'buy' && tokenId !== null && price !== null;
    for (const outcome of market?.outcomes ?? []) {
      if (buys && outcome.tokenId === tokenId) continue;
      tell(this.#clips.interrupt(wallet, outcome.tokenId), turn);
    }
    if (!buys) return;
    const notional = cost(price, quantity, 'floor');
    this.#addToClip(trade, { kind: 'opened', tokenId, quantity, price, notional }, turn);
  }

  #onTrade(trade: LeaderTrade, market: Market, turn: Turn): void {
    const { event } = trade;
    turn.record({ kind: 'leaderTrade', trade });
    this.#traded.add(`${event.wallet}|${event.marketId}`);
    const changes = this.#holdings.apply(trade, market);
    for (const holding of this.#holdings.rows(event.wallet, market, turn.atMs)) {
      turn.record({ kind: 'leaderHolding', holding });
    }
    for (const change of changes) {
      if (change.kind === 'opened') {
        this.#addToClip(trade, change, turn);
      } else {
        tell(this.#clips.interrupt(event.wallet, change.tokenId), turn);
        tell(exitSignal(trade, change), turn);
      }
    }
  }

  #addToClip(trade: LeaderTrade, opened: OpenedExposure, turn: Turn): void {
    const minimum = this.#follows.minimumClip(trade.event.wallet);
    if (minimum === null) return;
    const windowMs = this.#follows.clipWindowMs();
    const step = this.#clips.add({ trade, opened, minimum, windowMs });
    for (const signal of step.signals) tell(signal, turn);
    turn.timers.arm(`${CLIP_TIMER}${step.clipKey}`, Math.max(step.deadlineAtMs, turn.atMs));
  }
}

function tell(signal: Signal | null, turn: Turn): void {
  if (signal !== null) turn.tell({ kind: 'signal', signal });
}

/** A market known by nothing but a leader's trade: each of its tokens stands for itself. */
function unlisted(id: MarketId): Market {
  return {
    id,
    venue: 'polymarket',
    version: 'v1',
    question: '',
    slug: '',
    eventGroupId: id,
    categories: [],
    outcomes: [],
    negRisk: false,
    rules: DEFAULT_RULES,
    startsAtMs: null,
    closesAtMs: null,
    shortCrypto: false,
    acceptingOrders: false,
    status: 'open',
    ...{ volume24h: null, dayMove: null, weekMove: null, terms: null },
  };
}
