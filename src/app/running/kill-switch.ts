import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ActionAnswer } from '../../engine/contract/actions.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { ResultOf } from '../../ops/control/messages.ts';
import {
  clearKillFile,
  type KillRequest,
  readKillFile,
  writeKillFile,
} from '../../ops/kill/kill-file.ts';
import { KillWatch } from '../../ops/kill/kill-watch.ts';
import type { Logger } from '../../ops/log.ts';
import type { Program, ProgramObserver } from './program-options.ts';

/** How long a kill waits for the proof that nothing is open any more. */
const PROOF_MS_MAX = 3 * SECOND_MS;
const PROOF_LOOK_MS = 20;

type KillProof = ResultOf<'kill'>;
type KilledProgram = Pick<Program, 'engine' | 'actions' | 'queries'>;

/** A kill of the host, as it was when it acted. */
interface Acted {
  readonly id: string | null;
  readonly openBefore: number | null;
  readonly tookMs: number;
  readonly answer: Promise<ActionAnswer>;
}

/**
 * Holds the engine and the kill file together: a file that appears kills, whoever kills leaves a
 * file, so that it holds without a database, and arming removes it.
 */
export class KillSwitch {
  /** Belongs to the observers of the program. */
  readonly observer: ProgramObserver;
  readonly #dataDir: string;
  readonly #log: Logger;
  #program: KilledProgram | null = null;
  #watch: KillWatch | null = null;
  #wasKilled = false;
  /** The file that the present kill goes with; another one is a new kill. */
  #known: string | null = null;
  /** A file whose kill was lifted and that could not be removed. */
  #leftOver: string | null = null;
  #last: Acted | null = null;
  #attached: () => void = () => undefined;
  readonly #whenAttached = new Promise<void>((attached) => {
    this.#attached = attached;
  });

  constructor(dataDir: string, log: Logger) {
    this.#dataDir = dataDir;
    this.#log = log;
    this.observer = {
      onStep: (_input, _effects, engine) =>
        this.#onControl(engine.trade.state.control.killed?.reason ?? null),
    };
  }

  /** Why the program starts killed, by the file; `null` when no file says so. */
  get reasonAtStart(): string | null {
    return readKillFile(this.#dataDir)?.reason ?? null;
  }

  /** From here on the program is killed by whatever asks for it. */
  attach(program: KilledProgram): void {
    this.#program = program;
    this.#look();
    this.#watch = new KillWatch(this.#dataDir, () => this.#look());
    this.#attached();
  }

  /** Acts before it returns, unless the program is still starting; then it acts before it answers. */
  async kill(request: KillRequest): Promise<KillProof> {
    if (this.#program === null) {
      this.#writeDown(request);
      await this.#whenAttached;
    }
    const acted = this.#actedFor(request.id) ?? this.#act(request);
    const { message } = await acted.answer;
    const { openBefore, tookMs } = acted;
    const openLeft = await this.#untilNothingOpen();
    return { blocked: this.#isKilled, tookMs, openBefore, openLeft, message };
  }

  close(): void {
    this.#watch?.close();
  }

  get openOrders(): number | null {
    try {
      return this.#program?.queries.openOrders().length ?? null;
    } catch (error) {
      this.#log.warn({ err: error }, 'open orders cannot be counted');
      return null;
    }
  }

  get #isKilled(): boolean {
    return (this.#program?.engine.trade.state.control.killed ?? null) !== null;
  }

  /** What the file of this request already led to, when it was noticed before the request came. */
  #actedFor(id: string): Acted | null {
    return this.#isKilled && this.#last?.id === id ? this.#last : null;
  }

  /** Steps the kill before it returns. */
  #act({ id, reason }: { readonly id: string | null; readonly reason: string }): Acted {
    const program = this.#program;
    if (program === null) throw new Error('There is no program to kill yet');
    const openBefore = this.openOrders;
    const began = performance.now();
    const answer = program.actions.execute({
      id: `host/kill/${randomUUID()}`,
      actor: 'host',
      body: { kind: 'kill', reason },
    });
    const tookMs = performance.now() - began;
    answer.catch((error: unknown) => {
      this.#log.error({ err: error }, 'a kill of the host was not answered');
    });
    this.#log.warn({ reason }, 'killed by the host');
    this.#last = { id, openBefore, tookMs, answer };
    return this.#last;
  }

  #look(): void {
    const file = readKillFile(this.#dataDir);
    if (file === null || file.identity === this.#known) return;
    if (this.#isKilled) {
      this.#known = file.identity;
    } else if (file.identity === this.#leftOver) {
      this.#clear(file.identity);
    } else {
      // Known only once it is in force, which the observer sees: else it is tried again.
      this.#act(file);
    }
  }

  /** Within a step: nothing may be thrown here, and nothing offered. */
  #onControl(reason: string | null): void {
    if ((reason !== null) === this.#wasKilled) return;
    this.#wasKilled = reason !== null;
    if (reason === null) {
      if (this.#known !== null) this.#clear(this.#known);
      return;
    }
    // A file that is there already goes with this kill too.
    this.#writeDown({ id: randomUUID(), reason });
    this.#known = readKillFile(this.#dataDir)?.identity ?? null;
    this.#leftOver = null;
  }

  #writeDown(request: KillRequest): void {
    try {
      if (readKillFile(this.#dataDir) !== null) return;
      writeKillFile(this.#dataDir, request, Date.now());
    } catch (error) {
      this.#log.error({ err: error }, 'the kill file cannot be written');
    }
  }

  #clear(identity: string): void {
    this.#known = null;
    try {
      if (clearKillFile(this.#dataDir, identity) === 'cleared') return;
      this.#log.warn('a newer kill file was there: it kills again');
      setImmediate(() => this.#look());
    } catch (error) {
      if (this.#leftOver !== identity) {
        this.#log.error({ err: error }, 'the kill file cannot be removed: a restart is killed');
      }
      this.#leftOver = identity;
    }
  }

  async #untilNothingOpen(): Promise<number | null> {
    const deadlineMs = performance.now() + PROOF_MS_MAX;
    for (;;) {
      const open = this.openOrders;
      if (open === null || open === 0 || performance.now() >= deadlineMs) return open;
      await wait(PROOF_LOOK_MS);
    }
  }
}
