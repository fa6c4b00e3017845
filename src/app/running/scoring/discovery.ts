import type { LeaderRow } from '../../../data/polymarket/client/leaderboard.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { WalletScore } from '../../../engine/domain/wallet-score.ts';

/** Wallets of the venue's own ranking that are looked at. */
export const LEADERS_MAX = 30;
/** The best of those that were only seen passing. */
export const PASSERS_MAX = 10;
/** Wallets that a person asked about, and that are kept for a while. */
export const ASKED_MAX = 20;

export interface DiscoveryOptions {
  readonly isFollowed: (wallet: WalletAddress) => boolean;
  /** @throws VenueError */
  readonly leaders: (limit: number, signal: AbortSignal) => Promise<readonly LeaderRow[]>;
  /** The best of those who pass and of those named. */
  readonly best: (
    named: readonly WalletAddress[],
    countMax: number,
  ) => Promise<readonly WalletScore[]>;
  /** Has its past read. */
  readonly want: (wallet: WalletAddress) => void;
  /** It is no candidate any more. */
  readonly drop: (wallet: WalletAddress) => void;
}

/** Finds wallets that may be worth following: those that the venue ranks, and those that pass. */
export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #names = new Map<WalletAddress, string | null>();
  #leaders: readonly WalletAddress[] = [];
  #passers: readonly WalletAddress[] = [];
  /** Who was asked about, the last one last. */
  readonly #asked = new Set<WalletAddress>();

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** Everybody who is a candidate now, read or not. */
  get wallets(): ReadonlySet<WalletAddress> {
    const { isFollowed } = this.#options;
    const found = [...this.#leaders, ...this.#passers, ...this.#asked];
    return new Set(found.filter((wallet) => !isFollowed(wallet)));
  }

  nameOf(wallet: WalletAddress): string | null {
    return this.#names.get(wallet) ?? null;
  }

  /** Asks the venue whom it ranks first. @throws VenueError */
  async readLeaders(signal: AbortSignal): Promise<void> {
    const rows = (await this.#options.leaders(LEADERS_MAX, signal)).slice(0, LEADERS_MAX);
    if (signal.aborted) return;
    const before = this.wallets;
    this.#names.clear();
    for (const { wallet, name } of rows) this.#names.set(wallet, name);
    this.#leaders = rows.map(({ wallet }) => wallet);
    this.#changeFrom(before);
  }

  /** Looks through everybody who passed for the best of those that tell enough. */
  async lookThrough(): Promise<void> {
    // One that was read is not of the crowd any more: it is named, to defend its place.
    const best = await this.#options.best(this.#passers, PASSERS_MAX);
    const before = this.wallets;
    this.#passers = best.map(({ wallet }) => wallet);
    this.#changeFrom(before);
  }

  /** A person wants to know about it. */
  ask(wallet: WalletAddress): void {
    const before = this.wallets;
    this.#asked.delete(wallet);
    this.#asked.add(wallet);
    const [oldest] = this.#asked;
    if (this.#asked.size > ASKED_MAX && oldest !== undefined) this.#asked.delete(oldest);
    this.#changeFrom(before);
    // It may have been given up before.
    this.#options.want(wallet);
  }

  #changeFrom(before: ReadonlySet<WalletAddress>): void {
    const { isFollowed, want, drop } = this.#options;
    const now = this.wallets;
    for (const wallet of before) if (!now.has(wallet) && !isFollowed(wallet)) drop(wallet);
    for (const wallet of now) if (!before.has(wallet)) want(wallet);
  }
}
