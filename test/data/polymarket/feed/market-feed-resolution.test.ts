import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { readMarkets } from '../../../../src/data/polymarket/client/gamma-market.ts';
import { JOIN_MS, MarketFeed } from '../../../../src/data/polymarket/feed/market-feed.ts';
import { LIST_INTERVAL_MS_MIN } from '../../../../src/data/polymarket/feed/wanted-market.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { json, type Route } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { conditionOf, gammaMarket } from '../client/venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

type Row = Record<string, unknown>;

const id = (at: number) => conditionOf(at) as MarketId;
const LISTS = '/markets/keyset';
const RESOLUTIONS = '/v2/resolutions';
const WON = [1_000_000, 0];
const seconds = (afterMs: number) => Math.round((START_AT_MS + afterMs) / 1_000);

/** Gamma and the Data API as the test sets them, and a feed that asks them. */
function venueOf() {
  const markets = new Map<string, Row>();
  const states = new Map<string, Row>();
  const down = new Set<string>();
  const lists: Route = {
    path: LISTS,
    needs: { limit: /^100$/, closed: /^(true|false)$/, condition_ids: /^0x[0-9a-f]{62,64}$/ },
    reply: ({ query }) => {
      if (down.has(LISTS)) return json({ error: 'down' }, 500);
      const rows = query.getAll('condition_ids').map((of) => markets.get(of) ?? {});
      const isClosed = query.get('closed') === 'true';
      return json({ markets: rows.filter(({ closed }) => closed === isClosed) });
    },
  };
  const resolutions: Route = {
    path: RESOLUTIONS,
    needs: { condition: /^0x[0-9a-f]{64}(,0x[0-9a-f]{64}){0,19}$/, _: /^\d{16}$/ },
    reply: ({ query }) => {
      if (down.has(RESOLUTIONS)) return json({ error: 'down' }, 500);
      return json({ data: (query.get('condition') ?? '').split(',').flatMap(rowsOf) });
    },
  };
  const rowsOf = (of: string) => states.get(of) ?? [];
  const venue = new InMemoryVenue(lists, resolutions);
  const sink = new RecordingSink();
  const { client, runtime } = venue;
  const feed = new MarketFeed({ client, sink, runtime, onTokens: () => undefined });
  const put = (at: number, changes: object = {}) =>
    markets.set(conditionOf(at), gammaMarket(at, { endDate: OVER, ...changes }) as Row);
  const state = (at: number, changes: object) =>
    states.set(conditionOf(at), { condition_id: conditionOf(at), payouts: [], ...changes });
  const told = () =>
    sink.frames
      .flatMap(({ source, frame, atMs }) => parseFrame(source, frame, atMs).events)
      .flatMap((event) => {
        if (event.kind === 'resolutionMoved') return [event.stage as string];
        if (event.kind !== 'marketResolved') return [];
        return [event.resolution.payouts.map(({ payout }) => payout / 1_000_000).join('/')];
      });
  const start = async (...ids: readonly number[]) => {
    for (const at of ids) feed.want(id(at));
    await runtime.advance(JOIN_MS);
  };
  return { venue, runtime, sink, feed, put, state, states, markets, down, told, start };
}

const OVER = new Date(START_AT_MS - HOUR_MS).toISOString();

describe('a stage of a resolution', () => {
  test('is told once, by whichever of the two sources has it, and a second proposal again', async () => {
    const { runtime, feed, put, state, told, start } = venueOf();
    put(1);
    await start(1);
    expect(told()).toEqual([]);
    put(1, { umaResolutionStatus: 'proposed', outcomePrices: '["0.9995","0.0005"]' });
    await runtime.advance(HOUR_MS);
    expect(told()).toEqual(['proposed']);
    state(1, { status: 'disputed', was_disputed: true });
    await runtime.advance(HOUR_MS);
    expect(told()).toEqual(['proposed', 'disputed']);
    state(1, { status: 'reproposed', was_disputed: true });
    await runtime.advance(HOUR_MS);
    expect(told()).toEqual(['proposed', 'disputed', 'proposed']);
    state(1, { status: 'resolved', payouts: [0, 1_000_000] });
    await runtime.advance(2 * MINUTE_MS);
    expect(told()).toEqual(['proposed', 'disputed', 'proposed', '0/1']);
    await feed.close();
  });

  test('does not go back because Gamma lags behind the Data API, nor because that one is down', async () => {
    const { runtime, feed, put, state, down, told, start } = venueOf();
    put(1, { umaResolutionStatus: 'proposed' });
    state(1, { status: 'challenged' });
    await start(1);
    await runtime.advance(HOUR_MS);
    down.add(RESOLUTIONS);
    await runtime.advance(HOUR_MS);
    expect(told()).toEqual(['proposed', 'disputed']);
    expect(feed.snapshot().trouble).toContain('data.resolutions');
    await feed.close();
  });

  test('is told by Gamma alone while the Data API says nothing of it', async () => {
    const { runtime, feed, put, state, told, start } = venueOf();
    put(1);
    state(1, { status: 'posed' });
    await start(1);
    for (const umaResolutionStatus of ['proposed', 'disputed', 'proposed']) {
      put(1, { umaResolutionStatus });
      await runtime.advance(20 * MINUTE_MS);
    }
    expect(told()).toEqual(['proposed', 'disputed', 'proposed']);
    await feed.close();
  });

  test('is looked for also before the end of a market that takes no orders any more', async () => {
    const { feed, put, state, told, start } = venueOf();
    const endDate = new Date(START_AT_MS + 100 * HOUR_MS).toISOString();
    put(1, { endDate });
    put(2, { endDate, acceptingOrders: false });
    for (const at of [1, 2]) state(at, { status: 'proposed' });
    await start(1, 2);
    expect(told()).toEqual(['proposed']);
    await feed.close();
  });
});

