import type { BeatAnswer, DeadManSwitch } from '../ports.ts';
import { withPatience } from './patience.ts';
import type { Schedule } from './schedule.ts';
import { nameOf } from './trouble.ts';

/** The venue cancels all after 10 s of silence, and looks every 5 s. */
export const BEAT_EVERY_MS = 5_000;
/** An answer that comes later is of no use: the next beat is due. */
const BEAT_MS_MAX = 4_500;

export interface HeartbeatOptions {
  readonly venue: DeadManSwitch;
  readonly schedule: Schedule;
  /** Whether live trading is on. Without it there is nothing to beat for. */
  isLive(): boolean;
  /** Why the venue should rather cancel everything; `null` when all is well. Never waits. */
  trouble(): string | null;
  /** Beats stopped or failed (why), or go on (`null`); told when it changes. */
  onChange(why: string | null): void;
}

/**
 * Tells the venue every few seconds that somebody minds the orders that rest there, only while that
 * is so: silence makes the venue cancel them all.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #cancel: (() => void) | null = null;
  /** Of the next beat; a chain begins with none. */
  #id = '';
  #isBeating = false;
  #why: string | null = null;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#cancel === null) this.#tick();
  }

  /** At once: no beat leaves after it. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #tick(): void {
    this.#cancel = this.#options.schedule.in(BEAT_EVERY_MS, () => this.#tick());
    if (!this.#options.isLive()) {
      this.#id = '';
      this.#tell(null);
      return;
    }
    // One at a time: a second one would name the id of the first.
    if (!this.#isBeating) void this.#beat();
  }

  /** Never throws. */
  async #beat(): Promise<void> {
    this.#isBeating = true;
    let answer = await this.#beatOnce();
    // The venue names the id that it expects; that one counts, if all is still well.
    if (answer?.kind === 'wrongId') answer = await this.#beatOnce();
    this.#isBeating = false;
    if (answer?.kind === 'beaten') this.#tell(null);
    else if (answer !== null) this.#tell(wordsOf(answer));
  }

  /** `null` when none may leave. */
  async #beatOnce(): Promise<BeatAnswer | null> {
    if (this.#cancel === null || !this.#options.isLive()) return null;
    const why = this.#options.trouble();
    if (why !== null) {
      this.#tell(why);
      return null;
    }
    const answer = await this.#ask();
    if (answer.kind === 'beaten') this.#id = answer.nextId;
    else if (answer.kind === 'wrongId') this.#id = answer.expectedId;
    return answer;
  }

  /** A beat that hangs must not keep the next one from leaving. */
  #ask(): Promise<BeatAnswer> {
    const { venue, schedule } = this.#options;
    return withPatience<BeatAnswer>(() => venue.beat(this.#id), {
      schedule,
      patienceMs: BEAT_MS_MAX,
      late: () => ({ kind: 'failed', text: 'the venue did not answer in time' }),
      failed: (error) => ({ kind: 'failed', text: nameOf(error) }),
    });
  }

  #tell(why: string | null): void {
    if (why === this.#why) return;
    this.#why = why;
    this.#options.onChange(why);
  }
}

function wordsOf(answer: Exclude<BeatAnswer, { kind: 'beaten' }>): string {
  return answer.kind === 'failed' ? answer.text : 'the venue expects another beat';
}
