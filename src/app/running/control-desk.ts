import { randomUUID } from 'node:crypto';
import type { People } from '../../bot/chat/people.ts';
import type { ActionAnswer } from '../../engine/contract/actions.ts';
import type { ChatStore } from '../../engine/contract/chat-store.ts';
import type { ControlActs } from '../../ops/control/acts.ts';
import { ControlServer } from '../../ops/control/server.ts';
import type { Logger } from '../../ops/log.ts';
import { makePrivateDirectory } from '../../ops/private-file.ts';
import type { Host } from '../host.ts';
import { tellTotpChange } from '../host-side/totp-change.ts';
import { KillSwitch } from './kill-switch.ts';
import type { Program, ProgramObserver } from './program-options.ts';

export interface ControlDeskOptions {
  readonly dataDir: string;
  readonly host: Pick<Host, 'onKillSignal'>;
  readonly log: Logger;
}

/** What the desk serves once the program runs. */
export interface Served {
  readonly program: Pick<Program, 'engine' | 'actions' | 'queries'>;
  readonly people: Pick<People, 'list' | 'execute'>;
  readonly store: Pick<ChatStore, 'audit' | 'notify'>;
  /** Has the embedded database copied; where to, or `null` for a server. */
  readonly dump: () => Promise<string | null>;
}

/**
 * Where the host reaches the program: kill file, control socket and signal. Opened before anything
 * else, so that a kill during the start is not lost.
 */
export class ControlDesk {
  readonly #switch: KillSwitch;
  readonly #offSignal: () => void;
  readonly #log: Logger;
  #server: ControlServer | null = null;
  #served: Served | null = null;

  private constructor({ dataDir, host, log }: ControlDeskOptions) {
    this.#log = log;
    this.#switch = new KillSwitch(dataDir, log);
    this.#offSignal = host.onKillSignal(() => {
      this.#switch
        .kill({ id: randomUUID(), reason: 'by host (signal)' })
        .catch((error: unknown) => {
          log.error({ err: error }, 'a kill by signal was not answered');
        });
    });
  }

  /** @throws SocketHeldError when another program runs on the directory, NotPrivateError */
  static async open(options: ControlDeskOptions): Promise<ControlDesk> {
    const { dataDir, log } = options;
    makePrivateDirectory(dataDir);
    const desk = new ControlDesk(options);
    try {
      desk.#server = await ControlServer.open(dataDir, desk.#acts(), (error) =>
        log.warn({ err: error }, 'a request of the host failed'),
      );
    } catch (error) {
      desk.#offSignal();
      throw error;
    }
    return desk;
  }

  /** Belongs to the observers of the program. */
  get observer(): ProgramObserver {
    return this.#switch.observer;
  }

  /** Why the program has to start killed; `null` when no kill file says so. */
  get killedBecause(): string | null {
    return this.#switch.reasonAtStart;
  }

  /** From here on everything that the host asks is done. */
  serve(served: Served): void {
    this.#served = served;
    this.#switch.attach(served.program);
  }

  async close(): Promise<void> {
    this.#offSignal();
    this.#switch.close();
    await this.#server?.close();
  }

  #acts(): ControlActs {
    return {
      kill: (request) => this.#switch.kill(request),
      ping: () => ({ pid: process.pid }),
      status: () => ({
        pid: process.pid,
        killed: this.#ready().program.engine.trade.state.control.killed,
        openOrders: this.#switch.openOrders,
      }),
      operators: async () => ({ operators: [...this.#ready().people.list()] }),
      addOperator: ({ operator }) => this.#change({ kind: 'putOperator', ...operator }),
      removeOperator: ({ operator }) => this.#change({ kind: 'removeOperator', ...operator }),
      totpChanged: async (change) => {
        this.#log.warn({ actor: change.actor, change: change.change }, 'one-time codes changed');
        await tellTotpChange(this.#ready().store, change);
        return {};
      },
      dump: async () => ({ directory: await this.#ready().dump() }),
    };
  }

  #change(body: Parameters<People['execute']>[0]['body']): Promise<ActionAnswer> {
    const id = `host/operator/${randomUUID()}`;
    return this.#ready().people.execute({ id, actor: 'host', body });
  }

  #ready(): Served {
    if (this.#served === null) throw new Error('The program is still starting: try again');
    return this.#served;
  }
}
