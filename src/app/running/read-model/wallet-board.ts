import type { RankedView, WalletBoardView } from '../../../engine/contract/wallet-board-view.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import type { Sources } from './sources.ts';
import { candidateViews, type MadeByCopying, madeByCopying, ranked } from './top.ts';

/** Between two counts of what copying made: they are read from the database. */
export const COUNT_EVERY_MS = MINUTE_MS;

/**
 * Whom to copy, from memory at once: whoever looks at the list often costs the database nothing.
 * What copying made is counted beside it, when somebody looked and the last count is old.
 */
export class WalletBoard {
  readonly #sources: Sources;
  #made: ReadonlyMap<WalletAddress, MadeByCopying> = new Map();
  #countedAtMs: AtMs | null = null;
  #triedAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | null = null;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Followed wallets and candidates, the best to copy first. */
  view(): WalletBoardView {
    const nowMs = this.#sources.nowMs();
    if (this.#counting === null && nowMs - this.#triedAtMs >= COUNT_EVERY_MS) {
      this.#triedAtMs = nowMs;
      this.#counting = this.#count().finally(() => {
        this.#counting = null;
      });
    }
    const { wallets } = this.#sources.engine.trade.state;
    const followed = [...wallets.values()].map((rules) => this.#followed(rules));
    return {
      wallets: ranked([...followed, ...candidateViews(this.#sources)]),
      countedAtMs: this.#countedAtMs,
    };
  }

  #followed({ address, label }: WalletRules): RankedView {
    const { engine, scoring } = this.#sources;
    const score = engine.trade.state.scores.get(address) ?? null;
    const made = this.#made.get(address);
    return {
      wallet: { address, label },
      isFollowed: true,
      score,
      copied: made?.copied ?? null,
      skipped: made?.skipped ?? null,
      pnl: made?.pnl ?? null,
      copyability: scoring.knownCopyability?.(address) ?? null,
      lastTradeAtMs: made?.lastTradeAtMs ?? score?.untilMs ?? null,
    };
  }

  async #count(): Promise<void> {
    try {
      this.#made = await madeByCopying(this.#sources);
      this.#countedAtMs = this.#sources.nowMs();
    } catch (error) {
      // What was counted before stays, with its time: who looks sees how old it is.
      this.#sources.notCounted?.(error);
    }
  }
}
