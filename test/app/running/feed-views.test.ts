import { describe, expect, test } from 'vitest';
import { type FeedReadings, feedViews } from '../../../src/app/running/feed-views.ts';
import { Meter } from '../../../src/app/running/meter.ts';
import { NO_SOCKET } from '../../../src/data/socket/socket-snapshot.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';

const NOW_MS = 1_790_766_960_000;
const WALLET = { trouble: null, failuresInRow: 0 } as never;
const QUIET: FeedReadings = {
  nowMs: NOW_MS,
  meter: () => new Meter(),
  books: { ...NO_SOCKET, tokens: 0, shards: [] },
  trades: NO_SOCKET,
  activity: {
    polls: 0,
    failures: 0,
    rows: 0,
    frames: 0,
    problems: 0,
    lagsMs: [],
    newestLagMs: null,
    lastSuccessAtMs: null,
    wallets: [],
  },
  markets: { lists: 0, failures: 0, rows: 0, lastSuccessAtMs: null, trouble: null, markets: [] },
  coverage: { trades: 0, shownBy: new Map() },
};

/** A source whose newest message came so long ago, 200 ms after the venue dated it. */
function heard(agoMs: number): FeedReadings['meter'] {
  const meter = new Meter();
  const atMs = NOW_MS - agoMs;
  meter.message(atMs, [{ kind: 'spotPrice', venueAtMs: atMs - 200 } as MarketEvent], 1);
  return () => meter;
}

const OPEN = { ...NO_SOCKET, state: 'open', openedAtMs: NOW_MS - 90_000, reconnects: 2 } as const;
const view = (name: string, readings: Partial<FeedReadings>) =>
  feedViews({ ...QUIET, ...readings }).find((feed) => feed.name === `Polymarket ${name}`);

test('there is a view of each source, by the name that a tape gives it', () => {
  expect(feedViews(QUIET).map(({ name, source }) => [name, source])).toEqual([
    ['Polymarket books', 'polymarket.market'],
    ['Polymarket trades', 'polymarket.activity'],
    ['Polymarket activity', 'polymarket.data-activity'],
    ['Polymarket markets', 'polymarket.markets'],
  ]);
});

describe('a stream', () => {
  const trades = (socket: Partial<FeedReadings['trades']>, agoMs: number | null) =>
    view('trades', {
      trades: { ...NO_SOCKET, ...socket },
      ...(agoMs === null ? {} : { meter: heard(agoMs) }),
    });

  test('is live while data comes, with its age, lag, problems and reconnects', () => {
    expect(trades(OPEN, 60_000)).toMatchObject({
      state: 'live',
      note: null,
      ageMs: 60_000,
      lagMsP50: 200,
      lagMsP99: 200,
      messages: 1,
      problems: 1,
      reconnects: 2,
    });
  });

  test('is silent when it is open and no data came for over a minute', () => {
    expect(trades(OPEN, 60_001)).toMatchObject({
      state: 'silent',
      note: 'connected, and no data comes',
    });
  });

  test('is connecting until the first data, though the socket is open', () => {
    expect(trades(OPEN, null)).toMatchObject({ state: 'connecting', ageMs: null, lagMsP50: null });
  });

  test('says why it is connecting again, or down', () => {
    const reason = 'closed by the venue: 1013';
    expect(trades({ state: 'connecting', reason }, 5)).toMatchObject({
      state: 'connecting',
      note: reason,
    });
    expect(trades({ state: 'waiting', reason }, 5)).toMatchObject({ state: 'down', note: reason });
    expect(trades({ state: 'closed' }, 5)).toMatchObject({ state: 'down', note: 'not connected' });
  });

  test('of books waits as long as no market is needed, whatever its socket does', () => {
    const books = { ...OPEN, tokens: 0, shards: [] };
    expect(view('books', { books, meter: heard(1) })).toMatchObject({
      state: 'waiting',
      note: 'no market is needed yet',
    });
    expect(view('books', { books: { ...books, tokens: 2 }, meter: heard(1) })).toMatchObject({
      state: 'live',
      reconnects: 2,
    });
    expect(view('books', { books: { ...books, tokens: 2 }, meter: heard(61_000) })?.state).toBe(
      'silent',
    );
  });
});

describe('polled activity', () => {
  const activity = (of: Partial<FeedReadings['activity']>) =>
    view('activity', { activity: { ...QUIET.activity, wallets: [WALLET], ...of } });
  const agoMs = (ms: number) => ({ lastSuccessAtMs: NOW_MS - ms });
  const troubled = { wallets: [WALLET, { trouble: 'HTTP 503' } as never] };

  test('waits while nobody is followed', () => {
    expect(activity({ wallets: [] })).toMatchObject({
      state: 'waiting',
      note: 'nobody is followed yet',
    });
  });

  test('is connecting until the first answer, and down when that is a failure', () => {
    expect(activity({})).toMatchObject({ state: 'connecting', note: 'asking for the first time' });
    expect(activity(troubled)).toMatchObject({ state: 'down', note: 'HTTP 503' });
  });

  test('is live for half a minute after an answer, then silent, or down with its trouble', () => {
    expect(activity({ ...agoMs(30_000), polls: 7, failures: 2 })).toMatchObject({
      state: 'live',
      ageMs: 30_000,
      messages: 7,
      reconnects: 2,
    });
    expect(activity({ ...agoMs(30_000), ...troubled }), 'one failure is no outage').toMatchObject({
      state: 'live',
    });
    expect(activity(agoMs(30_001))).toMatchObject({ state: 'silent', note: 'no answer comes' });
    expect(activity({ ...agoMs(30_001), ...troubled })).toMatchObject({
      state: 'down',
      note: 'HTTP 503',
    });
  });
});

describe('listed markets', () => {
  const markets = (of: Partial<FeedReadings['markets']>) =>
    view('markets', { markets: { ...QUIET.markets, markets: [{} as never], ...of } });

  test('wait while none is needed', () => {
    expect(markets({ markets: [] })).toMatchObject({ state: 'waiting' });
  });

  test('are live once they were listed, for as long as nothing goes wrong', () => {
    const lastSuccessAtMs = NOW_MS - 600_000;
    expect(markets({ lastSuccessAtMs, lists: 3 })).toMatchObject({
      state: 'live',
      ageMs: 600_000,
      messages: 3,
      lagMsP50: null,
    });
    expect(markets({ lastSuccessAtMs, trouble: 'HTTP 500' })).toMatchObject({
      state: 'down',
      note: 'HTTP 500',
    });
    expect(markets({ lastSuccessAtMs: NOW_MS, trouble: 'HTTP 500' })?.state).toBe('live');
  });

  test('are connecting, or down, before the first list', () => {
    expect(markets({})).toMatchObject({ state: 'connecting' });
    expect(markets({ trouble: 'HTTP 500' })).toMatchObject({ state: 'down', note: 'HTTP 500' });
  });
});

test('a trade that only another feed showed is missed, and the two topics of a stream are one', () => {
  const coverage = {
    trades: 10,
    shownBy: new Map([
      ['rtds.trades', 6],
      ['rtds.orders_matched', 8],
      ['data-api', 10],
    ] as const),
  };
  expect(view('trades', { coverage })?.trades).toEqual({ seen: 8, missed: 2 });
  expect(view('activity', { coverage })?.trades).toEqual({ seen: 10, missed: 0 });
  expect(view('books', { coverage })?.trades).toBeNull();
  expect(view('trades', {})?.trades).toEqual({ seen: 0, missed: 0 });
});
