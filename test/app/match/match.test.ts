import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { matchCommand } from '../../../src/app/match.ts';
import { call } from '../called.ts';

const GOLDEN = join(import.meta.dirname, 'match-pairs.golden.txt');

const oscar = {
  polymarket: {
    id: '0xa1',
    question: 'Will Jessie Buckley be nominated for Best Actress at the 98th Academy Awards?',
    description: 'Yes if she is nominated.',
    endDate: '2026-01-22',
    outcomes: ['Yes', 'No'],
  },
  kalshi: {
    ticker: 'KXOSCARNOMACTR-26-JB',
    title: '2026 Best Actress Oscar nominations?',
    yes_sub_title: 'Jessie Buckley',
    event_ticker: 'KXOSCARNOMACTR-26',
    close_time: '2026-01-22',
    rules_primary:
      'If Jessie Buckley has been nominated for Best Actress at the 98th Academy Awards, then the market resolves to Yes.',
  },
};
const coin = {
  polymarket: {
    id: 2233,
    question: 'Bitcoin above 80,000 on May 9, 7PM ET?',
    description: null,
    closedTime: '2026-05-10 03:04:33+00',
    slug: 'bitcoin-above-80000-on-may-9-2026-7pm-et',
  },
  kalshi: {
    ticker: 'KXBTCD-26MAY0919-T79999.99',
    title: 'Bitcoin price on May 9, 2026 at 7pm EDT?',
    yes_sub_title: '$80,000 or above',
    close_time: '2026-05-09T23:00:00Z',
    strike_type: 'greater',
    floor_strike: 79999.99,
  },
};
const other = {
  ...coin.kalshi,
  ticker: 'KXBTCD-26MAY0920-T79999.99',
  title: 'Bitcoin price on May 9, 2026 at 8pm EDT?',
};
const pairs = [
  { id: 'p1', ...oscar },
  { id: 'p2', ...coin },
  { id: 'p3', polymarket: coin.polymarket, kalshi: other },
  { id: 'p4', polymarket: { id: 'x', question: 'Nothing ever happens?' }, kalshi: coin.kalshi },
];

function fileOf(rows: readonly unknown[], name = 'rows.jsonl'): string {
  const folder = mkdtempSync(join(tmpdir(), 'match-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

async function match(...argv: string[]) {
  const called = call(matchCommand, argv);
  return { code: await called.code, out: called.out(), err: called.err() };
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('polymind match --pairs', () => {
  test('what it prints is what was checked', async () => {
    const { code, out, err } = await match('--pairs', fileOf(pairs));
    expect([code, err]).toEqual([0, '']);
    await expect(out).toMatchFileSnapshot(GOLDEN);
  });

  test('each pair is one line of JSON, in the order of the file', async () => {
    const { out } = await match('--pairs', fileOf(pairs, 'pairs.jsonl.gz'), '--json');
    const lines = linesOf(out);
    expect(lines.map(({ id, state, relation }) => [id, state, relation])).toEqual([
      ['p1', 'verified', 'identity'],
      ['p2', 'verified', 'identity'],
      ['p3', 'rejected', 'unknown'],
      ['p4', 'quarantined', 'unknown'],
    ]);
    expect(lines[0]).toMatchObject({ basis: [], reasons: [], textsRead: true });
    expect(lines[1]).toMatchObject({ basis: ['inclusive', 'price_index'], textsRead: false });
    expect(lines[2]?.['reasons']).toEqual([
      'date: Polymarket "2026-05-09T23:00Z", Kalshi "2026-05-10T00:00Z"',
    ]);
  });

  test('lines that are no pair are named, and the others judged', async () => {
    const broken = [
      pairs[0],
      '{"id":',
      { id: 'p9', polymarket: oscar.polymarket, kalshi: { title: 'x' } },
      '',
    ];
    const { code, out, err } = await match('--pairs', fileOf(broken), '--json');
    expect(code).toBe(0);
    expect(linesOf(out)).toHaveLength(1);
    expect(err).toMatch(/line 2: line: one JSON object/);
    expect(err).toMatch(/line 3: kalshi\.ticker: /);
    expect(err).toMatch(/2 of \d lines of .* were left out/);
  });

  test('a file without a pair, and one that is not there, are failures', async () => {
    expect(await match('--pairs', fileOf(['not a pair']))).toMatchObject({ code: 1, out: '' });
    expect(await match('--pairs', '/nowhere/pairs.jsonl')).toMatchObject({ code: 1 });
  });
});

describe('polymind match --polymarket --kalshi', () => {
  test('finds the pairs of two lists, and with --all what was looked at and refused', async () => {
    const polymarket = fileOf([oscar.polymarket, coin.polymarket]);
    const kalshi = fileOf([oscar.kalshi, coin.kalshi, other]);
    const { code, out } = await match('--polymarket', polymarket, '--kalshi', kalshi, '--json');
    expect(code).toBe(0);
    expect(linesOf(out).map((line) => [line['polymarket'], line['kalshi'], line['state']])).toEqual(
      [
        ['0xa1', oscar.kalshi.ticker, 'verified'],
        ['2233', coin.kalshi.ticker, 'verified'],
      ],
    );
    const all = await match('--polymarket', polymarket, '--kalshi', kalshi, '--all');
    expect(all.out).toMatch(/2233 KXBTCD-26MAY0920-T79999\.99 · rejected · unknown · date: /);
  });

  test('an empty list is a failure', async () => {
    const { code, err } = await match(
      '--polymarket',
      fileOf([]),
      '--kalshi',
      fileOf([coin.kalshi]),
    );
    expect(code).toBe(1);
    expect(err).toMatch(/Nothing in .* could be read/);
  });
});

describe('wrong use', () => {
  test.each([
    { argv: [] },
    { argv: ['pairs.jsonl'] },
    { argv: ['--polymarket', 'a.jsonl'] },
    { argv: ['--pairs', 'a.jsonl', '--kalshi', 'b.jsonl'] },
    { argv: ['--pairs', 'a.jsonl', '--all'] },
  ])('$argv is told what works', async ({ argv }) => {
    const { code, err } = await match(...argv);
    expect(code).toBe(2);
    expect(err).toContain('polymind match --pairs');
  });
});
