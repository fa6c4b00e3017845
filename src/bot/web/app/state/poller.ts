export interface PollerOptions {
  /** Reads once; ends early when it is told to. */
  readonly load: (stop: AbortSignal) => Promise<void>;
  readonly everyMs: number;
  /** How soon after something changed it is read; what changes meanwhile is the same look. */
  readonly settleMs: number;
  /** While nobody looks, nothing is read. */
  readonly isSeen: () => boolean;
  readonly report: (error: unknown) => void;
}

/**
 * Reads something again and again, one read at a time: a slow answer is waited for, and changes
 * that never end cannot keep it from being read.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReading = false;
  #isSoon = false;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#read();
  }

  /** Something changed: reads shortly, or right behind the read that is underway. */
  soon(): void {
    if (this.#isSoon) return;
    this.#isSoon = true;
    if (!this.#isReading) this.#in(this.#options.settleMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stop.signal.aborted) this.#timer = setTimeout(() => this.#read(), ms);
  }

  #read(): void {
    const { load, everyMs, settleMs, isSeen, report } = this.#options;
    if (!isSeen()) {
      this.#in(everyMs);
      return;
    }
    this.#isReading = true;
    this.#isSoon = false;
    load(this.#stop.signal)
      .catch(report)
      .finally(() => {
        this.#isReading = false;
        this.#in(this.#isSoon ? settleMs : everyMs);
      });
  }
}
