import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ChatDesk } from '../../../src/app/chat/chat-desk.ts';
import { HostConsole } from '../../../src/app/console/host-console.ts';
import { NO_HISTORY } from '../../../src/app/console/line-history-file.ts';
import { People } from '../../../src/bot/chat/people.ts';
import type { SecondFactor } from '../../../src/bot/second-factor.ts';
import { FakeInput, FakeOutput } from '../../bot/console/streams.ts';
import { temporaryFolder } from '../folder.ts';
import { type Live, startLive } from '../running/live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 5 };
const ALL = { sinceMs: 0, limit: 10, first: [] } as const;

/** A person at the console of a live program, through pipes. */
class AtHost {
  readonly input = new FakeInput(false);
  readonly output = new FakeOutput({ tty: false, columns: 100, rows: 40 });
  readonly reported: unknown[] = [];
  readonly live: Live;
  readonly desk: ChatDesk;
  readonly console: HostConsole;
  readonly dataDir = temporaryFolder();
  quits = 0;

  private constructor(live: Live) {
    this.live = live;
    const report = (error: unknown): void => void this.reported.push(error);
    const { program, store } = live;
    const people = new People({ permanent: [], store, nowMs: Date.now });
    const secondFactor: SecondFactor = { has: () => false, check: () => 'none' };
    this.desk = new ChatDesk({ program, store, people, secondFactor, report });
    this.console = new HostConsole({
      desk: this.desk,
      input: this.input,
      output: this.output,
      header: () => ['the header'],
      footer: () => ['the footer'],
      clock: () => '00:01',
      history: NO_HISTORY,
      colour: false,
      screen: false,
      dataDir: this.dataDir,
      quit: () => {
        this.quits += 1;
      },
      report,
    });
    this.console.start();
    onTestFinished(() => this.console.close());
  }

  static async sit(options: Parameters<typeof startLive>[0] = {}): Promise<AtHost> {
    let atHost: AtHost | null = null;
    const live = await startLive({ ...options, onNotices: () => atHost?.desk.wake() });
    atHost = new AtHost(live);
    return atHost;
  }

  type(line: string): void {
    this.input.type(`${line}\n`);
  }

  /** Waits until something was written that was not there before. */
  async reads(text: string): Promise<void> {
    await vi.waitFor(() => expect(this.output.written).toContain(text), PATIENCE);
  }

  times(text: string): number {
    return this.output.written.split(text).length - 1;
  }
}

describe('lines', () => {
  test('are answered in the order in which they were typed, below header and footer', async () => {
    const host = await AtHost.sit({ alone: true });
    host.type('/status');
    host.type('/positions');
    host.type('/heelp');
    await host.reads('Did you mean');
    const { written } = host.output;
    expect(written.startsWith('the header\nthe footer\n')).toBe(true);
    expect(written).toMatch(/PAPER {2}equity \$500\.00/);
    const answers = ['equity $500.00', 'Nothing is open', 'Did you mean'];
    const places = answers.map((answer) => written.indexOf(answer));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(host.reported).toEqual([]);
  });

  test('change what the engine does, and stay changed in the store', async () => {
    const host = await AtHost.sit({ alone: true });
    const { program, store } = host.live;
    host.type('/pause');
    await vi.waitFor(() => {
      expect(program.queries.status().control.paused).not.toBeNull();
    }, PATIENCE);
    await vi.waitFor(async () => {
      const { control } = await store.snapshot(Date.now());
      expect(control.paused).not.toBeNull();
    }, PATIENCE);
  });

  test('an export is written into the data directory, and the answer names it', async () => {
    const host = await AtHost.sit({ alone: true });
    const year = new Date().getUTCFullYear();
    host.type(`/export ${year}`);
    await host.reads('Written to');
    const path = join(host.dataDir, 'exports', `polymind-${year}-paper.csv`);
    expect(host.output.written.replaceAll(/\s+/g, '')).toContain(`Writtento${path}`);
    const [head, deposit, ...rest] = readFileSync(path, 'utf8').split('\r\n');
    expect(head?.startsWith('time,kind,market,')).toBe(true);
    expect(deposit).toContain(',deposit,');
    expect(rest).toEqual(['']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(host.reported).toEqual([]);
  });

  test('a closed console takes none any more, and gives its input back', async () => {
    const host = await AtHost.sit({ alone: true });
    await host.console.close();
    host.type('/kill');
    expect(host.input.listenerCount('data')).toBe(0);
    expect(host.input.flowing).toBe(false);
    expect(host.live.program.queries.status().control.killed).toBeNull();
  });
});

describe('while the store hangs', () => {
  test('kill acts and is answered, past a line that waits for its write', async () => {
    const host = await AtHost.sit({ alone: true });
    const { program, store } = host.live;
    await vi.waitFor(
      () => expect(program.queries.status().database.writesWaiting).toBe(0),
      PATIENCE,
    );
    store.manner = 'hangs';
    host.type('/limits total 50');
    await vi.waitFor(() => expect(store.held).toBe(1), PATIENCE);
    host.type('kill');
    expect(program.queries.status().control.killed, 'at once').not.toBeNull();
    await host.reads('Killed by you');
    expect(store.held, 'nothing was written').toBe(1);
    host.type('/status');
    await host.reads('database does not answer');
    await host.reads('writes wait');
    expect(host.reported).toEqual([]);
    expect(await store.pending('console', ALL)).toEqual([]);
    store.release();
    await vi.waitFor(async () => {
      expect((await store.snapshot(Date.now())).control.killed).not.toBeNull();
    }, PATIENCE);
  });

  test('the program ends in time all the same, and tells that not all was written', async () => {
    const { store, program, close } = await startLive({ alone: true });
    store.manner = 'hangs';
    await program.actions.execute({ id: '1', actor: 'x', body: { kind: 'kill', reason: 'x' } });
    expect(await close()).toBe(false);
  });
});

describe('notices', () => {
  test('appear by themselves, each once, and are done with', async () => {
    const host = await AtHost.sit();
    const { store, program } = host.live;
    await host.reads('00:01 #1 ');
    host.type('/why 1');
    await vi.waitFor(() => {
      expect(host.output.written).toMatch(/> \/why 1\n(?:.*\n)*?.*PAPER/);
    }, PATIENCE);
    host.type('/kill');
    await host.reads('Killed by you');
    await vi.waitFor(async () => {
      expect(program.queries.openOrders()).toEqual([]);
      expect(await store.pending('console', ALL)).toEqual([]);
    }, PATIENCE);
    expect(store.count('notice')).toBeGreaterThan(0);
    const numbers = [...host.output.written.matchAll(/^00:01 #(\d+) /gm)].map(([, at]) => at);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(host.reported).toEqual([]);
  });
});
