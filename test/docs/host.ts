import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { vi } from 'vitest';
import { runCommandLine } from '../../src/app/command-line.ts';
import { COMMANDS } from '../../src/app/commands.ts';
import { startDemoWorld } from '../../src/app/demo/demo-world.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { NO_OTHER_VENUES } from '../app/no-other-venues.ts';
import { stoppedAfterwards } from './afterwards.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };
const PAIRING_LINE = /\/start [0-9A-Z]{4}-[0-9A-Z]{4}/;
const OWNER_ONLY = 0o600;

/** A machine on which somebody runs `polymind run`, with a venue in reach. */
export class Host {
  readonly #folder = mkdtempSync(join(tmpdir(), 'polymind-first-hour-'));
  readonly #env: Record<string, string>;
  #shown = '';
  #errors = '';
  #stop: (signal: string) => void = () => undefined;
  #code: Promise<number> | null = null;

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = { ...env, POLYMIND_DATA_DIR: join(this.#folder, 'data'), LOG_LEVEL: 'warn' };
  }

  /** Puts a secret into a file that only its owner reads, and names the file in the environment. */
  keepSecret(variable: string, secret: string): void {
    const path = join(this.#folder, variable.toLowerCase());
    writeFileSync(path, `${secret}\n`, { mode: OWNER_ONLY });
    this.#env[variable] = path;
  }

  start(): void {
    const output = new PassThrough();
    output.on('data', (chunk) => {
      this.#shown += chunk;
    });
    const stopped = new Promise<string>((done) => {
      this.#stop = done;
    });
    this.#code = runCommandLine(COMMANDS, {
      argv: ['run'],
      env: this.#env,
      stdout: { write: (text) => (this.#shown += text) },
      stderr: { write: (text) => (this.#errors += text) },
      scrubber: new Scrubber(),
      host: {
        input: new PassThrough(),
        output,
        untilStopped: () => stopped,
        onKillSignal: () => () => undefined,
      },
    });
  }

  /** What the console tells the owner to send. */
  async pairingLine(): Promise<string> {
    return await vi.waitFor(() => {
      const line = PAIRING_LINE.exec(this.#shown)?.[0];
      if (line === undefined) throw new Error(`no code in:\n${this.#shown}${this.#errors}`);
      return line;
    }, PATIENCE);
  }

  /** Its exit code. */
  async stop(): Promise<number | null> {
    this.#stop('SIGTERM');
    return await this.#code;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function hostOfTest(env: Readonly<Record<string, string>>): Promise<Host> {
  const { sim } = await startDemoWorld({ seed: '7', speed: 10, faults: 'none' });
  stoppedAfterwards(() => sim.close());
  const host = new Host({ ...NO_OTHER_VENUES, ...sim.env, ...env });
  stoppedAfterwards(() => host.remove());
  return host;
}
