import type { Copyability } from '../../../engine/domain/copy-result.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { WalletScore } from '../../../engine/domain/wallet-score.ts';
import type { ScoredCandidate } from '../read-model/sources.ts';
import type { Discovery } from './discovery.ts';

/** How long a person who asks about a wallet waits for its history. */
export const ASK_MS_MAX = 4_000;

export interface CandidateDeskOptions {
  readonly discovery: Pick<Discovery, 'wallets' | 'nameOf' | 'ask'>;
  readonly scores: (wallets: readonly WalletAddress[]) => Promise<readonly WalletScore[]>;
  readonly isWhole: (wallet: WalletAddress) => boolean;
  readonly copyability: (wallet: WalletAddress) => Promise<Copyability | null>;
  readonly later: (run: () => void, waitMs: number) => () => void;
}

/** What was found out about wallets that nobody follows. */
export class CandidateDesk {
  readonly #options: CandidateDeskOptions;
  readonly #known = new Map<WalletAddress, ScoredCandidate>();
  readonly #waiting = new Map<WalletAddress, Set<() => void>>();

  constructor(options: CandidateDeskOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Its past is counted: it is scored, and copying it is estimated. Rejects as these do. */
  async read(address: WalletAddress): Promise<void> {
    await this.#judge([address]);
    this.release(address);
    const copyability = await this.#options.copyability(address);
    const known = this.#known.get(address);
    if (known !== undefined) this.#known.set(address, { ...known, copyability });
  }

  /** Judges all of them anew; what copying them would make stays as it was estimated. */
  async judge(): Promise<void> {
    await this.#judge([...this.#known.keys()]);
  }

  forget(wallet: WalletAddress): void {
    this.#known.delete(wallet);
    this.release(wallet);
  }

  /** Whether it was one, until now: somebody follows it. */
  adopt(wallet: WalletAddress): boolean {
    return this.#known.delete(wallet);
  }

  list(): readonly ScoredCandidate[] {
    const { wallets } = this.#options.discovery;
    return [...this.#known.values()].filter(({ wallet }) => wallets.has(wallet.address));
  }

  /** What is believed of it, as soon as its history is read or cannot be; `null` without any. */
  async ask(wallet: WalletAddress): Promise<WalletScore | null> {
    const { discovery, isWhole, scores } = this.#options;
    if (!isWhole(wallet)) {
      discovery.ask(wallet);
      await this.#untilRead(wallet);
    }
    if (!isWhole(wallet)) return null;
    return (await scores([wallet]))[0] ?? null;
  }

  /** Whoever waits for this wallet waits no more. */
  release(wallet: WalletAddress): void {
    for (const go of this.#waiting.get(wallet) ?? []) go();
    this.#waiting.delete(wallet);
  }

  close(): void {
    for (const wallet of [...this.#waiting.keys()]) this.release(wallet);
  }

  #untilRead(wallet: WalletAddress): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(wallet) ?? new Set();
      const go = (): void => {
        cancel();
        waiting.delete(go);
        resolve();
      };
      const cancel = this.#options.later(go, ASK_MS_MAX);
      waiting.add(go);
      this.#waiting.set(wallet, waiting);
    });
  }

  async #judge(wallets: readonly WalletAddress[]): Promise<void> {
    const { scores, discovery } = this.#options;
    for (const score of await scores(wallets)) {
      const { wallet: address } = score;
      if (!discovery.wallets.has(address)) continue;
      const copyability = this.#known.get(address)?.copyability ?? null;
      const label = discovery.nameOf(address);
      this.#known.set(address, { wallet: { address, label }, score, copyability });
    }
  }
}
