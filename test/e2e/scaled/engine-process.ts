import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Witness } from '../kill/witness.ts';
import type { ChildOptions, Told } from './child/message.ts';
import type { VenueLine } from './venue-line.ts';

const MAIN = join(import.meta.dirname, 'child', 'main.ts');
const TAIL_LENGTH = 3_000;

/** One program that leads or stands by, with its own line to the venue. */
export class EngineProcess {
  readonly name: string;
  readonly line: VenueLine;
  epoch: number | null = null;
  isStanding = false;
  isLost = false;
  leadsAtMs: number | null = null;
  startedAtMs: number | null = null;
  #errors = '';
  #isEnded = false;
  readonly #child: ChildProcess;
  readonly #witness: Witness;

  constructor(
    name: string,
    of: { readonly line: VenueLine; readonly options: ChildOptions; readonly witness: Witness },
  ) {
    this.name = name;
    this.line = of.line;
    this.#witness = of.witness;
    const argv = ['--import', 'tsx', MAIN, JSON.stringify(of.options)];
    this.#child = spawn(process.execPath, argv, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'] },
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-TAIL_LENGTH);
    });
    this.#child.on('message', (told: Told) => this.#take(told));
    this.#child.on('exit', () => {
      this.#isEnded = true;
      of.witness.note();
    });
  }

  get hasEnded(): boolean {
    return this.#isEnded;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#isEnded) this.#child.kill(signal);
  }

  /** From leading to trading, ms. */
  get startMs(): number {
    return (this.startedAtMs ?? Number.NaN) - (this.leadsAtMs ?? Number.NaN);
  }

  /** Waits for a condition that a living process brings about. */
  until(holds: () => boolean, what: string): Promise<void> {
    return this.#witness.until(
      () => {
        if (holds()) return true;
        if (this.#isEnded) throw new Error(`${this.name} ended before: ${what}\n${this.#errors}`);
        return false;
      },
      `${this.name}: ${what}`,
      () => this.#errors,
    );
  }

  #take(told: Told): void {
    if (told.kind === 'standing') this.isStanding = true;
    else if (told.kind === 'leading') {
      this.epoch = told.epoch;
      this.leadsAtMs = performance.now();
    } else if (told.kind === 'started') this.startedAtMs = performance.now();
    else this.isLost = true;
    this.#witness.note();
  }
}
