import { openSync, readSync } from 'node:fs';
import process from 'node:process';
import type { Timing } from '../../src/bot/notice/timing.ts';

const DIGITS_MAX = 64;

/**
 * The time that this thread ran, ms: it stands still while other programs have its processor, so that
 * two blocks of one run stay comparable on a busy machine. Of a thread that never sleeps it is the
 * wall's time on a quiet one. What the kernel does in its name (sending, and over loopback the
 * receiver's part) counts. Where a system does not tell, it is the wall's.
 */
function ownClock(): () => number {
  let file: number;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return () => performance.now();
  }
  const bytes = Buffer.alloc(DIGITS_MAX);
  return () => {
    // Brings the count up to this moment; else it is as old as the kernel's last tick.
    process.cpuUsage();
    const length = readSync(file, bytes, 0, DIGITS_MAX, 0);
    return Number.parseInt(bytes.toString('latin1', 0, length), 10) / 1e6;
  };
}

/** Timing of a server by that time; whoever runs the thread says when something may be due. */
export class OwnTime implements Timing {
  readonly monotonicMs = ownClock();
  #waiting: { readonly dueMs: number; readonly act: () => void }[] = [];

  nowMs(): number {
    return Date.now();
  }

  after(delayMs: number, act: () => void): () => void {
    const wait = { dueMs: this.monotonicMs() + delayMs, act };
    this.#waiting.push(wait);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== wait);
    };
  }

  /** Does what is due; what waits longer too, when it shall be `early`. */
  pass(nowMs: number, early = false): void {
    if (this.#waiting.length === 0) return;
    const due = this.#waiting.filter(({ dueMs }) => early || dueMs <= nowMs);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { act } of due) act();
  }
}
