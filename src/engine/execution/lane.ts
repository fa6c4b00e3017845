/** One piece of work; it never throws. Pieces of one key run one after the other, in order. */
export interface Job {
  readonly key: string | null;
  run(): Promise<void>;
}

export interface LaneLimits {
  /** Pieces that wait. */
  readonly queuedMax: number;
  /** Pieces that run at once. */
  readonly atOnceMax: number;
}

/** A bounded queue of its own for one kind of work, so that no kind waits behind another. */
export class Lane {
  readonly #limits: LaneLimits;
  readonly #queue: Job[] = [];
  readonly #busyKeys = new Set<string>();
  #running = 0;
  #waitingForIdle: (() => void)[] = [];

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  get queued(): number {
    return this.#queue.length;
  }

  get running(): number {
    return this.#running;
  }

  /** `false` when the queue is full: the job was not taken. */
  offer(job: Job): boolean {
    if (this.#queue.length >= this.#limits.queuedMax) return false;
    this.#queue.push(job);
    this.#startWhatMay();
    return true;
  }

  /** Resolves when nothing waits or runs. */
  idle(): Promise<void> {
    if (this.#running === 0 && this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingForIdle.push(resolve));
  }

  #startWhatMay(): void {
    while (this.#running < this.#limits.atOnceMax) {
      const at = this.#queue.findIndex(({ key }) => key === null || !this.#busyKeys.has(key));
      const [job] = at < 0 ? [] : this.#queue.splice(at, 1);
      if (job === undefined) return;
      this.#start(job);
    }
  }

  #start(job: Job): void {
    this.#running += 1;
    if (job.key !== null) this.#busyKeys.add(job.key);
    const done = (): void => {
      this.#running -= 1;
      if (job.key !== null) this.#busyKeys.delete(job.key);
      this.#startWhatMay();
      if (this.#running > 0 || this.#queue.length > 0) return;
      for (const resolve of this.#waitingForIdle.splice(0)) resolve();
    };
    // What throws here is a broken law of ours: it ends the process.
    void job.run().finally(done);
  }
}
