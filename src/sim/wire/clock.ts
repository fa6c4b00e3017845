/** Wall time and timers of the wire servers, so that a test can own both. */
export interface SimClock {
  nowMs(): number;
  /** Runs `run` once after `delayMs`; the answer takes it back. */
  schedule(delayMs: number, run: () => void): () => void;
}

export const SYSTEM_CLOCK: SimClock = {
  nowMs: () => Date.now(),
  schedule: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
