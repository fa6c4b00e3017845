import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseFollowList } from '../../src/app/virtual/follow-list.ts';
import { type Replay, replayTape } from '../../src/app/virtual/replay-tape.ts';
import { firstLines, NO_TAPES, tapePath } from './recorded-data.ts';

/** Lines of the longest tapes that are enough. */
const LINES = 30_000;

const BTC = [1771633800, 1771634700, 1771726500, 1771728300, 1771729200];
const LEADER = '0x00000000000000000000000000000000000000a1';
const SHORT_WINDOWS = {
  'entry.shortCryptoMarkets': 'on',
  'entry.minMinutesToClose': '0',
  // The recordings have no rules of their markets, which makes copies too small for the venue.
  'size.riskPercent': '0',
};

async function replay(
  path: string,
  follow: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Replay> {
  const list = parseFollowList(follow);
  if (typeof list === 'string') throw new Error(list);
  return replayTape({ path, follow: list, settings });
}

/** Replays a tape two times and checks that it was the same, and sound. */
async function replayTwice(...of: Parameters<typeof replay>): Promise<Replay> {
  const first = await replay(...of);
  const second = await replay(...of);
  expect(second).toEqual(first);
  expect(first.invariants).toMatchObject({ violations: 0, broken: [] });
  expect(first.inputs).toBeGreaterThan(0);
  return first;
}

/** What kept markets and copies out adds up, and no part did more than all of them. */
function expectRejections({ signals, decisions, rejections }: Replay): void {
  const { markets, entries } = rejections;
  expect(markets.withBook).toBe(1);
  expect(markets.looks.judged).toBeGreaterThan(1);
  expect(entries.decided).toBe(signals.copy);
  const { quality, filters, others } = entries.denied;
  expect(quality + filters + others).toBe(signals.copy - entries.accepted);
  expect(quality).toBe(decisions.byReason['quality'] ?? 0);
  // The recordings tell no volume.
  expect(entries.quality.byPart.volume.zero).toBe(entries.quality.rejected);
  for (const { judged, rejected, byPart } of [markets.looks, entries.quality]) {
    expect(rejected).toBeLessThanOrEqual(judged);
    for (const part of Object.values(byPart)) {
      expect(Math.max(part.alone, part.zero, part.lowest)).toBeLessThanOrEqual(rejected);
    }
  }
}

if (NO_TAPES !== null) process.stderr.write(`${NO_TAPES}\n`);

describe.skipIf(NO_TAPES !== null)('a replay of recorded frames', () => {
  test.each(BTC)('copies real trades into real books: btc window %i', async (window) => {
    const path = tapePath(`btc-15m-${window}`);
    const found = await replayTwice(path, LEADER, SHORT_WINDOWS);
    const { signals, decisions, fills, problems } = found;
    expect(problems).toEqual([]);
    expectRejections(found);
    expect(signals.copy).toBeGreaterThan(0);
    expect(signals.exit).toBeGreaterThan(0);
    expect(decisions.accepted).toBeGreaterThan(0);
    expect(decisions.denied).toBeGreaterThan(0);
    expect(fills).toBeGreaterThan(0);
  });

  test.each(BTC)('refuses short crypto windows by default: btc window %i', async (window) => {
    const { decisions, fills } = await replay(tapePath(`btc-15m-${window}`), LEADER);
    expect(decisions.accepted).toBe(0);
    expect(decisions.byReason['shortCrypto']).toBeGreaterThan(0);
    expect(fills).toBe(0);
  });

  test.each(['market-wide-90s', 'market-wide-4h'])(
    'denies every copy for want of a book, unless its leader left first: %s',
    async (name) => {
      const { signals, decisions, fills } = await replayTwice(tapePath(name), 'all');
      expect(signals.copy).toBeGreaterThan(0);
      const { bookMissing = 0, leaderLeft = 0, noPosition } = decisions.byReason;
      expect(bookMissing).toBeGreaterThan(0);
      expect(bookMissing + leaderLeft).toBe(signals.copy);
      expect(noPosition ?? 0).toBe(signals.exit);
      expect(decisions).toMatchObject({ accepted: 0, held: 0 });
      expect(fills).toBe(0);
    },
  );

  test('believes no quote of a frozen collector', async () => {
    const { feeds } = await replayTwice(tapePath('frozen-quotes-beside-spot'), 'all');
    const quotes = feeds['polymarket.quote'];
    expect(quotes?.events).toBeGreaterThan(0);
    expect(quotes?.stale).toBe(quotes?.events);
  });

  test.each(['three-price-feeds-5m', 'two-wallets-activity'])('ends: %s', async (name) => {
    const { fills } = await replayTwice(tapePath(name), 'all');
    expect(fills).toBe(0);
  });

  test.each(['kalshi-btc-15m-trades', 'kalshi-eth-15m-trades'])('ends: %s', async (name) => {
    const path = await firstLines(name, LINES);
    onTestFinished(() => rm(dirname(path), { recursive: true }));
    const { inputs, fills } = await replayTwice(path, 'all');
    expect(inputs).toBe(LINES);
    expect(fills).toBe(0);
  });
});
