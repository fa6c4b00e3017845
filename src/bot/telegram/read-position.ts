import type { AtMs } from '../../engine/domain/time.ts';
import { Backoff } from '../chat/backoff.ts';
import type { Timing } from '../notice/timing.ts';
import { Pauses } from './pauses.ts';

/**
 * Telegram keeps updates for a day, and after a week without one it numbers anew: an older position
 * protects from nothing, and would skip what is new.
 */
const FRESH_MS = 48 * 3_600_000;
/** So long, and so many, an update that is being handled is left with Telegram. */
export const HELD_MS_MAX = 5_000;
const HELD_MAX = 50;
/** A database that does not answer does not keep the bot from hearing. */
const LOAD_MS_MAX = 2_000;

export interface ReadPositionOptions {
  readonly store: { load(): Promise<string | null>; save(value: string): Promise<void> };
  readonly timing: Timing;
  readonly report: (error: unknown) => void;
}

/**
 * How far the updates were handled. Telegram forgets an update once a later one is asked for, so
 * what is being handled is asked for again for a while: a crash loses nothing. The durable position
 * lies behind it: what comes again after a restart is known.
 */
export class ReadPosition {
  readonly #options: ReadPositionOptions;
  readonly #pauses: Pauses;
  /** Updates that are being handled, with the moment each came. */
  readonly #open = new Map<number, number>();
  #botId: number | null = null;
  #last: { readonly id: number; readonly atMs: AtMs } | null = null;
  #due: string | null = null;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;
  /** Those who wait until everything is handled. */
  #waiting: (() => void)[] = [];

  constructor(options: ReadPositionOptions) {
    this.#options = options;
    this.#pauses = new Pauses(options.timing);
  }

  /** Reads the durable position of this bot, once. Never rejects. */
  async load(botId: number): Promise<void> {
    if (this.#botId === botId) return;
    this.#botId = botId;
    const { store, report } = this.#options;
    const loaded = store.load().then(
      (value) => this.#take(value),
      (error: unknown) => report(error),
    );
    await this.#pauses.wait(LOAD_MS_MAX, loaded);
  }

  #take(value: string | null): void {
    const [, botId, id, atMs] = /^(\d+)\/(\d+)@(\d+)$/.exec(value ?? '') ?? [];
    // Another bot counts for itself; and what was heard meanwhile is newer.
    if (Number(botId) !== this.#botId || this.#last !== null) return;
    this.#last = { id: Number(id), atMs: Number(atMs) };
  }

  /** Whether an update was taken before. */
  isKnown(id: number): boolean {
    const last = this.#fresh();
    return last !== null && id <= last.id;
  }

  begin(id: number): void {
    this.#last = { id, atMs: this.#options.timing.nowMs() };
    this.#open.set(id, this.#options.timing.monotonicMs());
  }

  end(id: number): void {
    this.#open.delete(id);
    if (this.#open.size === 0) for (const wake of this.#waiting.splice(0)) wake();
    this.#save();
  }

  /** What to ask for: all before it is forgotten. `null` asks for whatever there is. */
  offset(): number | null {
    const last = this.#fresh();
    if (last === null) return null;
    const held = this.#held();
    return held.length > 0 ? Math.min(...held) : last.id + 1;
  }

  /** Whether {@link offset} asks again for what is being handled. */
  isHolding(): boolean {
    return this.#held().length > 0;
  }

  /** Resolves when everything is handled. */
  settled(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when the position is durable. */
  async flushed(): Promise<void> {
    await this.settled();
    await this.#writing;
  }

  stop(): void {
    this.#pauses.end();
  }

  #fresh(): { readonly id: number; readonly atMs: AtMs } | null {
    const last = this.#last;
    return last !== null && this.#options.timing.nowMs() - last.atMs < FRESH_MS ? last : null;
  }

  #held(): readonly number[] {
    if (this.#open.size > HELD_MAX) return [];
    const nowMs = this.#options.timing.monotonicMs();
    return [...this.#open].flatMap(([id, beganMs]) => (nowMs - beganMs < HELD_MS_MAX ? [id] : []));
  }

  #save(): void {
    const last = this.#last;
    if (last === null || this.#botId === null) return;
    const done = this.#open.size === 0 ? last.id : Math.min(...this.#open.keys()) - 1;
    this.#due = `${this.#botId}/${done}@${last.atMs}`;
    if (!this.#isWriting) this.#writing = this.#write();
  }

  /** Writes the newest position until it is written. Never rejects. */
  async #write(): Promise<void> {
    this.#isWriting = true;
    const backoff = new Backoff();
    let failures = 0;
    while (this.#due !== null) {
      const value = this.#due;
      try {
        await this.#options.store.save(value);
        failures = 0;
        if (this.#due === value) this.#due = null;
      } catch (error) {
        failures += 1;
        if (failures === 1) this.#options.report(error);
        await this.#pauses.wait(backoff.next());
        if (this.#pauses.isOver) break;
      }
    }
    this.#isWriting = false;
  }
}
