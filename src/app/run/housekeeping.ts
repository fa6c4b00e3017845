import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlStore } from '../../data/store/sql-store.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Logger } from '../../ops/log.ts';
import { everyDay } from '../../ops/timetable.ts';
import type { VenueCanary } from '../running/venue-canary.ts';

/** Between two statements: writers go first. */
const PAUSE_MS = 50;

export interface HousekeepingOptions {
  readonly store: Pick<SqlStore, 'forgetOld'>;
  readonly canary: Pick<VenueCanary, 'look'>;
  readonly log: Pick<Logger, 'info' | 'error'>;
  /** The day's hour; the product's own unless said. Returns how to end it. */
  readonly daily?: (run: () => void) => () => void;
  readonly nowMs?: () => AtMs;
  readonly pauseMs?: number;
}

/** What is done once a day, beside everything else: looks whether venues changed, and forgets what is old. */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #end: () => void;
  #lastMs: AtMs | null = null;
  #underway: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
    const { daily = everyDay } = options;
    this.#end = daily(() => {
      this.#underway = this.#underway.then(() => this.#keep());
    });
  }

  /** Resolves when what is underway has stopped, within a statement. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#end();
    await this.#underway;
  }

  async #keep(): Promise<void> {
    if (this.#isOver) return;
    const { store, log, nowMs = Date.now } = this.#options;
    // It may take a minute to ask, and the stop does not wait for it.
    void this.#options.canary.look();
    const atMs = nowMs();
    try {
      const pause = () => this.#pause();
      const forgotten = await store.forgetOld({ nowMs: atMs, lastMs: this.#lastMs, pause });
      this.#lastMs = atMs;
      log.info({ forgotten }, 'what was kept long enough is removed');
    } catch (error) {
      if (!this.#isOver) log.error({ err: error }, 'old rows stay until tomorrow');
    }
  }

  async #pause(): Promise<void> {
    await sleep(this.#options.pauseMs ?? PAUSE_MS);
    if (this.#isOver) throw new Error('the program stops');
  }
}
