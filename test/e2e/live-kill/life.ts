import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { CommandBody } from '../../../src/engine/domain/command.ts';
import type { Witness } from '../kill/witness.ts';
import type { Ask, Asked, ChildOptions, Facts, Hold, Moment, Told } from './child/message.ts';

/** Characters of its errors that a failure shows. */
const TAIL_LENGTH = 3_000;

interface Waiting {
  readonly done: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** One process, from its start to its end. */
export class Life {
  errors = '';
  isStarted = false;
  held: Moment | null = null;
  readonly #child: ChildProcess;
  readonly #witness: Witness;
  readonly #closed: Promise<unknown>;
  readonly #asked = new Map<number, Waiting>();
  #newestId = 0;
  #isEnded = false;

  constructor(main: string, options: ChildOptions, witness: Witness) {
    this.#witness = witness;
    this.#child = spawn(process.execPath, [main, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'] },
    });
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('the process has no pipes');
    createInterface({ input: stdout }).on('line', (line) => this.#take(JSON.parse(line) as Told));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.#child.on('message', (told: Told) => this.#take(told));
    this.#child.on('exit', () => this.#end());
    this.#closed = once(this.#child, 'close');
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

  async hold(hold: Hold): Promise<void> {
    await this.#ask({ kind: 'hold', hold });
  }

  /** A command of a person; its answer need not come. */
  act(body: CommandBody): void {
    this.#ask({ kind: 'act', body }).catch(() => undefined);
  }

  /** Dumps the database behind the next order that ends; the answer need not come. */
  dump(): void {
    this.#ask({ kind: 'dump' }).catch(() => undefined);
  }

  async rows<Row>(sql: string): Promise<readonly Row[]> {
    return (await this.#ask({ kind: 'sql', sql })) as readonly Row[];
  }

  async facts(): Promise<Facts> {
    return (await this.#ask({ kind: 'facts' })) as Facts;
  }

  /** Until an order is in doubt. */
  async doubt(): Promise<void> {
    await this.#answered({ kind: 'doubt' }, 'an order is in doubt');
  }

  /** Until nothing is under way. */
  async settled(): Promise<void> {
    try {
      await this.#answered({ kind: 'settled' }, 'nothing is under way');
    } catch (error) {
      const { underway, killed } = await this.facts();
      throw new Error(`${String(error)}\n${underway.join('\n')}\nkilled: ${killed}`);
    }
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    if (!this.#isEnded) this.#child.kill('SIGKILL');
    await this.#closed;
  }

  get wasKilled(): boolean {
    return this.#child.signalCode === 'SIGKILL';
  }

  tail(): string {
    return this.errors.slice(-TAIL_LENGTH);
  }

  /** Waits for an answer no longer than for anything else. */
  async #answered(ask: Ask, what: string): Promise<void> {
    let isAnswered = false;
    let failure: unknown = null;
    const end = (error: unknown): void => {
      isAnswered = true;
      failure = error;
      this.#witness.note();
    };
    this.#ask(ask).then(() => end(null), end);
    await this.until(() => isAnswered, what);
    if (failure !== null) throw failure;
  }

  #ask(ask: Ask): Promise<unknown> {
    this.#newestId += 1;
    const asked: Asked = { id: this.#newestId, ask };
    return new Promise((done, fail) => {
      this.#asked.set(asked.id, { done, fail });
      this.#child.send(asked, (error) => {
        if (error !== null) this.#fail(asked.id, error);
      });
    });
  }

  #take(told: Told): void {
    switch (told.kind) {
      case 'started':
        this.isStarted = true;
        break;
      case 'held':
        this.held = told.moment;
        break;
      case 'answer':
        this.#asked.get(told.id)?.done(told.answer);
        this.#asked.delete(told.id);
        break;
      case 'failed':
        this.#fail(told.id, new Error(told.error));
    }
    this.#witness.note();
  }

  #fail(id: number, error: Error): void {
    this.#asked.get(id)?.fail(error);
    this.#asked.delete(id);
  }

  #end(): void {
    this.#isEnded = true;
    for (const id of [...this.#asked.keys()]) this.#fail(id, new Error('the process ended'));
    this.#witness.note();
  }
}
