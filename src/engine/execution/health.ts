import type { Schedule } from './schedule.ts';

/** A loop that is later than this decides on old news: orders must not rest unattended. */
export const LOOP_LAG_MS_MAX = 2_000;
/** Between two looks at how late the loop is. */
const LOOK_EVERY_MS = 250;
/** How long a lateness counts after it is over: one beat of the dead-man switch stays away. */
const LAG_KEPT_MS = 5_000;

/** How late this thread comes to what is due. */
export class LoopLag {
  readonly #schedule: Schedule;
  #dueMs: number | null = null;
  #worst: { readonly lagMs: number; readonly atMs: number } = { lagMs: 0, atMs: 0 };
  #cancel: (() => void) | null = null;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  start(): void {
    if (this.#cancel === null) this.#arm();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#dueMs = null;
  }

  /** The worst of the last seconds, and what is overdue now. */
  get lagMs(): number {
    this.#note();
    return this.#worst.lagMs;
  }

  #arm(): void {
    this.#dueMs = this.#schedule.nowMs() + LOOK_EVERY_MS;
    this.#cancel = this.#schedule.in(LOOK_EVERY_MS, () => {
      this.#note();
      this.#arm();
    });
  }

  #note(): void {
    if (this.#dueMs === null) return;
    const atMs = this.#schedule.nowMs();
    const lagMs = Math.max(0, atMs - this.#dueMs);
    const isOver = atMs - this.#worst.atMs > LAG_KEPT_MS;
    if (isOver || lagMs >= this.#worst.lagMs) this.#worst = { lagMs, atMs };
  }
}

/** What must hold for orders to rest at a venue. Each is read in memory, without waiting. */
export interface HealthSources {
  readonly lag: Pick<LoopLag, 'lagMs'>;
  /** Whether kill holds. */
  isKilled(): boolean;
  /** Whether the store refuses or delays what is written. */
  isStoreFailing(): boolean;
  /** Whether the account's own channel tells what happens. */
  isAccountFeedFresh(): boolean;
}

/** Why orders should not rest now; `null` when all is well. */
export function troubleOf(sources: HealthSources): string | null {
  if (sources.isKilled()) return 'killed';
  const { lagMs } = sources.lag;
  if (lagMs >= LOOP_LAG_MS_MAX) return `the loop was ${Math.round(lagMs)} ms late`;
  if (sources.isStoreFailing()) return 'the store fails';
  return sources.isAccountFeedFresh() ? null : "the account's own channel is silent";
}