describe('while it is not final', () => {
  /** Pauses between the questions to the Data API in the next hour. */
  async function pauses(status: string, expectedAfterMs: number | null) {
    const { runtime, venue, feed, put, state, start } = venueOf();
    put(1);
    state(1, {
      status,
      expected_settlement_time: expectedAfterMs === null ? null : seconds(expectedAfterMs),
    });
    await start(1);
    const times: number[] = [];
    let asked = venue.count(RESOLUTIONS);
    for (let second = 1; second <= 3_600; second += 1) {
      await runtime.advance(1_000);
      if (venue.count(RESOLUTIONS) > asked) times.push(second);
      asked = venue.count(RESOLUTIONS);
    }
    await feed.close();
    await nothingLeft(runtime);
    return times.map((second, at) => second - (times[at - 1] ?? 0));
  }

  test('a proposal is looked at each minute', async () => {
    for (const pause of await pauses('proposed', null)) expect(pause).toBeCloseTo(60, -1);
  });

  test('a dispute is looked at each five minutes', async () => {
    for (const pause of await pauses('disputed', null)) expect(pause).toBeCloseTo(300, -1);
  });

  test('both are looked at often when the settlement is expected', async () => {
    for (const status of ['proposed', 'disputed']) {
      const all = await pauses(status, 30 * MINUTE_MS);
      const usual = status === 'proposed' ? 60 : 300;
      expect(Math.max(...all)).toBeLessThanOrEqual(usual + 1);
      let second = 0;
      for (const pause of all) {
        second += pause;
        if (Math.abs(second - 1_800) > MINUTE_MS / 1_000) continue;
        expect(pause).toBeLessThanOrEqual((2 * LIST_INTERVAL_MS_MIN) / 1_000);
      }
      expect(all.at(-1)).toBeCloseTo(usual, -1);
    }
  });
});

describe('a market that the lists have lost', () => {
  test('is paid out by the Data API, and then nobody asks any more', async () => {
    const { runtime, venue, sink, feed, put, state, markets, told, start } = venueOf();
    put(1);
    await start(1);
    markets.clear();
    state(1, { status: 'proposed' });
    await runtime.advance(20 * MINUTE_MS);
    state(1, { status: 'resolved', payouts: [500_000, 500_000], resolved_at: seconds(MINUTE_MS) });
    await runtime.advance(5 * MINUTE_MS);
    expect(told()).toEqual(['proposed', '0.5/0.5']);
    expect(sink.frames.at(-1)).toMatchObject({
      source: 'polymarket.resolutions',
      frame: [{ status: 'resolved', token_ids: ['11', '12'] }],
    });
    const asked = venue.seen.length;
    await runtime.advance(HOUR_MS);
    expect(venue.seen).toHaveLength(asked);
    await nothingLeft(runtime);
    await feed.close();
  });

  test('is paid out behind a restart by what is remembered of it, and not without', async () => {
    const { runtime, feed, state, told } = venueOf();
    const remembered = readMarkets([gammaMarket(1)]).rows[0]?.market ?? null;
    feed.want(id(1), remembered);
    feed.want(id(2));
    for (const at of [1, 2]) state(at, { status: 'resolved', payouts: WON });
    await runtime.advance(5 * MINUTE_MS);
    expect(told()).toEqual(['1/0']);
    expect(feed.snapshot().markets).toMatchObject([{ resolved: true }, { resolved: false }]);
    await feed.close();
  });

  test('is paid out while Gamma is down', async () => {
    const { runtime, feed, put, state, down, told, start } = venueOf();
    put(1);
    await start(1);
    down.add(LISTS);
    state(1, { status: 'resolved', payouts: WON });
    await runtime.advance(15 * MINUTE_MS);
    expect(told()).toEqual(['1/0']);
    await feed.close();
  });
});

describe('the Data API', () => {
  test('is asked for twenty markets at a time at most, each with 64 digits', async () => {
    const { venue, feed, put, state, told, start } = venueOf();
    const ids = Array.from({ length: 45 }, (_, at) => at + 1);
    for (const at of ids) {
      put(at);
      state(at, { status: 'resolved', payouts: WON });
    }
    await start(...ids);
    const asked = venue.seen
      .filter(({ path }) => path === RESOLUTIONS)
      .map(({ query }) => query.get('condition')?.split(',') ?? []);
    expect(asked.map(({ length }) => length)).toEqual([20, 20, 5]);
    expect(venue.violations).toEqual([]);
    expect(told()).toHaveLength(45);
    await feed.close();
  });

  test.each([
    ['nearly a dollar', [999_500, 499]],
    ['two dollars', [1_000_000, 1_000_000]],
    ['three outcomes of two', [1_000_000, 0, 0]],
    ['nothing', []],
  ])('decides nothing by payouts of %s', async (_name, payouts) => {
    const { runtime, feed, put, state, told, start } = venueOf();
    put(1);
    state(1, { status: 'resolved', payouts });
    await start(1);
    await runtime.advance(HOUR_MS);
    expect(told()).toEqual([]);
    await feed.close();
  });

  test('decides by shares of a dollar too, and by the first row of a market alone', async () => {
    const { runtime, feed, put, states, told, start } = venueOf();
    put(1);
    const row = { condition_id: conditionOf(1), status: 'resolved' };
    states.set(conditionOf(1), [
      { ...row, payouts: [300_000, 700_000] },
      { ...row, payouts: WON },
    ] as unknown as Row);
    await start(1);
    await runtime.advance(MINUTE_MS);
    expect(told()).toEqual(['0.3/0.7']);
    await feed.close();
  });
});
