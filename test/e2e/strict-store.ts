import { MemoryStore } from '../../src/data/store/memory.ts';
import type { MemoryTables } from '../../src/data/store/memory-snapshot.ts';
import type { Change } from '../../src/engine/domain/change.ts';
import type { Notice } from '../../src/engine/domain/notice.ts';
import type { TrueVenue } from './true-venue.ts';

const SECOND_MS = 1_000;
const CURSOR = /^activity:(0x[0-9a-f]{40})$/;

/** A store that holds what is written against what really happened. */
export class StrictStore extends MemoryStore {
  /** What must never be, as sentences. */
  readonly wrongs = new Set<string>();
  readonly notices: Notice[] = [];
  readonly #truth: TrueVenue;
  readonly #counted = new Map<string, number>();

  constructor(truth: TrueVenue) {
    super();
    this.#truth = truth;
  }

  get rows(): MemoryTables {
    return this.tables;
  }

  override async commit(changes: readonly Change[]): Promise<void> {
    await super.commit(changes);
    for (const change of changes) {
      if (change.kind === 'leaderTrade') this.#count(change.trade);
      if (change.kind === 'notice') this.notices.push(change.notice);
    }
    for (const change of changes) {
      if (change.kind === 'cursor') this.#judgeCursor(change.name, Number(change.value));
    }
  }

  /** Rows that happened and were not counted. */
  missing(): readonly string[] {
    return this.#truth.rows
      .filter(({ key, ordinal }) => ordinal >= (this.#counted.get(key) ?? 0))
      .map(({ key, ordinal }) => `missing: ${key} #${ordinal}`);
  }

  #count({ key, ordinal }: { readonly key: string; readonly ordinal: number }): void {
    const happened = this.#truth.counts.get(key) ?? 0;
    const known = this.#counted.get(key) ?? 0;
    if (ordinal >= happened) this.wrongs.add(`doubled or invented: ${key} #${ordinal}`);
    if (ordinal !== known) this.wrongs.add(`counted out of order: ${key} #${ordinal}`);
    this.#counted.set(key, Math.max(known, ordinal + 1));
  }

  /** The next read begins at the cursor's second: what lies before it has to be here. */
  #judgeCursor(name: string, cursorMs: number): void {
    const wallet = CURSOR.exec(name)?.[1];
    const fromMs = Math.floor(cursorMs / SECOND_MS) * SECOND_MS;
    for (const { key, notedAtMs, ordinal, wallet: whose } of this.#truth.rows) {
      if (notedAtMs >= fromMs) break;
      if (whose !== wallet || ordinal < (this.#counted.get(key) ?? 0)) continue;
      this.wrongs.add(`the cursor passed ${key} #${ordinal}`);
    }
  }
}
