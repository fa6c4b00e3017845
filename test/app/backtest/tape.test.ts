import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { backtestCommand } from '../../../src/app/backtest.ts';
import { parseFollowList } from '../../../src/app/virtual/follow-list.ts';
import { replayTape } from '../../../src/app/virtual/replay-tape.ts';
import { TapeWriter } from '../../../src/tape/tape-writer.ts';
import { call } from '../called.ts';
import { temporaryFolder } from '../folder.ts';
import { firstLines, NO_TAPES, tapePath } from '../recorded-data.ts';

const LEADER = '0x00000000000000000000000000000000000000a1';
const TAPE = 'btc-15m-1771728300';
/** Enough of it for copies and exits. */
const LINES = 1_200;
const SETS = ['--set', 'entry.shortCryptoMarkets=on', '--set', 'entry.minMinutesToClose=0'];

if (NO_TAPES !== null) process.stderr.write(`${NO_TAPES}\n`);

async function backtest(...argv: readonly string[]) {
  const called = call(backtestCommand, argv);
  return { code: await called.code, out: called.out(), err: called.err() };
}

describe.skipIf(NO_TAPES !== null)('a backtest of a recording', () => {
  test('makes what the replay makes, and says where the difference to them went', async () => {
    const folder = temporaryFolder();
    const svg = join(folder, 'both.svg');
    const tape = await firstLines(TAPE, LINES);
    onTestFinished(() => rmSync(dirname(tape), { recursive: true }));
    const of = ['--tape', tape, '--follow', LEADER, ...SETS];
    const { code, out, err } = await backtest(...of, '--json', '--chart', svg);
    expect([code, err]).toEqual([0, '']);
    const { runs } = JSON.parse(out);
    const [{ total, wallets, skips, isEstimate }] = runs;
    expect(runs).toHaveLength(1);
    expect(isEstimate).toBe(false);
    const follow = parseFollowList(LEADER);
    if (typeof follow === 'string') throw new Error(follow);
    const settings = { 'entry.shortCryptoMarkets': 'on', 'entry.minMinutesToClose': '0' };
    const { pnl, decisions } = await replayTape({ path: tape, follow, settings });
    expect(total.copied).toBeGreaterThan(0);
    expect(total.ourNet).toBeCloseTo(pnl.realised + pnl.unrealised - pnl.fees, 6);
    const lost = Object.values<number>(total.shortfall).reduce((sum, part) => sum + part, 0);
    expect(total.leaderNet - total.ourNet).toBeCloseTo(lost, 6);
    expect(wallets).toMatchObject([{ wallet: LEADER, ourNet: total.ourNet }]);
    for (const [gate, count] of Object.entries(skips)) {
      expect(decisions.byReason[gate]).toBe(count);
    }
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg/);
  });

  test('asks whom to copy where the recording does not say', async () => {
    const { code, err } = await backtest('--tape', tapePath(TAPE));
    expect(code).toBe(2);
    expect(err).toContain('does not say whom to copy: add --follow all');
  });
});

test('a recording of ours knows its wallets and settings, and this run comes on top', async () => {
  const path = join(temporaryFolder(), 'own.jsonl.gz');
  const writer = await TapeWriter.open(path, {
    ...{ flushEveryMs: 1_000, flushEveryLines: 10 },
    onError: (error) => {
      throw error;
    },
  });
  const wallet = { address: LEADER, label: 'ace', enabled: true };
  const start = { version: '0', snapshot: null, settings: {}, wallets: [wallet], deposits: [] };
  writer.append({ t: 1_790_000_000_000, source: 'polymind.start', frame: start });
  writer.append({ t: 1_790_000_000_500, source: 'polymind.timer', frame: { timerId: 'mark' } });
  await writer.close();
  const { code, out } = await backtest('--tape', path);
  expect(code).toBe(0);
  expect(out).toContain('PAPER');
  expect(out).toContain('nothing copied of 0 trades');
});

test('a file that is no tape fails in one line', async () => {
  const { code, err } = await backtest('--tape', '/nowhere/tape.jsonl', '--follow', 'all');
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
});
