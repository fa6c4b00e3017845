import type { CommandContext, Output } from '../command.ts';
import { StoppedAtPromptError } from '../host-side/hidden-lines.ts';
import { TypedLines } from '../host-side/typed-lines.ts';

/** The person stopped it; what is done stays done. */
const STOPPED_TEXT = 'stopped: what is done stays done; polymind setup live goes on from here';

/** Answers that are none of those asked for, before the person is left to look in peace. */
const TRIES_MAX = 5;

const YES = new Set(['y', 'yes']);
const NO = new Set(['n', 'no']);

/** What one answer may be: a word, and what else is taken for it. */
interface Choice<T> {
  readonly value: T;
  /** In small letters; the first is shown. */
  readonly words: readonly string[];
}

/** Talks with whoever sits at the terminal. Every question ends at once when it is stopped. */
export class Talk {
  /** Ctrl-C was pressed, or the process was asked to stop. */
  readonly stop: AbortSignal;
  readonly output: Output;
  readonly #host: CommandContext['host'];

  constructor({
    host,
    output,
  }: { readonly host: CommandContext['host']; readonly output: Output }) {
    const stop = new AbortController();
    this.stop = stop.signal;
    this.output = output;
    this.#host = host;
    void host.untilStopped().then(() => stop.abort());
  }

  say(...lines: readonly string[]): void {
    this.output.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** One line that is typed, without the spaces around it. @throws StoppedAtPromptError */
  async ask(prompt: string): Promise<string> {
    this.output.write(prompt);
    const typed = new TypedLines(this.#host.input, this.stop);
    try {
      const line = await typed.next();
      if (line !== null) return line;
    } finally {
      typed.close();
    }
    this.output.write('\n');
    throw new StoppedAtPromptError(STOPPED_TEXT);
  }

  /** A plain Enter means no. */
  async isYes(question: string): Promise<boolean> {
    const choices = [
      { value: true, words: [...YES] },
      { value: false, words: [...NO, ''] },
    ];
    return await this.choose(`${question} y/N `, choices);
  }

  /** Asks until the answer is one of these. @throws StoppedAtPromptError */
  async choose<T>(prompt: string, choices: readonly Choice<T>[]): Promise<T> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const line = (await this.ask(prompt)).toLowerCase();
      const chosen = choices.find(({ words }) => words.includes(line));
      if (chosen !== undefined) return chosen.value;
      const known = choices.map(({ words: [word = ''] }) => word);
      this.say(`  That is none of the answers: ${known.join(', ')}`);
    }
    throw new StoppedAtPromptError(STOPPED_TEXT);
  }

  /**
   * Waits until `look` has something, or Enter is typed (`null`). Between two looks `delayMs` pass.
   * @throws StoppedAtPromptError
   */
  async until<T>(look: () => Promise<T | null>, delayMs: number): Promise<T | null> {
    const typed = new TypedLines(this.#host.input, this.stop);
    const entered = typed.next().then((line) => ({ line }));
    try {
      for (;;) {
        const found = await look();
        if (found !== null) return found;
        const next = await Promise.race([entered, pause(delayMs, this.stop)]);
        if (this.stop.aborted || next?.line === null) break;
        if (next !== null) return null;
      }
    } finally {
      typed.close();
    }
    this.output.write('\n');
    throw new StoppedAtPromptError(STOPPED_TEXT);
  }

  /** @throws StoppedAtPromptError when it was stopped meanwhile. */
  requireGoing(): void {
    if (this.stop.aborted) throw new StoppedAtPromptError(STOPPED_TEXT);
  }
}

/** `null` after the time, or when it is stopped. */
function pause(delayMs: number, stop: AbortSignal): Promise<null> {
  return new Promise((done) => {
    const timer = setTimeout(end, delayMs);
    function end(): void {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      done(null);
    }
    stop.addEventListener('abort', end);
  });
}
