import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Witness } from './witness.ts';

/** Characters of its output that a failure shows. */
const TAIL_LENGTH = 3_000;

export interface ProcessOptions {
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly witness: Witness;
}

/** The real process, in a group of its own, from its start to its end. */
export class ProgramProcess {
  output = '';
  errors = '';
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #witness: Witness;
  readonly #closed: Promise<unknown>;
  #isEnded = false;
  #isKilled = false;

  constructor({ main, env, args, witness }: ProcessOptions) {
    this.#witness = witness;
    this.#child = spawn(process.execPath, [main, 'run', ...args], {
      env: { PATH: process.env['PATH'], ...env },
      detached: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    // A killed reader is no failure of the writer.
    stdin.on('error', () => witness.note());
    stdout.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      witness.note();
    });
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
      witness.note();
    });
    this.#child.on('exit', () => {
      this.#isEnded = true;
      witness.note();
    });
    this.#closed = once(this.#child, 'close');
  }

  get hasHeader(): boolean {
    return this.output.includes('   database ');
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Waits for a condition that only a living process brings about. */
  until(holds: () => boolean, what: string): Promise<void> {
    const holdsInLife = (): boolean => {
      if (holds()) return true;
      if (this.#isEnded) throw new Error(`the process ended before: ${what}\n${this.tail()}`);
      return false;
    };
    return this.#witness.until(holdsInLife, what, () => this.tail());
  }

  /** SIGKILL to all of it; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isKilled = true;
    if (!this.#isEnded) this.#signal('SIGKILL');
    await this.#closed;
  }

  /** Asks it to stop, as a host does. */
  terminate(): void {
    this.#signal('SIGTERM');
  }

  /** How it ended by itself. */
  async ended(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    await this.until(() => this.#isEnded, 'the process ends');
    await this.#closed;
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  get wasKilled(): boolean {
    return this.#isKilled && this.#child.signalCode === 'SIGKILL';
  }

  tail(): string {
    return `${this.output.slice(-TAIL_LENGTH)}\n${this.errors.slice(-TAIL_LENGTH)}`;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('the process did not start');
    process.kill(-pid, signal);
  }
}
