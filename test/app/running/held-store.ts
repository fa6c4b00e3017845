import { MemoryStore } from '../../../src/data/store/memory.ts';
import { StoreError } from '../../../src/data/store/store-error.ts';
import type { Change } from '../../../src/engine/domain/change.ts';

/** What a database does with a write. */
type Manner = 'takes' | 'hangs' | 'fails';

/** A store that takes writes, refuses them, or does not answer until the test lets it. */
export class HeldStore extends MemoryStore {
  manner: Manner = 'takes';
  /** Every transaction that was tried, in order. */
  readonly tried: (readonly Change[])[] = [];
  /** Of each, whether it need not be durable before the next. */
  readonly followed: boolean[] = [];
  #held: (() => void)[] = [];

  /** Transactions that wait for {@link release}. */
  get held(): number {
    return this.#held.length;
  }

  /** How many rows of a kind it was given. */
  count(kind: Change['kind']): number {
    return this.tried.flat().filter((change) => change.kind === kind).length;
  }

  override async commit(
    changes: readonly Change[],
    { isFollowed } = { isFollowed: false },
  ): Promise<void> {
    this.tried.push(changes);
    this.followed.push(isFollowed);
    if (this.manner === 'fails') throw new StoreError('unavailable', 'the database is down');
    if (this.manner === 'hangs') await new Promise<void>((go) => this.#held.push(go));
    await super.commit(changes);
  }

  /** Lets everything through, what waits first. */
  release(): void {
    this.manner = 'takes';
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }
}
