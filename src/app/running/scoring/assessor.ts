import type { Reports } from '../../../engine/contract/reports.ts';
import type { TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import type {
  CopyRecord,
  WalletAssessment,
  WalletScore,
} from '../../../engine/domain/wallet-score.ts';
import { COPY_RECORD_MS, copyRecords } from '../../../engine/intelligence/copying/record.ts';

export interface AssessorOptions {
  readonly reports: Pick<Reports, 'copyTrips'>;
  /** Bids of what is held. */
  readonly marks: () => ReadonlyMap<TokenId, Price>;
  /** Nothing is wanted any more, and nothing may be read. */
  readonly isClosing: () => boolean;
  /** What copying made could not be read; the wallet has to be assessed later. */
  readonly failed: (wallet: WalletAddress, error: unknown) => void;
}

/** Puts beside what is believed of a wallet what copying it made. */
export class Assessor {
  readonly #options: AssessorOptions;

  constructor(options: AssessorOptions) {
    this.#options = options;
  }

  async assess(scores: readonly WalletScore[]): Promise<readonly WalletAssessment[]> {
    const assessments: WalletAssessment[] = [];
    for (const score of scores) {
      try {
        assessments.push({ score, copying: await this.copying(score.wallet, score.atMs) });
      } catch (error) {
        // The store may have been closed meanwhile.
        if (this.#options.isClosing()) return [];
        this.#options.failed(score.wallet, error);
      }
    }
    return assessments;
  }

  /** What copying it made, one record a ledger. @throws StoreError */
  async copying(wallet: WalletAddress, nowMs: AtMs): Promise<readonly CopyRecord[]> {
    const sinceMs = nowMs - COPY_RECORD_MS;
    const trips = await this.#options.reports.copyTrips({ wallet, sinceMs });
    return copyRecords(trips, { sinceMs, marks: this.#options.marks() });
  }
}
