import { invariant } from '../../engine/domain/values/invariant.ts';
import { CLAIM_LIMIT } from './limits.ts';
import { StateStoreError } from './state-store-error.ts';

/** Consumer groups of one log. */
export const GROUPS_MAX = 64;
/** Characters that one log holds; beyond it the oldest entries go. */
export const LOG_CHARACTERS_MAX = 67_108_864;

export interface LogEntry {
  readonly id: string;
  readonly entry: string;
}

interface Group {
  /** The next entry that nobody of the group has been given. */
  nextSeq: number;
  /** When each entry that is not acknowledged was delivered last, in order of `seq`. */
  readonly pending: Map<number, number>;
}

/**
 * A log with consumer groups, as Redis Streams have them: a group that is new begins at the oldest
 * entry still kept, an entry that was trimmed is not delivered again.
 */
export class EntryLog {
  readonly #nowMs: () => number;
  readonly #entries = new Map<number, string>();
  readonly #groups = new Map<string, Group>();
  #firstSeq = 1;
  #nextSeq = 1;
  #characters = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  append(entry: string, lengthMax: number): void {
    this.#entries.set(this.#nextSeq, entry);
    this.#nextSeq += 1;
    this.#characters += entry.length;
    while (this.#entries.size > lengthMax || this.#characters > LOG_CHARACTERS_MAX) this.#trim();
  }

  read(by: { readonly group: string; readonly limit: number }): readonly LogEntry[] {
    const group = this.#groupOf(by.group);
    const read: LogEntry[] = [];
    let seq = Math.max(group.nextSeq, this.#firstSeq);
    for (; seq < this.#nextSeq && read.length < by.limit; seq += 1) {
      this.#deliver(read, seq);
      group.pending.set(seq, this.#nowMs());
    }
    group.nextSeq = seq;
    return read;
  }

  acknowledge(groupName: string, id: string): void {
    this.#groups.get(groupName)?.pending.delete(Number.parseInt(id, 10));
  }

  claim(by: { readonly group: string; readonly idleMs: number }): readonly LogEntry[] {
    const claimed: LogEntry[] = [];
    const nowMs = this.#nowMs();
    const pending = this.#groups.get(by.group)?.pending ?? new Map<number, number>();
    for (const [seq, deliveredAtMs] of pending) {
      if (claimed.length === CLAIM_LIMIT) break;
      if (nowMs - deliveredAtMs < by.idleMs) continue;
      this.#deliver(claimed, seq);
      pending.set(seq, nowMs);
    }
    return claimed;
  }

  #deliver(into: LogEntry[], seq: number): void {
    const entry = this.#entries.get(seq);
    invariant(entry !== undefined, 'What is pending or to be read is still kept');
    into.push({ id: `${seq}-0`, entry });
  }

  #groupOf(name: string): Group {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    if (this.#groups.size >= GROUPS_MAX) {
      throw new StateStoreError('overflow', `A log has at most ${GROUPS_MAX} consumer groups.`);
    }
    const group = { nextSeq: this.#firstSeq, pending: new Map<number, number>() };
    this.#groups.set(name, group);
    return group;
  }

  #trim(): void {
    const seq = this.#firstSeq;
    this.#characters -= this.#entries.get(seq)?.length ?? 0;
    this.#entries.delete(seq);
    for (const group of this.#groups.values()) group.pending.delete(seq);
    this.#firstSeq += 1;
  }
}
