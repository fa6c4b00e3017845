import type { MarketId, TokenId, WalletAddress } from '../../domain/ids.ts';
import type { LeaderEvent } from '../../domain/leader.ts';
import type { Stake } from '../../domain/stake.ts';
import type { AtMs } from '../../domain/time.ts';
import { mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  cost,
  type Money,
  money,
  type Quantity,
  ZERO_MONEY,
} from '../../domain/values/money.ts';

type Known = Pick<Stake, 'cost' | 'sinceAtMs'>;

const UNKNOWN: Known = { cost: null, sinceAtMs: null };

/** Gross shares of a token before and after one trade. */
export interface HeldMove {
  readonly tokenId: TokenId;
  readonly before: Quantity;
  readonly after: Quantity;
}

/**
 * What leaders paid for what they hold, and since when, as far as we saw it. What was held before we
 * looked has no cost here; nor has what came without a price of its own, such as a split.
 */
export class LeaderCosts {
  readonly #byMarket = new Map<MarketId, Map<string, Known>>();

  /** One counted trade, with what it did to each token that it touched. */
  apply(event: LeaderEvent, moves: readonly HeldMove[]): void {
    for (const move of moves) {
      const key = keyOf(event.wallet, move.tokenId);
      if (move.after === 0) this.#byMarket.get(event.marketId)?.delete(key);
      else if (move.after !== move.before) {
        this.#put(event.marketId, key, moved(this.#known(event.marketId, key), event, move));
      }
    }
  }

  /** What is known of a token that is held. */
  of(wallet: WalletAddress, marketId: MarketId, tokenId: TokenId): Known {
    return this.#known(marketId, keyOf(wallet, tokenId)) ?? UNKNOWN;
  }

  /** Takes over what is known of one token. */
  restore(at: { readonly wallet: WalletAddress; readonly marketId: MarketId }, stake: Stake): void {
    const { cost: paid, sinceAtMs } = stake;
    this.#put(at.marketId, keyOf(at.wallet, stake.tokenId), { cost: paid, sinceAtMs });
  }

  /** Drops a market that has ended for good. */
  forget(marketId: MarketId): void {
    this.#byMarket.delete(marketId);
  }

  #known(marketId: MarketId, key: string): Known | null {
    return this.#byMarket.get(marketId)?.get(key) ?? null;
  }

  #put(marketId: MarketId, key: string, known: Known): void {
    const rows = this.#byMarket.get(marketId) ?? new Map<string, Known>();
    rows.set(key, known);
    this.#byMarket.set(marketId, rows);
  }
}

function keyOf(wallet: WalletAddress, tokenId: TokenId): string {
  return `${wallet}|${tokenId}`;
}

function moved(known: Known | null, event: LeaderEvent, { before, after }: HeldMove): Known {
  if (after > before) {
    const from = known ?? (before === 0 ? begun(event.tradedAtMs) : UNKNOWN);
    return { ...from, cost: added(from.cost, event) };
  }
  if (known === null || known.cost === null) return known ?? UNKNOWN;
  const left = mulDiv(known.cost, after, { by: before, rounding: 'floor' });
  return { ...known, cost: money(left) };
}

function begun(atMs: AtMs): Known {
  return { cost: ZERO_MONEY, sinceAtMs: atMs };
}

function added(paid: Money | null, { kind, price, quantity }: LeaderEvent): Money | null {
  if (paid === null || kind !== 'buy' || price === null) return null;
  return addMoney(paid, cost(price, quantity, 'floor'));
}
