import type { Change } from '../domain/change.ts';
import { contentId, isShadow, type LedgerId } from '../domain/ids.ts';
import type { Notice, NoticeKind } from '../domain/notice.ts';
import type { AtMs } from '../domain/time.ts';
import type { Effect } from './effects.ts';
import type { Message } from './message.ts';
import type { Timers } from './timers.ts';

const NOTHING: readonly never[] = [];

/** One step in progress: what time it is, and where parts of the core put what they want. */
export class Turn {
  readonly atMs: AtMs;
  readonly timers: Timers;
  // Most inputs are book events that lead to nothing: lists are made when something goes in.
  #changes: Change[] | null = null;
  #effects: Effect[] | null = null;
  #messages: Message[] | null = null;
  #read = 0;

  constructor(atMs: AtMs, timers: Timers) {
    this.atMs = atMs;
    this.timers = timers;
  }

  /** Rows to write, in order. */
  get changes(): readonly Change[] {
    return this.#changes ?? NOTHING;
  }

  /** Effects besides the writing, in order. */
  get effects(): readonly Effect[] {
    return this.#effects ?? NOTHING;
  }

  /** Writes a row; all rows of a turn are one transaction. */
  record(change: Change): void {
    this.#changes ??= [];
    this.#changes.push(change);
  }

  emit(effect: Effect): void {
    this.#effects ??= [];
    this.#effects.push(effect);
  }

  /** Tells another part of the core; handled within this turn, in order. */
  tell(message: Message): void {
    this.#messages ??= [];
    this.#messages.push(message);
  }

  /** The next untold message, or `null`. */
  nextMessage(): Message | null {
    const message = this.#messages?.[this.#read];
    if (message === undefined) return null;
    this.#read += 1;
    return message;
  }

  /** Enqueues a fact for people, in the same transaction as what it tells; none of shadows. */
  notice(
    kind: NoticeKind,
    about: { readonly ledger: LedgerId | null; readonly subject: string },
    data: Notice['data'],
  ): void {
    if (about.ledger !== null && isShadow(about.ledger)) return;
    const id = contentId('notice', [kind, about.ledger ?? '', about.subject, this.atMs]);
    this.record({ kind: 'notice', notice: { id, kind, ...about, data, atMs: this.atMs } });
  }
}
