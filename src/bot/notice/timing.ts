import type { AtMs } from '../../engine/domain/time.ts';

/** Time as a surface needs it, so that a test can own it. */
export interface Timing {
  /** Wall clock; dates what is shown. */
  nowMs(): AtMs;
  /** Milliseconds that never step back; measures waits. */
  monotonicMs(): number;
  /** Acts once after `delayMs`; returns how to call it off. */
  after(delayMs: number, act: () => void): () => void;
}

export const SYSTEM_TIMING: Timing = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};
