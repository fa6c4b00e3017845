import type { LeaderHolding, LeaderTrade } from '../../domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import type { Stake } from '../../domain/stake.ts';
import type { AtMs } from '../../domain/time.ts';
import { ZERO_QUANTITY } from '../../domain/values/money.ts';
import type { ExposureChange, Held } from './exposure.ts';
import { type HeldMove, LeaderCosts } from './leader-costs.ts';
import { LeaderHoldings } from './leader-holdings.ts';

/** What leaders hold, with what they paid for it as far as we saw. */
export class LeaderStakes {
  readonly #holdings = new LeaderHoldings();
  readonly #costs = new LeaderCosts();

  /** Books one counted trade. @throws as {@link LeaderHoldings.apply} */
  apply(trade: LeaderTrade, market: Market): readonly ExposureChange[] {
    const { event } = trade;
    const before = new Map(this.#holdings.heldIn(event.wallet, event.marketId));
    const changes = this.#holdings.apply(trade, market);
    const after = this.#holdings.heldIn(event.wallet, event.marketId);
    this.#costs.apply(event, movesOf(before, after));
    return changes;
  }

  /** What a wallet holds of a market, token by token in the order in which they came. */
  stakes(wallet: WalletAddress, marketId: MarketId): readonly Stake[] {
    return Array.from(this.#holdings.heldIn(wallet, marketId), ([tokenId, quantity]) => ({
      ...{ tokenId, quantity },
      ...this.#costs.of(wallet, marketId, tokenId),
    }));
  }

  rows(wallet: WalletAddress, market: Market, updatedAtMs: AtMs): readonly LeaderHolding[] {
    return this.#holdings.rows(wallet, market, updatedAtMs);
  }

  /** Takes over what is held, without what it cost. */
  restore(rows: readonly LeaderHolding[]): void {
    this.#holdings.restore(rows);
  }

  /**
   * Finds the cost of what is held in trades of the past, oldest first: where they alone add up to
   * it, nothing of it came before them.
   */
  recall(trades: readonly LeaderTrade[], marketOf: (id: MarketId) => Market): void {
    const past = new LeaderStakes();
    const seen = new Map<string, LeaderTrade['event']>();
    for (const trade of trades) {
      past.apply(trade, marketOf(trade.event.marketId));
      seen.set(`${trade.event.wallet}|${trade.event.marketId}`, trade.event);
    }
    for (const { wallet, marketId } of seen.values()) {
      for (const stake of past.stakes(wallet, marketId)) {
        const held = this.#holdings.held(wallet, marketId, stake.tokenId);
        if (held === stake.quantity) this.#costs.restore({ wallet, marketId }, stake);
      }
    }
  }

  /** Drops a market that has ended for good. */
  forget(marketId: MarketId): void {
    this.#holdings.forget(marketId);
    this.#costs.forget(marketId);
  }
}

function movesOf(before: Held, after: Held): readonly HeldMove[] {
  const tokens = new Set<TokenId>([...before.keys(), ...after.keys()]);
  return Array.from(tokens, (tokenId) => ({
    tokenId,
    before: before.get(tokenId) ?? ZERO_QUANTITY,
    after: after.get(tokenId) ?? ZERO_QUANTITY,
  }));
}
