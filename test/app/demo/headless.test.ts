import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runHeadless } from '../../../src/app/demo/headless.ts';
import { replayTape } from '../../../src/app/virtual/replay-tape.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';

const SECONDS = 10;
/** A busy machine takes long to make a database. */
const PATIENCE_MS = 180_000;

const number = expect.any(Number);
const feed = { messages: number, reconnects: number, lagMsP50: number, lagMsP99: number };

/** A folder in place of the system's for temporary files; databases of demos go there. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-headless-'));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return folder;
}

test(
  'a headless demo sums up what it did, breaks nothing, and its tape gives the same again',
  async () => {
    const folder = temporaryFolder();
    const recordTo = join(folder, 'demo.jsonl.gz');
    const toGo: number[] = [];
    const summary = await runHeadless({
      seed: '7',
      speed: 10,
      faults: 'none',
      seconds: SECONDS,
      settings: {},
      recordTo,
      log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
      progress: (seconds) => toGo.push(seconds),
    });
    expect(JSON.parse(JSON.stringify(summary))).toMatchObject({
      seed: 7,
      seconds: SECONDS,
      inputs: number,
      signals: { copy: number, exit: number },
      decisions: { accepted: number, denied: number, held: number, byReason: {} },
      orders: { filled: number },
      fills: number,
      positions: number,
      pnl: { realised: number, unrealised: number, fees: number },
      invariants: { violations: 0, broken: [] },
      feeds: {
        'polymarket.market': feed,
        'polymarket.activity': feed,
        'polymarket.data-activity': feed,
        'polymarket.markets': { messages: number, reconnects: number },
        'binance.stream': { messages: number, reconnects: 0 },
        'kalshi.stream': { messages: number, reconnects: 0 },
      },
    });
    for (const source of ['binance.stream', 'kalshi.stream', 'kalshi.markets']) {
      expect(summary.feeds[source]?.messages, source).toBeGreaterThan(0);
    }
    expect(summary.decisions.accepted).toBeGreaterThan(0);
    expect(summary.fills).toBeGreaterThan(0);
    expect(summary.invariants.checked).toBeGreaterThan(0);
    expect(toGo).toEqual(Array.from({ length: SECONDS + 1 }, (_, at) => SECONDS - at));
    const replay = await replayTape({
      path: recordTo,
      follow: { everybody: false, named: [] },
      settings: {},
    });
    expect(replay.problems).toEqual([]);
    expect(replay.effects).toMatchObject({ ...summary.effects, recorded: summary.effects.sha256 });
    expect(replay.decisions).toEqual(summary.decisions);
    const left = readdirSync(folder).filter((name) => name.startsWith('polymind-'));
    expect(left, 'its database went with it').toEqual([]);
    const { accepted, denied } = summary.decisions;
    console.info(
      `headless: ${summary.inputs} inputs, ${accepted} accepted, ${denied} denied, ${summary.fills} fills`,
    );
  },
  PATIENCE_MS,
);

test('a demo that cannot begin leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const begun = runHeadless({
    seed: '7',
    speed: 1,
    faults: 'none',
    seconds: 1,
    settings: {},
    recordTo: join(folder, 'no', 'such', 'folder.gz'),
    log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
    progress: () => undefined,
  });
  await expect(begun).rejects.toThrow('cannot be made');
  expect(readdirSync(folder)).toEqual([]);
});
