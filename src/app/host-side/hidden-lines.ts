import { StringDecoder } from 'node:string_decoder';
import type { ConsoleInput } from '../../bot/console/streams.ts';

/** Characters of a secret that somebody types, at most. */
const LINE_LENGTH_MAX = 1_000;

const INTERRUPT = '\u0003';
const END_OF_INPUT = '\u0004';
const ERASE = new Set(['\u007f', '\b']);
const ERASE_LINE = '\u0015';
const LINE_END = new Set(['\r', '\n']);
const CONTROL = /^\p{Cc}$/u;
/** What arrow keys and the like begin with; unseen, they would become part of the secret. */
const ESCAPE = '\u001b';
const SEQUENCE_START = new Set(['[', 'O']);
const SEQUENCE_END = /^[@-~]$/;

/** The person stopped it with Ctrl-C. */
export class StoppedAtPromptError extends Error {
  override readonly name = 'StoppedAtPromptError';
}

/** A terminal that can take lines without showing them. */
export type HiddenInput = ConsoleInput & Required<Pick<ConsoleInput, 'setRawMode'>>;

/** Whether lines can be typed here unseen. */
export function canHide(input: ConsoleInput): input is HiddenInput {
  return input.isTTY === true && typeof input.setRawMode === 'function';
}

/** Lines typed without echo: the terminal shows nothing while this is open, so editing is done here. */
export class HiddenLines {
  readonly #input: HiddenInput;
  readonly #decoder = new StringDecoder('utf8');
  /** Characters that were typed and not read. */
  #typed: string[] = [];
  #last: string | null = null;
  #isEnded = false;
  #wake: () => void = () => undefined;
  readonly #onData = (chunk: Buffer): void => {
    this.#typed.push(...this.#decoder.write(chunk));
    this.#wake();
  };
  readonly #onEnd = (): void => {
    this.#isEnded = true;
    this.#wake();
  };

  constructor(input: HiddenInput) {
    this.#input = input;
    input.setRawMode(true);
    input.on('data', this.#onData);
    input.on('end', this.#onEnd);
    input.resume();
  }

  /** The next line as it was typed, or `null` when none comes. @throws StoppedAtPromptError */
  async next(): Promise<string | null> {
    const line: string[] = [];
    for (;;) {
      const key = await this.#key();
      if (key === null) return null;
      if (key === INTERRUPT) throw new StoppedAtPromptError('stopped: nothing was written');
      if (key === END_OF_INPUT && line.length === 0) return null;
      if (LINE_END.has(key)) return line.join('');
      edit(line, key);
    }
  }

  close(): void {
    this.#typed = [];
    this.#input.off('data', this.#onData);
    this.#input.off('end', this.#onEnd);
    this.#input.setRawMode(false);
    this.#input.pause();
  }

  /** The next key that means something by itself. */
  async #key(): Promise<string | null> {
    for (;;) {
      const key = await this.#character();
      const isSecondHalf = key === '\n' && this.#last === '\r';
      this.#last = key;
      if (key === ESCAPE) await this.#skipSequence();
      else if (!isSecondHalf) return key;
    }
  }

  async #skipSequence(): Promise<void> {
    const start = await this.#character();
    if (start === null) return;
    if (!SEQUENCE_START.has(start)) {
      this.#typed.unshift(start);
      return;
    }
    for (;;) {
      const part = await this.#character();
      if (part === null || SEQUENCE_END.test(part)) return;
      if (CONTROL.test(part)) {
        // It was none: Ctrl-C and Enter mean what they always do.
        this.#typed.unshift(part);
        return;
      }
    }
  }

  async #character(): Promise<string | null> {
    for (;;) {
      const character = this.#typed.shift();
      if (character !== undefined) return character;
      if (this.#isEnded) return null;
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }
}

function edit(line: string[], key: string): void {
  if (ERASE.has(key)) line.pop();
  else if (key === ERASE_LINE) line.length = 0;
  else if (!CONTROL.test(key) && line.length < LINE_LENGTH_MAX) line.push(key);
}
