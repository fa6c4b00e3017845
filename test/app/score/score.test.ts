import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readHistory } from '../../../src/app/score/history.ts';
import { historyLines } from '../../../src/app/score/history-lines.ts';
import type { ScoredWallet } from '../../../src/app/score/score-document.ts';
import { scoreCommand } from '../../../src/app/score.ts';
import { call } from '../called.ts';

const FIXTURE = join(import.meta.dirname, '../../fixtures/score-history.jsonl');
const GOLDEN = join(import.meta.dirname, 'score-history.golden.json');
const lines = readFileSync(FIXTURE, 'utf8').trimEnd().split('\n');

async function score(...argv: string[]) {
  const called = call(scoreCommand, argv);
  return { code: await called.code, out: called.out(), err: called.err() };
}

/** The document of a file that holds these lines. */
async function scoredLines(text: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'score-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'trades.jsonl');
  writeFileSync(path, text);
  const { code, out, err } = await score(path, '--json');
  const wallets: ScoredWallet[] = out === '' ? [] : JSON.parse(out).wallets;
  return { code, wallets, err };
}

const walletOf = (wallets: readonly ScoredWallet[], digit: string): ScoredWallet | undefined =>
  wallets.find(({ address }) => address === `0x${digit.repeat(40)}`);

describe('polymind score', () => {
  test('the document of a made-up history is the one that was checked', async () => {
    const { code, out } = await score(FIXTURE, '--json');
    expect(code).toBe(0);
    await expect(`${JSON.stringify(JSON.parse(out), null, 2)}\n`).toMatchFileSnapshot(GOLDEN);
  });

  test('who bought at 60 cents and won three quarters earned a quarter of each dollar', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    const picker = walletOf(wallets, '1');
    // Decay weighs newer markets more, so shares are near what counting gives.
    expect(picker).toMatchObject({ trades: 24, markets: 24, timingHorizons: ['resolution'] });
    expect(picker?.winRate).toBeCloseTo(0.75, 1);
    expect(picker?.roi).toBeCloseTo(0.25, 1);
    expect(picker?.timing).toBeCloseTo(0.15, 1);
  });

  test('losers that nobody redeemed are losses', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    expect(walletOf(wallets, '2')?.winRate).toBeCloseTo(0.25, 1);
    expect(walletOf(wallets, '2')?.roi).toBeLessThan(0);
  });

  test('a row that says redeemed or merged takes sets apart before the resolution', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    const hedger = walletOf(wallets, '3');
    expect(hedger).toMatchObject({ winRate: 1, kind: 'hedger' });
    // A set was bought for 97 cents and is worth a dollar, taken apart or paid out.
    expect(hedger?.roi).toBeCloseTo(1 / 0.97 - 1, 6);
  });

  test('the same row at half a dollar a share makes sets that were not there', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    // 100 sets for $100; one side sold for $70, the other paid $100.
    expect(walletOf(wallets, '4')?.roi).toBeCloseTo(0.7, 6);
  });

  test('true twins are two trades', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    expect(walletOf(wallets, '4')).toMatchObject({ trades: 3, markets: 2 });
  });

  test('the order of the lines makes no difference, nor does gzip', async () => {
    const { wallets } = await scoredLines(lines.join('\n'));
    expect((await scoredLines(lines.toReversed().join('\n'))).wallets).toEqual(wallets);
    expect((await scoredLines(lines.toSorted().join('\n'))).wallets).toEqual(wallets);
    expect((await scoredLines(gzipSync(lines.join('\n')))).wallets).toEqual(wallets);
  });

  test('standard input is read where a dash stands', async () => {
    const input = new PassThrough();
    input.end(lines.join('\n'));
    const read = await readHistory(historyLines('-', input));
    const file = await readHistory(historyLines(FIXTURE, input));
    expect({ ...read }).toEqual({ ...file });
    expect(read.events.length).toBeGreaterThan(0);
  });

  test('lines that cannot be read are named with what would be right', async () => {
    const { code, err } = await score(FIXTURE, '--json');
    expect(code).toBe(0);
    expect(err).toBe(
      'line 4: price: expected a number from 0 to 1\n' +
        'line 8: line: one JSON object\n' +
        'line 12: winning_token_id: Invalid input: expected string, received undefined\n' +
        `3 of ${lines.length} lines were left out\n` +
        'ignored, because they change no position: 1 REWARD, 1 TIP\n',
    );
  });

  test('two winners of one market are told, and the later holds whichever comes first', async () => {
    const winner = lines.find((line) => line.includes('"RESOLUTION"')) ?? '';
    const row = JSON.parse(winner);
    const other = `${row.winning_token_id.slice(0, -1)}${9 - Number(row.winning_token_id.at(-1))}`;
    const later = { ...row, winning_token_id: other, timestamp: row.timestamp + 60 };
    const all = [...lines, JSON.stringify(later)];
    const forward = await scoredLines(all.join('\n'));
    const backward = await scoredLines(all.toReversed().join('\n'));
    expect(forward.err).toContain('winning_token_id: the winner that line');
    expect(backward.err).toContain('winning_token_id: the winner that line');
    expect(backward.wallets).toEqual(forward.wallets);
  });

  test('a compressed file that ends in the middle is scored as far as it goes', async () => {
    const whole = gzipSync(lines.join('\n'), { level: 0 });
    const { code, wallets, err } = await scoredLines(whole.subarray(0, whole.length / 2));
    expect(code).toBe(0);
    expect(wallets.length).toBeGreaterThan(0);
    expect(err).toContain('file: its end: the compressed file ends in the middle');
  });

  test('a file without a row that can be read fails', async () => {
    const { code, wallets, err } = await scoredLines('{"a":1}\nnothing\n');
    expect({ code, wallets }).toEqual({ code: 1, wallets: [] });
    expect(err).toContain('could be read as a row of activity or a resolution');
  });

  test('a file that is not there is named, and wrong use shows what works', async () => {
    expect(await score('/nowhere/trades.jsonl')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no file /nowhere/trades.jsonl'),
    });
    expect(await score()).toMatchObject({
      code: 2,
      err: expect.stringContaining('polymind score trades.jsonl'),
    });
  });

  test('without --json there is a table for people', async () => {
    const { out } = await score(FIXTURE);
    await expect(out).toMatchFileSnapshot(join(import.meta.dirname, 'score-history.golden.txt'));
  });
});
