import { parseFrame } from '../../data/frame.ts';
import { Engine } from '../../engine/core/engine.ts';
import type { InputBody, LoopInput } from '../../engine/domain/input.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { TapeLine } from '../../tape/tape-line.ts';
import { type Digest, EffectDigest } from './effect-digest.ts';
import { inputOfLine, isOwnSource } from './input-line.ts';
import { type InvariantTally, InvariantWatch } from './invariant-watch.ts';
import { Tally } from './tally.ts';

/**
 * Steps a recording that has our own inputs: nothing is made up, every timer, command and effect
 * result comes from the tape, so the effects must come out equal, byte for byte.
 */
export class RecordedRun {
  readonly engine = new Engine();
  readonly tally = new Tally();
  readonly #digest = new EffectDigest();
  readonly #watch = new InvariantWatch();
  #seq = 0;

  /** Steps one line; tells what is wrong with it, or `null`. */
  line(line: TapeLine): string | null {
    this.tally.line();
    if (!isOwnSource(line.source)) {
      const parsed = parseFrame(line.source, line.frame, line.t);
      this.tally.frame(line.source, parsed);
      for (const event of parsed.events) {
        this.#step(line.t, { kind: 'market', source: line.source, event });
      }
      return null;
    }
    const body = inputOfLine(line);
    if ('error' in body) return body.error;
    this.#step(line.t, body);
    return null;
  }

  get invariants(): InvariantTally {
    return this.#watch.tally;
  }

  close(): Digest {
    return this.#digest.close();
  }

  #step(atMs: AtMs, body: InputBody): void {
    this.#seq += 1;
    const input: LoopInput = { seq: this.#seq, atMs, body };
    const effects = this.engine.step(input);
    this.#digest.add(input, effects);
    this.tally.effects(effects, this.engine);
    if (body.kind === 'market') this.tally.stepped(body.event, this.engine, atMs);
    if (effects.length > 0) this.#watch.check(this.engine, this.#seq);
  }
}
