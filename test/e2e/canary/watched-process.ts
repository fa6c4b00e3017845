import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Witness } from '../kill/witness.ts';
import type { Place } from './canaries.ts';

/** Characters of its output that a failure shows. */
const TAIL_LENGTH = 3_000;

export interface WatchedOptions {
  /** Of the process, for who reads. */
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly witness: Witness;
}

/** A process and all that can be seen of it from outside. */
export class WatchedProcess {
  output = '';
  errors = '';
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #witness: Witness;
  readonly #closed: Promise<unknown>;
  readonly #seen: Place[] = [];
  #isEnded = false;

  constructor({ name, argv, env, cwd, witness }: WatchedOptions) {
    this.#name = name;
    this.#witness = witness;
    this.#child = spawn(process.execPath, argv, {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
    });
    const { stdin, stdout, stderr } = this.#child;
    // A process that ends is no failure of who types.
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

  /** Waits for a condition that only a living process brings about. */
  until(holds: () => boolean, what: string): Promise<void> {
    const holdsInLife = (): boolean => {
      if (holds()) return true;
      if (this.#isEnded) throw new Error(`${this.#name} ended before: ${what}\n${this.tail()}`);
      return false;
    };
    return this.#witness.until(holdsInLife, what, () => this.tail());
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#isEnded) this.#child.kill(signal);
  }

  /** Its exit code, once its last words are read. */
  async ended(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  /** What everybody on the host sees of it now: arguments and title; and what its user sees. */
  lookAtHost(): void {
    for (const what of ['cmdline', 'comm', 'environ']) {
      const bytes = readFileSync(`/proc/${this.#child.pid}/${what}`);
      this.#seen.push({ where: `${what} of ${this.#name}`, bytes });
    }
  }

  places(): readonly Place[] {
    return [
      ...this.#seen,
      { where: `standard output of ${this.#name}`, bytes: Buffer.from(this.output) },
      { where: `standard error of ${this.#name}`, bytes: Buffer.from(this.errors) },
    ];
  }

  tail(): string {
    return `${this.output.slice(-TAIL_LENGTH)}\n${this.errors.slice(-TAIL_LENGTH)}`;
  }
}
