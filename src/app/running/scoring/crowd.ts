import type { WalletAddress } from '../../../engine/domain/ids.ts';

/** Wallets that are tracked at most. */
export const WALLETS_MAX = 100_000;
/** So many that did not trade for the longest time are looked at to find the one to forget. */
const LOOKED_AT = 64;

/** How often wallets traded that nobody asked for, those that did lately last. */
export class Crowd {
  readonly #trades = new Map<WalletAddress, number>();

  get size(): number {
    return this.#trades.size;
  }

  /** It traded once more. */
  add(wallet: WalletAddress): void {
    const trades = this.#trades.get(wallet) ?? 0;
    this.#trades.delete(wallet);
    this.#trades.set(wallet, trades + 1);
  }

  remove(wallet: WalletAddress): void {
    this.#trades.delete(wallet);
  }

  /** Who matters least: of those that did not trade for the longest time the one that did least. */
  least(): WalletAddress | null {
    let least: WalletAddress | null = null;
    let fewest = Number.POSITIVE_INFINITY;
    let looked = 0;
    for (const [wallet, trades] of this.#trades) {
      if (trades < fewest) {
        least = wallet;
        fewest = trades;
      }
      looked += 1;
      if (looked >= LOOKED_AT) break;
    }
    return least;
  }

  /** Those with at least so many trades. */
  *busy(tradesMin: number): Generator<WalletAddress> {
    for (const [wallet, trades] of this.#trades) if (trades >= tradesMin) yield wallet;
  }
}
