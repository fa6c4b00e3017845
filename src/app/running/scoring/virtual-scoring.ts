import type { Reports } from '../../../engine/contract/reports.ts';
import type { Engine } from '../../../engine/core/engine.ts';
import type { Change } from '../../../engine/domain/change.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { MarketEvent } from '../../../engine/domain/market-event.ts';
import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { WalletAssessment } from '../../../engine/domain/wallet-score.ts';
import { PerformanceTracker } from '../../../engine/intelligence/scoring/track/performance-tracker.ts';
import { Assessor } from './assessor.ts';
import { bidsOf, weightsOf } from './engine-facts.ts';
import { ScoreKeeper } from './score-keeper.ts';
import { seenIn, seenInChange } from './seen-in.ts';

/** Between two looks at who is to be assessed, in the time of the run. */
const LOOK_MS = MINUTE_MS;

/**
 * The scoring of a run on a virtual clock: the same counting and judging as in the service, of what
 * the run itself shows. No past is read, and nobody is discovered.
 */
export class VirtualScoring {
  readonly #engine: Engine;
  readonly #keeper = new ScoreKeeper({ tracker: new PerformanceTracker() });
  readonly #assessor: Assessor;
  readonly #followed = new Set<WalletAddress>();
  #lookAtMs: AtMs | null = null;

  constructor(engine: Engine, reports: Pick<Reports, 'copyTrips'>) {
    this.#engine = engine;
    this.#assessor = new Assessor({
      reports,
      marks: () => bidsOf(engine),
      isClosing: () => false,
      failed: (_wallet, error) => {
        throw error;
      },
    });
  }

  /** What the engine wrote down. */
  changed(changes: readonly Change[]): void {
    for (const change of changes) {
      const seen = seenInChange(change);
      if (seen !== null) this.#keeper.count([seen], []);
      else if (change.kind === 'walletRemoved') this.#forget(change.address);
      else if (change.kind === 'wallet') this.#follow(change.wallet.address);
    }
  }

  /** Who is to be told of after these events; nobody most of the time. */
  async after(events: readonly MarketEvent[], atMs: AtMs): Promise<readonly WalletAssessment[]> {
    for (const event of events) {
      const seen = event.kind === 'publicTrade' ? seenIn(event, atMs) : null;
      if (seen !== null) this.#keeper.count([seen], []);
    }
    this.#lookAtMs ??= atMs + LOOK_MS;
    if (atMs < this.#lookAtMs) return [];
    this.#lookAtMs = atMs + LOOK_MS;
    const weights = weightsOf(this.#engine.trade.state.settings);
    return await this.#assessor.assess(this.#keeper.tick({ nowMs: atMs, weights }).scores);
  }

  /** There is nothing of it to read. */
  #follow(wallet: WalletAddress): void {
    if (this.#followed.has(wallet)) return;
    this.#followed.add(wallet);
    this.#keeper.adopt(wallet);
  }

  #forget(wallet: WalletAddress): void {
    this.#followed.delete(wallet);
    this.#keeper.release(wallet);
  }
}
