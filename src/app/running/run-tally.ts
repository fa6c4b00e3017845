import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { brokenInvariants } from '../../engine/core/invariants.ts';
import type { InputBody, LoopInput } from '../../engine/domain/input.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { type Digest, EffectDigest } from '../virtual/effect-digest.ts';
import { type RunSummary, Tally } from '../virtual/tally.ts';
import type { InvariantTally } from '../virtual/virtual-run.ts';
import type { ProgramObserver } from './program.ts';

const BROKEN_KEPT_MAX = 10;

/** Counts what a running service does, and checks its invariants after every step that moved something. */
export class RunTally implements ProgramObserver {
  readonly #tally = new Tally();
  readonly #digest = new EffectDigest();
  readonly #broken: string[] = [];
  #checked = 0;
  #violations = 0;

  onInput(_atMs: number, input: Frame | InputBody): void {
    this.#tally.line();
    if ('events' in input) this.#tally.frame(input.source, { events: input.events, problems: [] });
  }

  onStep(input: LoopInput, effects: readonly Effect[], engine: Engine): void {
    this.#digest.add(input, effects);
    this.#tally.effects(effects);
    if (effects.length === 0) return;
    const broken = brokenInvariants(engine);
    this.#checked += 1;
    this.#violations += broken.length;
    for (const sentence of broken) {
      if (this.#broken.length < BROKEN_KEPT_MAX)
        this.#broken.push(`step ${input.seq}: ${sentence}`);
    }
  }

  /** May be read once, at the end. */
  close(engine: Engine): RunSummary & {
    readonly invariants: InvariantTally;
    readonly effects: Digest;
  } {
    const invariants = {
      checked: this.#checked,
      violations: this.#violations,
      broken: this.#broken,
    };
    return { ...this.#tally.summary(engine), invariants, effects: this.#digest.close() };
  }
}
