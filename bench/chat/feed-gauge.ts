import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Program } from '../../src/app/running/program-options.ts';

const SOURCE = 'polymarket.market';
const DELAY_RESOLUTION_MS = 1;

/** What the feed did while it was measured, and what it cost. */
export interface FeedFigures {
  readonly seconds: number;
  readonly messagesPerSecond: number;
  readonly lost: number;
  readonly reconnects: number;
  /** Frames that could not be read. */
  readonly unread: number;
  readonly markets: number;
  readonly untrusted: number;
  readonly delayMsP99: number;
  readonly coreShare: number;
}

/** Measures the program's feed and event loop from its making on. */
export class FeedGauge {
  readonly #program: Program;
  readonly #began: { readonly atMs: number; readonly messages: number; readonly problems: number };
  readonly #reconnects: number;
  readonly #cpu = process.cpuUsage();
  readonly #delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });

  constructor(program: Program) {
    this.#program = program;
    const { messages, problems } = program.intake.meter(SOURCE);
    this.#began = { atMs: performance.now(), messages, problems };
    this.#reconnects = this.#reconnectsNow();
    this.#delay.enable();
  }

  end(): FeedFigures {
    const { intake, engine, unread } = this.#program;
    const meter = intake.meter(SOURCE);
    const seconds = (performance.now() - this.#began.atMs) / 1_000;
    const { user, system } = process.cpuUsage(this.#cpu);
    const { trusted, known } = engine.market.bookCounts();
    this.#delay.disable();
    return {
      seconds: Math.round(seconds),
      messagesPerSecond: Math.round((meter.messages - this.#began.messages) / seconds),
      lost: unread.lost,
      reconnects: this.#reconnectsNow() - this.#reconnects,
      unread: meter.problems - this.#began.problems,
      markets: known,
      untrusted: known - trusted,
      delayMsP99: this.#delay.percentile(99) / 1e6,
      coreShare: (user + system) / 1e6 / seconds,
    };
  }

  #reconnectsNow(): number {
    const { feeds } = this.#program.queries.status();
    return feeds.find(({ source }) => source === SOURCE)?.reconnects ?? 0;
  }
}
