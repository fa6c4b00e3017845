import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../../src/app/demo/demo-world.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { ControlClient } from '../../../src/ops/control/client.ts';
import { socketPlace } from '../../../src/ops/control/socket-path.ts';
import { killFilePath, readKillFile } from '../../../src/ops/kill/kill-file.ts';
import { NO_OTHER_VENUES } from '../../app/no-other-venues.ts';
import { type BuiltProgram, buildProgram } from './built-program.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };
const TEST_MS_MAX = 240_000;
const FOLLOWED = ['ace', 'whale-7', 'maker-9'];

let built: BuiltProgram;
let world: DemoWorld;

beforeAll(async () => {
  built = await buildProgram();
  world = await startDemoWorld({ seed: '7', speed: 10, faults: 'none' });
});

afterAll(async () => {
  await world?.sim.close();
  built?.remove();
});

/** The host: a folder, the program that runs on it, and commands from other processes. */
class HostOfTest {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'polymind-host-'));
  readonly control = new ControlClient(this.dataDir);
  output = '';
  errors = '';
  #child: ChildProcess | null = null;

  /** Starts the program and waits until it serves its host. */
  async start(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, [built.main, 'run'], { env: this.#env() });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk) => {
      this.output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      this.errors += chunk;
    });
    await vi.waitFor(async () => {
      const told = await this.control.ask('status', {});
      expect(told, this.errors).toMatchObject({ kind: 'answered' });
    }, PATIENCE);
  }

  type(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === null) return null;
    this.#child = null;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Why it is killed, as the program says; `null` when it is not. */
  async killedBy(): Promise<string | null> {
    const told = await this.control.ask('status', {});
    if (told.kind !== 'answered') throw new Error(`no status: ${JSON.stringify(told)}`);
    return told.result.killed?.reason ?? null;
  }

  async polymind(...argv: readonly string[]) {
    return await new Promise<{ readonly code: number; readonly out: string; readonly err: string }>(
      (done) => {
        const env = { env: this.#env() };
        execFile(process.execPath, [built.main, ...argv], env, (error, out, err) => {
          done({ code: error === null ? 0 : Number(error.code), out, err });
        });
      },
    );
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #env(): NodeJS.ProcessEnv {
    const env = { ...NO_OTHER_VENUES, ...world.sim.env, POLYMIND_DATA_DIR: this.dataDir };
    return { PATH: process.env['PATH'], ...env };
  }
}

function hostOfTest(): HostOfTest {
  const host = new HostOfTest();
  onTestFinished(() => host.remove());
  return host;
}

/** What the database says of the time since the kill. */
async function done(dataDir: string, sinceMs: number) {
  const store = await openStore({ databaseUrl: null, dataDir });
  const audit = await store.recentAudit(50);
  const fills = await store.recentFills({ limit: 1_000, sinceMs });
  const { orders } = await store.snapshot(Date.now());
  await store.close();
  return {
    kills: audit.filter(({ action }) => action === 'kill').map(({ actor }) => actor),
    fills: fills.length,
    open: orders.filter(({ status }) => !isTerminal(status)).length,
  };
}

test(
  'polymind kill stops a program that copies, is proven, and holds over a restart',
  async () => {
    const host = hostOfTest();
    await host.start();
    const second = await host.polymind('run');
    expect(second).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^polymind: Another program already runs on .*\n$/),
    });
    for (const { name, address } of world.venue.leaders) {
      if (FOLLOWED.includes(name)) host.type(`/wallet add ${address} ${name}`);
    }
    await vi.waitFor(() => expect(host.output).toMatch(/PAPER bought|more cop(?:y|ies)/), PATIENCE);
    expect(await host.killedBy()).toBeNull();

    const killed = await host.polymind('kill', '--reason', 'test', '--json');
    expect(killed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(killed.out)).toMatchObject({
      proven: true,
      program: 'answered',
      proof: { blocked: true, openLeft: 0 },
    });
    expect(await host.killedBy()).toBe('by host: test');
    const killedAtMs = Date.now();
    const told = host.output.length;
    const since = (): string => host.output.slice(told);
    await vi.waitFor(() => expect(since()).toMatch(/not copied|more skip/), PATIENCE);
    expect(await host.end('SIGTERM')).toBe(0);
    expect(existsSync(socketPlace(host.dataDir).path)).toBe(false);

    await host.start();
    expect(await host.killedBy()).toBe('by host: test');
    expect(readKillFile(host.dataDir)?.reason).toBe('by host: test');
    await host.end('SIGTERM');
    expect(await done(host.dataDir, killedAtMs)).toEqual({ kills: ['host'], fills: 0, open: 0 });
  },
  TEST_MS_MAX,
);

test(
  'SIGUSR2 kills, and that holds over a SIGKILL at once after it; a dead program is killed too',
  async () => {
    const host = hostOfTest();
    await host.start();
    host.signal('SIGUSR2');
    await vi.waitFor(() => expect(existsSync(killFilePath(host.dataDir))).toBe(true), PATIENCE);
    await host.end('SIGKILL');
    expect(existsSync(socketPlace(host.dataDir).path)).toBe(true);

    const text = `■ No program runs on ${host.dataDir}; it will start killed\n`;
    expect(await host.polymind('kill', '--reason', 'again')).toEqual({
      code: 0,
      out: text,
      err: '',
    });
    await host.start();
    // What the database says came first, if it came so far.
    expect(['by host (signal)', 'by host: again']).toContain(await host.killedBy());
  },
  TEST_MS_MAX,
);
