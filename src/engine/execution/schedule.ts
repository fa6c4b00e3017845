/** Lets time pass: on a wall clock, or on one that a simulation moves. */
export interface Schedule {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Acts once, later; what it returns keeps it from acting. */
  in(delayMs: number, act: () => void): () => void;
}

/** The host's own time. What waits does not keep the process alive. */
export const HOST_SCHEDULE: Schedule = {
  nowMs: () => performance.now(),
  in(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
