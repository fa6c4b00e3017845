import { MemoryStore } from '../../../src/data/store/memory.ts';
import { StoreError } from '../../../src/data/store/store-error.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { EngineSnapshot } from '../../../src/engine/domain/snapshot.ts';
import type { Store } from '../../../src/engine/ports.ts';

/** What becomes of a transaction: `lost` is written, and the connection is torn before the answer. */
type Manner = 'takes' | 'hangs' | 'fails' | 'lost';

/** The way of one process to the database, which outlives it. */
export class StoreLine implements Pick<Store, 'commit'> {
  /** Read for each transaction that is tried. */
  manner: (changes: readonly Change[]) => Manner = () => 'takes';
  /** Transactions that were tried and are not answered. */
  held = 0;
  /** Tries that failed. */
  failed = 0;
  /** Transactions that the database has, in order. */
  readonly written: (readonly Change[])[] = [];
  readonly #store: MemoryStore;
  #isCut = false;
  #release: (() => void)[] = [];

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async commit(changes: readonly Change[]): Promise<void> {
    const manner = this.manner(changes);
    if (manner === 'hangs' || this.#isCut) await this.#hang();
    if (manner === 'fails') throw this.#failure('unavailable', 'the database is down');
    await this.#store.commit(changes);
    this.written.push(changes);
    if (manner === 'lost') throw this.#failure('unknownOutcome', 'the connection was lost');
  }

  /** The process is gone: what it had not written is never written. */
  cut(): void {
    this.#isCut = true;
  }

  /** Takes what it held, and everything from now on. */
  release(): void {
    this.manner = () => 'takes';
    for (const go of this.#release.splice(0)) go();
  }

  async #hang(): Promise<void> {
    this.held += 1;
    await new Promise<void>((go) => {
      this.#release.push(go);
    });
    this.held -= 1;
  }

  #failure(kind: 'unavailable' | 'unknownOutcome', text: string): StoreError {
    this.failed += 1;
    return new StoreError(kind, text);
  }
}

/** Holds the first transaction that has a row of this kind, and all behind it. */
export function fromFirst(
  kind: Change['kind'],
  manner: Manner = 'hangs',
): (changes: readonly Change[]) => Manner {
  let isReached = false;
  return (changes) => {
    isReached ||= changes.some((change) => change.kind === kind);
    return isReached ? manner : 'takes';
  };
}

/** Begins where another stands, and keeps what is written to itself: a start that can be repeated. */
export class FrozenStore extends MemoryStore {
  readonly #before: MemoryStore;

  constructor(before: MemoryStore) {
    super();
    this.#before = before;
  }

  override snapshot(atMs: number): Promise<EngineSnapshot> {
    return this.#before.snapshot(atMs);
  }

  override async commit(): Promise<void> {
    // The next start begins at the same place.
  }
}
