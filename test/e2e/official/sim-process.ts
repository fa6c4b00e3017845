import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** An account as the command prints it. */
export interface PrintedAccount {
  readonly address: string;
  readonly privateKey: string;
  readonly funder: string;
  /** 0 the key itself, 1 its proxy, 2 its safe, 3 its deposit wallet. */
  readonly signatureType: 0 | 1 | 2 | 3;
  readonly dollars: number;
}

export interface PrintedMarket {
  readonly conditionId: string;
  readonly tokenIds: readonly [string, string];
  readonly version: 'v1' | 'v2';
  readonly tickSize: string;
}

/** The one line that `sim --json` prints. */
interface PrintedWorld {
  readonly env: Readonly<Record<string, string>>;
  readonly accounts: readonly PrintedAccount[];
  readonly markets: readonly PrintedMarket[];
  readonly leaders: readonly { readonly address: string }[];
}

/** `polymind sim` as whoever develops against it starts it. */
export class SimProcess {
  readonly world: PrintedWorld;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, world: PrintedWorld) {
    this.#child = child;
    this.world = world;
  }

  static async start(seed: string): Promise<SimProcess> {
    const args = ['--import', 'tsx', 'src/main.ts', 'sim', '--seed', seed, '--json'];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const lines = createInterface({ input: child.stdout });
    const line = once(lines, 'line').then(([text]) => String(text));
    const ended = once(child, 'close').then(([code]) => {
      throw new Error(`the simulator ended with ${code} before it served\n${errors}`);
    });
    const world = JSON.parse(await Promise.race([line, ended])) as PrintedWorld;
    // It ends when it is told to; that is no failure any more.
    ended.catch(() => undefined);
    return new SimProcess(child, world);
  }

  url(name: 'CLOB' | 'WS' | 'GAMMA' | 'DATA' | 'GEOBLOCK' | 'RELAYER'): string {
    const url = this.world.env[`POLYMARKET_${name}_URL`];
    if (url === undefined) throw new Error(`the simulator has no ${name}`);
    return url;
  }

  account(signatureType: PrintedAccount['signatureType']): PrintedAccount {
    const found = this.world.accounts.find((each) => each.signatureType === signatureType);
    if (found === undefined) throw new Error(`no account of type ${signatureType}`);
    return found;
  }

  /** Asks it to stop as a host does, and tells how it ended. */
  async stop(): Promise<number | null> {
    const closed = once(this.#child, 'close');
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    else return this.#child.exitCode;
    await closed;
    return this.#child.exitCode;
  }
}
