import { describe, expect, test } from 'vitest';
import { kalshiViews } from '../../../src/app/running/kalshi-views.ts';
import type { KalshiFeedHealth } from '../../../src/data/kalshi/feed/health.ts';
import { NO_SOCKET } from '../../../src/data/socket/socket-snapshot.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/engine/domain/time.ts';

const NOW_MS = 1_790_000_000_000;

const LIST: KalshiFeedHealth['list'] = {
  ...{ step: 'rest', isComplete: true, markets: 100, events: 10, series: 5, letGo: 0 },
  ...{ pages: 12, failures: 0, walkedAtMs: NOW_MS - MINUTE_MS, changesAtMs: NOW_MS - SECOND_MS },
  ...{ unread: 0, unreadProblem: null, trouble: null },
};

const SHARD = {
  ...{ exchangeIndex: 0, description: '', isExchangeActive: true, isTradingActive: true },
  stop: null,
} as const;

const HEALTH: KalshiFeedHealth = {
  hasKey: false,
  list: LIST,
  lists: { lists: 0, failures: 0, rows: 0, resolutions: 0, listedAtMs: null, trouble: null },
  books: {
    ...{
      reads: 3,
      failures: 1,
      books: 3,
      overtaken: 0,
      access: 'unsigned',
      readAtMs: NOW_MS - 500,
    },
    trouble: null,
  },
  stream: null,
  exchange: {
    ...{ shards: [SHARD], resumesAtMs: null, statusAtMs: NOW_MS, scheduleAtMs: NOW_MS },
    ...{ failures: 0, trouble: null },
  },
  indices: [],
  wanted: [],
  trouble: null,
};

const WANTED: KalshiFeedHealth['wanted'] = [
  {
    marketId: 'KXBTCD-1' as MarketId,
    ...{ listedAtMs: NOW_MS, isResolved: false, trouble: null },
    book: { way: 'poll', basis: null, ageMs: 500, isStale: false },
  },
];

const view = (changes: Partial<KalshiFeedHealth>, name: string) =>
  kalshiViews({ ...HEALTH, ...changes }, NOW_MS).find((one) => one.name === name);

describe('The list of Kalshi', () => {
  test('is live with the age of its newest look, and nothing that is copied depends on it', () => {
    expect(view({}, 'Kalshi markets')).toMatchObject({
      ...{ state: 'live', note: null, ageMs: SECOND_MS, messages: 12, isBeside: true },
    });
  });

  test.each([
    ['before its first answer', { pages: 0, isComplete: false }, 'connecting', /first time/],
    ['while it is read for the first time', { isComplete: false }, 'waiting', /100 markets so far/],
    ['while it cannot be read', { isComplete: false, trouble: 'no way' }, 'down', /^no way$/],
    ['of an hour ago', { changesAtMs: null, walkedAtMs: NOW_MS - HOUR_MS }, 'silent', /no answer/],
    [
      'of an hour ago, with a reason',
      { changesAtMs: null, walkedAtMs: NOW_MS - HOUR_MS, trouble: 'no way' },
      'down',
      /^no way$/,
    ],
  ] as const)('%s says so', (...[, changes, state, note]) => {
    const list = { ...LIST, ...changes };
    const found = view({ list }, 'Kalshi markets');
    expect(found?.state).toBe(state);
    expect(found?.note).toMatch(note);
  });

  test('stays of use while the venue does not trade, which is said', () => {
    const exchange = { ...HEALTH.exchange, shards: [{ ...SHARD, stop: 'weeklyPause' as const }] };
    expect(view({ exchange }, 'Kalshi markets')).toMatchObject({
      state: 'live',
      note: 'Kalshi, or a part of it, does not trade now',
    });
  });
});

describe('Books of Kalshi', () => {
  test('are no feed while nobody needs one', () => {
    expect(kalshiViews(HEALTH, NOW_MS).map(({ name }) => name)).toEqual(['Kalshi markets']);
  });

  test('are asked for without a key, and told as silent or down when no answer comes', () => {
    expect(view({ wanted: WANTED }, 'Kalshi books')).toMatchObject({ state: 'live', ageMs: 500 });
    const old = { ...HEALTH.books, readAtMs: NOW_MS - MINUTE_MS };
    expect(view({ wanted: WANTED, books: old }, 'Kalshi books')?.state).toBe('silent');
    const books = { ...old, trouble: 'refused' };
    expect(view({ wanted: WANTED, books }, 'Kalshi books')).toMatchObject({
      state: 'down',
      note: 'refused',
    });
    const never = { ...HEALTH.books, readAtMs: null };
    expect(view({ wanted: WANTED, books: never }, 'Kalshi books')?.state).toBe('connecting');
  });

  test.each([
    ['is down with its reason', { state: 'waiting', reason: 'closed with 1006' }, 'down'],
    ['connects', { state: 'connecting' }, 'connecting'],
    ['has nothing to hear', { state: 'open' }, 'waiting'],
    ['brings something', { state: 'open', lastDataAtMs: NOW_MS - 10 }, 'live'],
    ['may rightly be quiet', { state: 'open', lastDataAtMs: NOW_MS - HOUR_MS }, 'waiting'],
  ] as const)('with a key the stream %s', (_what, changes, state) => {
    const stream = { ...NO_SOCKET, markets: 0, books: 0, waiting: 0, gaps: 0, ...changes };
    const health = { ...HEALTH, hasKey: true, stream: stream as KalshiFeedHealth['stream'] };
    const views = kalshiViews(health, NOW_MS);
    expect(views.map(({ name }) => name)).toEqual(['Kalshi markets', 'Kalshi stream']);
    expect(views[1]?.state).toBe(state);
  });
});
