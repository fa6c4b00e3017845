import type { Schedule } from '../../../src/engine/execution/schedule.ts';

interface Alarm {
  readonly dueMs: number;
  readonly act: () => void;
}

/** Time that passes when a test says so; wall clock and monotonic clock can drift apart. */
export class VirtualSchedule implements Schedule {
  #nowMs = 1_000_000;
  /** What the wall clock shows more than the monotonic one. */
  wallAheadMs = Date.UTC(2026, 10, 22, 12) - 1_000_000;
  readonly #alarms = new Set<Alarm>();

  readonly clock = { nowMs: (): number => this.#nowMs + this.wallAheadMs };

  nowMs(): number {
    return this.#nowMs;
  }

  in(delayMs: number, act: () => void): () => void {
    const alarm = { dueMs: this.#nowMs + delayMs, act };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Alarms that are armed. */
  get armed(): number {
    return this.#alarms.size;
  }

  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settled();
    for (;;) {
      const next = [...this.#alarms].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#ring(next);
      await settled();
    }
    this.#nowMs = untilMs;
  }

  /** Nothing runs meanwhile; what was due comes late. */
  async block(forMs: number): Promise<void> {
    this.#nowMs += forMs;
    await this.advance(0);
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm);
    alarm.act();
  }
}

/** Everything that needs no time has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
