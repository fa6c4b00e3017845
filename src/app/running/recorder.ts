import type { Effect } from '../../engine/core/effects.ts';
import type { InputBody, LoopInput } from '../../engine/domain/input.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import { TapeWriter } from '../../tape/tape-writer.ts';
import { EffectDigest } from '../virtual/effect-digest.ts';
import { DIGEST_SOURCE, lineOfInput } from '../virtual/input-line.ts';
import type { ProgramObserver } from './program-options.ts';

/** How much of a recording may be lost if the program dies. */
const FLUSH_EVERY_MS = 1_000;
const FLUSH_EVERY_LINES = 10_000;

/** Writes every input of a running service to a tape, and at the end what its effects were. */
export class Recorder implements ProgramObserver {
  readonly #writer: TapeWriter;
  readonly #digest = new EffectDigest();
  #lastAtMs = 0;
  #lines = 0;

  private constructor(writer: TapeWriter) {
    this.#writer = writer;
  }

  /** @throws TapeError when the file exists or cannot be made. `onError`: the tape ended early. */
  static async open(path: string, onError: (error: Error) => void): Promise<Recorder> {
    const writer = await TapeWriter.open(path, {
      flushEveryMs: FLUSH_EVERY_MS,
      flushEveryLines: FLUSH_EVERY_LINES,
      onError,
    });
    return new Recorder(writer);
  }

  get lines(): number {
    return this.#lines;
  }

  onInput(atMs: number, input: Frame | InputBody): void {
    this.#lastAtMs = atMs;
    this.#lines += 1;
    this.#writer.append(lineOfInput(atMs, input));
  }

  onStep(input: LoopInput, effects: readonly Effect[]): void {
    this.#digest.add(input, effects);
  }

  /** Ends the tape with the fingerprint that a replay has to come to. */
  async close(): Promise<void> {
    this.#writer.append({ t: this.#lastAtMs, source: DIGEST_SOURCE, frame: this.#digest.close() });
    await this.#writer.close();
  }
}
