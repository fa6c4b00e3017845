import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import {
  HISTORY_ATTEMPTS_MAX,
  HISTORY_FIDELITY_MINUTES,
  HISTORY_MS,
  HISTORY_SPACING_MS,
  HistoryFeed,
} from '../../../../src/data/polymarket/feed/history-feed.ts';
import { HISTORY_ROWS_MAX } from '../../../../src/data/polymarket/schema-history.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import {
  PriceTrack,
  STEP_MS,
  STEPS_KEPT,
} from '../../../../src/engine/intelligence/market/price-track.ts';
import { html, json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { conditionOf } from '../client/venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const PATH = '/prices-history';
const DIGITS = /^\d+$/;
const id = (at: number) => conditionOf(at) as MarketId;
const token = (at: number) => `${at}1` as TokenId;
const START_S = START_AT_MS / SECOND_MS;

/** Half hours up to the start, at 40 and 42 cents in turn. */
const rows = (count = 336) =>
  Array.from({ length: count }, (_, at) => ({
    t: START_S - (count - at) * HISTORY_FIDELITY_MINUTES * 60,
    p: at % 2 === 0 ? 0.4 : 0.42,
  }));
const told = (): Reply => json({ history: rows() });

function feedOf(reply: (seen: Seen, nth: number) => Reply) {
  const needs = { market: DIGITS, startTs: DIGITS, endTs: DIGITS, fidelity: /^30$/ };
  const venue = new InMemoryVenue({ path: PATH, needs, reply });
  const sink = new RecordingSink();
  const feed = new HistoryFeed(venue.client.clob, sink, venue.runtime);
  const tokensAsked = () => venue.seen.map(({ query }) => query.get('market'));
  return { venue, runtime: venue.runtime, sink, feed, tokensAsked };
}

describe('what a market cost before', () => {
  test('is read for a week in half hours, and delivered as the venue’s own rows', async () => {
    const { venue, runtime, sink, feed } = feedOf(told);
    feed.read(id(1), token(1));
    await runtime.advance(0);
    const [asked] = venue.seen;
    expect(asked?.query.get('startTs')).toBe(String((START_AT_MS - HISTORY_MS) / SECOND_MS));
    expect(asked?.query.get('endTs')).toBe(String(START_S));
    const frame = { market: id(1), token: token(1), history: rows() };
    expect(sink.frames).toEqual([{ source: 'polymarket.history', frame, atMs: START_AT_MS }]);
    expect(feed.snapshot()).toMatchObject({ reads: 1, points: 336, waiting: 0, trouble: null });
    await feed.close();
    await nothingLeft(runtime);
  });

  test('fills the steps that the engine keeps of a week', async () => {
    expect(HISTORY_FIDELITY_MINUTES * MINUTE_MS).toBe(STEP_MS);
    expect(HISTORY_MS).toBe(STEPS_KEPT * STEP_MS);
    const { runtime, sink, feed } = feedOf(told);
    feed.read(id(1), token(1));
    await runtime.advance(0);
    const [event] = parseFrame('polymarket.history', sink.frames[0]?.frame).events;
    if (event?.kind !== 'priceHistory') throw new Error('a history is told');
    const track = new PriceTrack(START_AT_MS);
    track.seed(event.points);
    // Two cents each half hour: the root of 48 times that a day, with the edges left out.
    const { day, week } = track.volatility();
    expect(Number(day) / 10_000).toBeCloseTo(2 * Math.sqrt(48), 0);
    expect(Number(week) / 10_000).toBeCloseTo(2 * Math.sqrt(48), 0);
    await feed.close();
  });

  test('is read once, however often it is asked for', async () => {
    const { venue, runtime, feed } = feedOf(told);
    for (let times = 0; times < 3; times += 1) {
      feed.read(id(1), token(1));
      feed.read(id(1), token(1));
      await runtime.advance(DAY_MS);
    }
    expect(venue.seen).toHaveLength(1);
    await feed.close();
  });

  test('is read anew by another token, and once it was forgotten', async () => {
    const { runtime, feed, tokensAsked } = feedOf(told);
    feed.read(id(1), token(1));
    await runtime.advance(SECOND_MS);
    feed.read(id(1), token(2));
    await runtime.advance(SECOND_MS);
    feed.forget(id(1));
    feed.read(id(1), token(2));
    await runtime.advance(SECOND_MS);
    expect(tokensAsked()).toEqual([token(1), token(2), token(2)]);
    await feed.close();
  });

  test('of many markets is read one after another, in their order', async () => {
    const { runtime, feed, tokensAsked } = feedOf(told);
    const markets = Array.from({ length: 5 }, (_, at) => at + 1);
    for (const at of markets) feed.read(id(at), token(at));
    await runtime.advance(0);
    expect(tokensAsked()).toEqual([token(1)]);
    await runtime.advance(2 * HISTORY_SPACING_MS);
    expect(tokensAsked()).toHaveLength(3);
    await runtime.advance(2 * HISTORY_SPACING_MS);
    expect(tokensAsked()).toEqual(markets.map(token));
    await feed.close();
  });

  test('of a market that is forgotten meanwhile is not told', async () => {
    let release = (_reply: Reply): void => undefined;
    const until = new Promise<Reply>((resolve) => {
      release = resolve;
    });
    const { runtime, sink, feed } = feedOf(() => ({ kind: 'hold', until }));
    feed.read(id(1), token(1));
    await runtime.advance(0);
    feed.forget(id(1));
    release(told());
    await runtime.advance(SECOND_MS);
    expect(sink.frames).toEqual([]);
    expect(feed.snapshot()).toMatchObject({ waiting: 0, points: 0 });
    await feed.close();
  });

  test('that nobody keeps yet is nothing to tell, and nothing to ask for again', async () => {
    const { venue, runtime, sink, feed } = feedOf(() => json({ history: [] }));
    feed.read(id(1), token(1));
    await runtime.advance(DAY_MS);
    expect(venue.seen).toHaveLength(1);
    expect(sink.frames).toEqual([]);
    expect(feed.snapshot()).toMatchObject({ empty: 1, waiting: 0, trouble: null });
    await feed.close();
  });

  test('is cut to its newest rows where the venue sends more than was asked for', async () => {
    const many = rows(HISTORY_ROWS_MAX + 5);
    const { runtime, sink, feed } = feedOf(() => json({ history: many }));
    feed.read(id(1), token(1));
    await runtime.advance(0);
    expect(sink.frames).toMatchObject([{ frame: { history: many.slice(5) } }]);
    await feed.close();
  });
});

const CUT: Reply = { kind: 'truncate', text: '{"history":[' };
const FAILURES: readonly (readonly [what: string, reply: Reply, trouble: RegExp])[] = [
  ['429', json({ error: 'Too Many Requests' }, 429, { 'retry-after': '1' }), /rateLimited, 429/],
  ['500', json({ error: 'Internal server error' }, 500), /unavailable, 500/],
  ['a page of a proxy', html(502), /502/],
  ['a connection that breaks', CUT, /unreachable/],
  ['an answer of another shape', json({ prices: [] }), /malformed/],
];

describe('a read that fails', () => {
  test.each(FAILURES)('with %s is repeated until it succeeds', async (_, reply) => {
    const { runtime, sink, feed } = feedOf((_seen, nth) => (nth < 6 ? reply : told()));
    feed.read(id(1), token(1));
    await runtime.advance(SECOND_MS);
    expect(sink.frames).toEqual([]);
    await runtime.advance(HOUR_MS);
    expect(sink.frames).toHaveLength(1);
    const { failures, ...health } = feed.snapshot();
    expect(failures).toBeGreaterThan(0);
    expect(health).toMatchObject({ waiting: 0, givenUp: 0, trouble: null });
    await feed.close();
  });

  test.each(FAILURES)('with %s is given up in the end, and says why', async (_, reply, trouble) => {
    const { runtime, sink, feed } = feedOf(() => reply);
    feed.read(id(1), token(1));
    await runtime.advance(DAY_MS);
    expect(sink.frames).toEqual([]);
    const health = feed.snapshot();
    expect(health).toMatchObject({ waiting: 0, givenUp: 1, reads: HISTORY_ATTEMPTS_MAX });
    expect(health.trouble).toMatch(trouble);
    await feed.close();
    await nothingLeft(runtime);
  });

  test('because the venue refuses it is not repeated', async () => {
    const { venue, runtime, feed } = feedOf(() => json({ error: 'invalid filters' }, 400));
    feed.read(id(1), token(1));
    await runtime.advance(DAY_MS);
    expect(venue.seen).toHaveLength(1);
    expect(feed.snapshot()).toMatchObject({ givenUp: 1, waiting: 0 });
    await feed.close();
  });

  test('of one market does not hold up the others', async () => {
    const { runtime, sink, feed } = feedOf(({ query }) =>
      query.get('market') === token(1) ? json({ error: 'no' }, 500) : told(),
    );
    for (const at of [1, 2, 3]) feed.read(id(at), token(at));
    await runtime.advance(10 * SECOND_MS);
    expect(sink.frames).toMatchObject([{ frame: { token: '21' } }, { frame: { token: '31' } }]);
    expect(feed.snapshot()).toMatchObject({ waiting: 1 });
    await feed.close();
  });

  test('leaves nothing behind when the feed is closed', async () => {
    const { runtime, sink, feed } = feedOf(() => json({ error: 'no' }, 500));
    feed.read(id(1), token(1));
    await runtime.advance(SECOND_MS);
    await feed.close();
    feed.read(id(2), token(2));
    expect(sink.frames).toEqual([]);
    await nothingLeft(runtime);
  });
});
