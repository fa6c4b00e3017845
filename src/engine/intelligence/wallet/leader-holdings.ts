import type { LeaderHolding, LeaderTrade } from '../../domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../domain/ids.ts';
import type { LeaderEvent } from '../../domain/leader.ts';
import { type Market, outcomeIndex } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import { addQuantity, type Quantity, quantity, ZERO_QUANTITY } from '../../domain/values/money.ts';
import { type ExposureChange, exposureChanges, type Held, netExposures } from './exposure.ts';

type MutableHeld = Map<TokenId, Quantity>;

const NOTHING: Held = new Map();

/** The NO outcome of a market within a negative-risk event; conversions consume it. */
const NO_OUTCOME = 1;

/**
 * What each leader holds, gross, as far as we have seen, and what each trade does to the net
 * exposure. Shares held before we followed are unknown, so holdings stop at zero.
 */
export class LeaderHoldings {
  readonly #byMarket = new Map<MarketId, Map<WalletAddress, MutableHeld>>();

  /**
   * Books one counted trade and tells how the leader's net exposures changed.
   *
   * - `sell` of more than we know ends the token's exposure, also when none is known, and opens
   *   nothing: what else the leader holds is then uncertain.
   * - `redeem` ends the wallet's whole holding of the market, whatever its quantity says: it only
   *   happens after the resolution.
   * - An exposure that grows without a known price (a conversion that takes the hedge, or a sale
   *   in a market of three outcomes or more) is not an opening: nothing could be compared with it.
   *
   * @throws InvariantError for the trade of another market, or a buy or sell without token or price.
   */
  apply(trade: LeaderTrade, market: Market): readonly ExposureChange[] {
    const { event } = trade;
    invariant(event.marketId === market.id, 'a trade is applied to its own market');
    const held = this.#hold(event.wallet, market.id);
    const before = netExposures(held, market);
    const oversold = book(held, event, market);
    const after = netExposures(held, market);
    this.#forgetEmpty(event.wallet, market.id);
    return exposureChanges(event, market, { before, after, oversold });
  }

  /** Gross shares of a token. */
  held(wallet: WalletAddress, marketId: MarketId, tokenId: TokenId): Quantity {
    return this.#byMarket.get(marketId)?.get(wallet)?.get(tokenId) ?? ZERO_QUANTITY;
  }

  /** Gross shares of a wallet in a market. */
  heldIn(wallet: WalletAddress, marketId: MarketId): Held {
    return this.#byMarket.get(marketId)?.get(wallet) ?? NOTHING;
  }

  /** Shares of a token beyond the complete sets that the wallet holds. */
  exposure(wallet: WalletAddress, market: Market, tokenId: TokenId): Quantity {
    return netExposures(this.heldIn(wallet, market.id), market).get(tokenId) ?? ZERO_QUANTITY;
  }

  /** One row per outcome of the market, zero included, as the store keeps them. */
  rows(wallet: WalletAddress, market: Market, updatedAtMs: AtMs): readonly LeaderHolding[] {
    const held = this.#byMarket.get(market.id)?.get(wallet);
    const outcomes = market.outcomes.map((outcome) => outcome.tokenId);
    const tokens = new Set([...outcomes, ...(held?.keys() ?? [])]);
    return [...tokens].map((tokenId) => ({
      wallet,
      marketId: market.id,
      tokenId,
      quantity: held?.get(tokenId) ?? ZERO_QUANTITY,
      updatedAtMs,
    }));
  }

  /** Takes over what the store has. */
  restore(rows: readonly LeaderHolding[]): void {
    for (const row of rows) {
      if (row.quantity === 0) continue;
      this.#hold(row.wallet, row.marketId).set(row.tokenId, row.quantity);
    }
  }

  /** Drops a market that has ended for good, so that unredeemed losers do not stay for ever. */
  forget(marketId: MarketId): void {
    this.#byMarket.delete(marketId);
  }

  #hold(wallet: WalletAddress, marketId: MarketId): MutableHeld {
    let wallets = this.#byMarket.get(marketId);
    if (wallets === undefined) {
      wallets = new Map();
      this.#byMarket.set(marketId, wallets);
    }
    let held = wallets.get(wallet);
    if (held === undefined) {
      held = new Map();
      wallets.set(wallet, held);
    }
    return held;
  }

  #forgetEmpty(wallet: WalletAddress, marketId: MarketId): void {
    const wallets = this.#byMarket.get(marketId);
    if (wallets?.get(wallet)?.size === 0) wallets.delete(wallet);
    if (wallets?.size === 0) this.#byMarket.delete(marketId);
  }
}

/** Changes the gross holdings; true when a sale took more than was known. */
function book(held: MutableHeld, event: LeaderEvent, market: Market): boolean {
  const outcomes = market.outcomes.map((outcome) => outcome.tokenId);
  switch (event.kind) {
    case 'buy':
      put(held, tradedToken(event), event.quantity);
      return false;
    case 'sell':
      return !take(held, tradedToken(event), event.quantity);
    case 'split':
      for (const token of outcomes) put(held, token, event.quantity);
      return false;
    case 'merge':
      // Of a market that is not listed yet, what is held are its outcomes as far as we know.
      for (const token of outcomes.length > 0 ? outcomes : [...held.keys()]) {
        take(held, token, event.quantity);
      }
      return false;
    case 'conversion':
      for (const token of outcomes) {
        if (outcomeIndex(market, token) === NO_OUTCOME) take(held, token, event.quantity);
      }
      return false;
    case 'redeem':
      held.clear();
      return false;
  }
}

function tradedToken(event: LeaderEvent): TokenId {
  invariant(event.tokenId !== null, `a ${event.kind} names its token`);
  invariant(event.price !== null, `a ${event.kind} has a price`);
  return event.tokenId;
}

function put(held: MutableHeld, token: TokenId, amount: Quantity): void {
  if (amount > 0) held.set(token, addQuantity(held.get(token) ?? ZERO_QUANTITY, amount));
}

/** False when less than `amount` was known; what was known is taken then. */
function take(held: MutableHeld, token: TokenId, amount: Quantity): boolean {
  const known = held.get(token) ?? ZERO_QUANTITY;
  if (known > amount) held.set(token, quantity(known - amount));
  else held.delete(token);
  return known >= amount;
}
