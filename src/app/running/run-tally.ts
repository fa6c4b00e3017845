import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { InputBody, LoopInput } from '../../engine/domain/input.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { type Digest, EffectDigest } from '../virtual/effect-digest.ts';
import { type InvariantTally, InvariantWatch } from '../virtual/invariant-watch.ts';
import { type RunSummary, Tally } from '../virtual/tally.ts';
import type { ProgramObserver } from './program-options.ts';

/** Counts what a running service does, and checks its invariants after every step that moved something. */
export class RunTally implements ProgramObserver {
  readonly #tally = new Tally();
  readonly #digest = new EffectDigest();
  readonly #watch = new InvariantWatch();

  onInput(_atMs: number, input: Frame | InputBody): void {
    this.#tally.line();
    if ('events' in input) this.#tally.frame(input.source, { events: input.events, problems: [] });
  }

  onStep(input: LoopInput, effects: readonly Effect[], engine: Engine): void {
    this.#digest.add(input, effects);
    this.#tally.effects(effects, engine);
    if (input.body.kind === 'market') this.#tally.stepped(input.body.event, engine, input.atMs);
    if (effects.length === 0) return;
    this.#watch.check(engine, input.seq);
  }

  /** May be read once, at the end. */
  close(engine: Engine): RunSummary & {
    readonly invariants: InvariantTally;
    readonly effects: Digest;
  } {
    return {
      ...this.#tally.summary(engine),
      invariants: this.#watch.tally,
      effects: this.#digest.close(),
    };
  }
}
