import { parseFrame, parseText } from '../../data/frame.ts';
import type { ParsedFrame, Problem } from '../../data/parsed.ts';
import type { FrameSink } from '../../data/polymarket/feed/frame-sink.ts';
import type { FeedCursor } from '../../engine/domain/input.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { DriftCount } from './drift-count.ts';
import type { LiveLoop } from './live-loop.ts';
import { Meter } from './meter.ts';

/** A frame that came as text: parsed into events, kept as it was received. */
export class FrameText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** As a recording keeps it. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

export interface IntakeOptions {
  readonly loop: Pick<LiveLoop, 'offerFrame' | 'offerBehind'>;
  /** What could not be read: a venue that changed, or our own mistake. */
  problem(problem: Problem): void;
  /** Sees every event on its way to the loop. */
  seen(events: readonly MarketEvent[], receivedAtMs: AtMs): void;
}

/** The one door for data: parses, measures, and offers to the loop. Decides nothing. */
export class Intake implements FrameSink {
  /** What could not be read, by field. */
  readonly drift = new DriftCount();
  readonly #options: IntakeOptions;
  readonly #meters = new Map<string, Meter>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  meter(source: string): Meter {
    let meter = this.#meters.get(source);
    if (meter === undefined) {
      meter = new Meter();
      this.#meters.set(source, meter);
    }
    return meter;
  }

  text(source: string, text: string, receivedAtMs: AtMs): void {
    this.#take(
      { source, frame: new FrameText(text) },
      parseText(source, text, receivedAtMs),
      receivedAtMs,
    );
  }

  json(source: string, frame: unknown, receivedAtMs: AtMs): void {
    this.#take({ source, frame }, parseFrame(source, frame, receivedAtMs), receivedAtMs);
  }

  cursor(name: string, value: string, gap: FeedCursor['gap']): void {
    this.#options.loop.offerBehind({ kind: 'cursor', cursor: { name, value, gap } });
  }

  #take(
    frame: { readonly source: string; readonly frame: unknown },
    { events, problems }: ParsedFrame,
    receivedAtMs: AtMs,
  ): void {
    this.meter(frame.source).message(receivedAtMs, events, problems.length);
    for (const problem of problems) {
      this.drift.count(problem, receivedAtMs);
      this.#options.problem(problem);
    }
    if (events.length === 0) return;
    this.#options.seen(events, receivedAtMs);
    this.#options.loop.offerFrame({ ...frame, events });
  }
}
