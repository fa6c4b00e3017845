import { createHash } from 'node:crypto';
import type { Chart, Pictures } from './chart.ts';
import { DrawError, DrawThread } from './draw-thread.ts';

/** Charts that wait while one is drawn; more are not drawn. */
export const PICTURES_WAITING_MAX = 8;
/** Newest pictures that are kept and not drawn again. */
export const PICTURES_KEPT_MAX = 16;
/** A drawing that takes longer is given up. */
const DRAW_MS_MAX = 5_000;
/** Time for the thread to load what it draws with, on a busy machine. */
const START_MS_MAX = 30_000;
/** Without anything to draw the thread ends, and gives its memory back. */
const IDLE_MS_MAX = 60_000;

/** What may be different in a test. */
export interface PictureSettings {
  /** Told why a picture is missing. Must not throw. */
  readonly report: (error: unknown) => void;
  readonly startThread?: () => DrawThread;
  readonly drawMsMax?: number;
  readonly startMsMax?: number;
  readonly idleMsMax?: number;
}

interface Job {
  readonly key: string;
  readonly chart: Chart;
  settle(png: Uint8Array | null): void;
}

/** Draws charts in a thread that starts with the first and ends when none is wanted for a while. */
export class ThreadPictures implements Pictures {
  readonly #report: (error: unknown) => void;
  readonly #startThread: () => DrawThread;
  readonly #drawMsMax: number;
  readonly #startMsMax: number;
  readonly #idleMsMax: number;
  readonly #waiting: Job[] = [];
  readonly #wanted = new Map<string, Promise<Uint8Array | null>>();
  /** Least recently used first. */
  readonly #kept = new Map<string, Uint8Array>();
  #thread: DrawThread | null = null;
  #ending: Promise<void> = Promise.resolve();
  #drawing = false;
  #closed = false;
  #idle: NodeJS.Timeout | null = null;

  constructor({ report, startThread, drawMsMax, startMsMax, idleMsMax }: PictureSettings) {
    this.#report = report;
    this.#startThread = startThread ?? (() => new DrawThread());
    this.#drawMsMax = drawMsMax ?? DRAW_MS_MAX;
    this.#startMsMax = startMsMax ?? START_MS_MAX;
    this.#idleMsMax = idleMsMax ?? IDLE_MS_MAX;
  }

  draw(chart: Chart): Promise<Uint8Array | null> {
    if (this.#closed) return Promise.resolve(null);
    const key = this.#keyOf(chart);
    if (key === null) return Promise.resolve(null);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#keep(key, kept);
      return Promise.resolve(kept);
    }
    const wanted = this.#wanted.get(key);
    if (wanted !== undefined) return wanted;
    if (this.#waiting.length >= PICTURES_WAITING_MAX) {
      this.#report(
        new DrawError(`${PICTURES_WAITING_MAX} charts wait already`, { threadLives: true }),
      );
      return Promise.resolve(null);
    }
    const drawn = new Promise<Uint8Array | null>((settle) => {
      this.#waiting.push({ key, chart, settle });
    });
    this.#wanted.set(key, drawn);
    if (!this.#drawing) void this.#drawAll();
    return drawn;
  }

  /** Ends the thread; what waits is not drawn. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#waiting.splice(0)) settle(null);
    this.#wanted.clear();
    this.#kept.clear();
    this.#endThread();
    await this.#ending;
  }

  async #drawAll(): Promise<void> {
    this.#drawing = true;
    this.#stopIdling();
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const png = await this.#drawOne(job.chart);
      if (png !== null && !this.#closed) this.#keep(job.key, png);
      this.#wanted.delete(job.key);
      job.settle(png);
    }
    this.#drawing = false;
    if (this.#closed || this.#thread === null) return;
    this.#idle = setTimeout(() => this.#endThread(), this.#idleMsMax).unref();
  }

  async #drawOne(chart: Chart): Promise<Uint8Array | null> {
    try {
      const thread = await this.#livingThread();
      return await inTime(thread.draw(chart), this.#drawMsMax, 'A chart took too long to draw');
    } catch (error) {
      if (this.#closed) return null;
      this.#report(error);
      if (!(error instanceof DrawError && error.threadLives)) this.#endThread();
      return null;
    }
  }

  async #livingThread(): Promise<DrawThread> {
    if (this.#thread !== null && !this.#thread.ended) return this.#thread;
    // A drawing cannot be interrupted: its thread ends behind it, and two never draw at a time.
    await inTime(this.#ending, this.#drawMsMax, 'The drawing thread does not end');
    if (this.#closed) throw new DrawError('Closed', { threadLives: true });
    const thread = this.#startThread();
    this.#thread = thread;
    await inTime(thread.ready(), this.#startMsMax, 'The drawing thread does not start');
    return thread;
  }

  #endThread(): void {
    this.#stopIdling();
    const thread = this.#thread;
    if (thread === null) return;
    this.#thread = null;
    this.#ending = Promise.all([this.#ending, thread.end()]).then(
      () => undefined,
      (error) => this.#report(error),
    );
  }

  #stopIdling(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  /** A picture is its chart's content; `null` when that is no plain data. */
  #keyOf(chart: Chart): string | null {
    try {
      return createHash('sha256').update(JSON.stringify(chart)).digest('base64');
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  #keep(key: string, png: Uint8Array): void {
    this.#kept.delete(key);
    this.#kept.set(key, png);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > PICTURES_KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
  }
}

async function inTime<T>(work: Promise<T>, limitMs: number, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DrawError(complaint, { threadLives: false })), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
