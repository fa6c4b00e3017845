import type { ScoredCandidate, Scoring } from '../../../../src/app/running/read-model/sources.ts';
import { UnavailableError } from '../../../../src/engine/contract/queries.ts';
import type { Copyability } from '../../../../src/engine/domain/copy-result.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { CopyRecord, WalletScore } from '../../../../src/engine/domain/wallet-score.ts';

/** What judges wallets, as plain values; down, nothing that has to be read answers. */
export class KnownScores implements Scoring {
  readonly scores = new Map<WalletAddress, WalletScore>();
  readonly records = new Map<WalletAddress, readonly CopyRecord[]>();
  readonly results = new Map<WalletAddress, Copyability>();
  others: readonly ScoredCandidate[] = [];
  isDown = false;

  score(address: WalletAddress): Promise<WalletScore | null> {
    return this.#answer(this.scores.get(address) ?? null);
  }

  copying(address: WalletAddress): Promise<readonly CopyRecord[]> {
    return this.#answer(this.records.get(address) ?? []);
  }

  copyability(address: WalletAddress): Promise<Copyability | null> {
    return this.#answer(this.results.get(address) ?? null);
  }

  candidates(): readonly ScoredCandidate[] {
    return this.others;
  }

  #answer<Value>(value: Value): Promise<Value> {
    if (!this.isDown) return Promise.resolve(value);
    return Promise.reject(new UnavailableError('The venue does not answer'));
  }
}
