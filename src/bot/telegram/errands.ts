import { Backoff } from '../chat/backoff.ts';
import type { Timing } from '../notice/timing.ts';
import { type Failure, failureOf, TelegramError } from './failure.ts';
import { Pauses } from './pauses.ts';

/** Tries of an errand before it is given up. */
const TRIES_MAX = 20;
/** Errands that may be under way. */
const ERRANDS_MAX = 100;

export interface ErrandsOptions {
  readonly timing: Pick<Timing, 'after'>;
  readonly report: (error: unknown) => void;
}

/** A small call that nobody waits for. */
export interface Errand {
  /** What is reported when it fails for good. */
  readonly name: string;
  /** Whether it is worth another try. */
  readonly again: boolean;
  /** A refusal in which this is said means that nothing is left to do. */
  readonly done: RegExp;
  readonly call: () => Promise<unknown>;
}

/** Runs errands; what fails is tried again or reported, never thrown. */
export class Errands {
  readonly #options: ErrandsOptions;
  readonly #pauses: Pauses;
  #running = 0;

  constructor(options: ErrandsOptions) {
    this.#options = options;
    this.#pauses = new Pauses(options.timing);
  }

  run(errand: Errand): void {
    if (this.#running >= ERRANDS_MAX) {
      this.#options.report(
        new TelegramError(`${errand.name}: ${ERRANDS_MAX} errands wait already`),
      );
      return;
    }
    this.#running += 1;
    void this.#run(errand).finally(() => {
      this.#running -= 1;
    });
  }

  stop(): void {
    this.#pauses.end();
  }

  async #run({ name, again, done, call }: Errand): Promise<void> {
    const backoff = new Backoff();
    for (let tries = 1; ; tries += 1) {
      const failure = await failing(call);
      if (failure === null || done.test(failure.words)) return;
      const hopeless = failure.kind === 'refused' || failure.kind === 'unreachable';
      if (!again || hopeless || tries >= TRIES_MAX || this.#pauses.isOver) {
        this.#options.report(new TelegramError(`${name}: ${failure.words}`));
        return;
      }
      await this.#pauses.wait(failure.kind === 'flood' ? failure.retryAfterMs : backoff.next());
    }
  }
}

async function failing(call: () => Promise<unknown>): Promise<Failure | null> {
  try {
    await call();
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
