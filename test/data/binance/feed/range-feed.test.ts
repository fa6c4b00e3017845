import { describe, expect, onTestFinished, test } from 'vitest';
import {
  RANGE_EVERY_MS,
  RANGE_RETRY_MS,
  RANGES_MAX,
  RangeFeed,
} from '../../../../src/data/binance/feed/range-feed.ts';
import type { BinanceHost } from '../../../../src/data/binance/hosts.ts';
import { parseFrame } from '../../../../src/data/frame.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { START_AT_MS, VirtualRuntime } from '../../http/virtual-runtime.ts';
import { COM, US, VISION } from './feed-setup.ts';

const NOW_MS = Math.ceil(START_AT_MS / MINUTE_MS) * MINUTE_MS;
const LENGTHS: Readonly<Record<string, number>> = { '1m': MINUTE_MS, '1h': HOUR_MS, '1d': DAY_MS };

/** Answers every stretch with candles in which each price tells its minute of the day. */
function candlesOf(url: URL): unknown[] {
  const number = (name: string): number => Number(url.searchParams.get(name));
  const lengthMs = LENGTHS[url.searchParams.get('interval') ?? ''] ?? Number.NaN;
  const rows: unknown[] = [];
  for (let at = number('startTime'); at <= number('endTime'); at += lengthMs) {
    const price = String(100 + ((at / MINUTE_MS) % 1_440));
    rows.push([at, price, price, price, price, '1', at + lengthMs - 1, '1', 1, '1', '1', '0']);
  }
  return rows;
}

interface Delivered {
  readonly source: string;
  readonly frame: unknown;
}

function started(
  of: { readonly hosts?: readonly BinanceHost[]; readonly answer?: (url: URL) => Response } = {},
) {
  const asked: URL[] = [];
  const frames: Delivered[] = [];
  const failures: unknown[] = [];
  const { answer = (url: URL) => Response.json(candlesOf(url)) } = of;
  const runtime = new VirtualRuntime((input) => {
    const url = new URL(String(input));
    asked.push(url);
    return Promise.resolve(answer(url));
  });
  const feed = new RangeFeed({
    hosts: of.hosts ?? [VISION, COM, US],
    sink: { json: (source, frame) => frames.push({ source, frame }) },
    runtime,
  });
  feed.start((error) => failures.push(error));
  onTestFinished(async () => {
    await feed.close();
    expect(failures).toEqual([]);
  });
  return { feed, asked, frames, runtime };
}

const WISH = {
  ...{ symbol: 'btcusdt', fromMs: NOW_MS - 40 * DAY_MS - 90 * MINUTE_MS },
  ...{ untilMs: NOW_MS + DAY_MS, again: true },
};

describe('what a coin did since a moment', () => {
  test('is read in few requests, and tells the engine one range without a gap', async () => {
    const { feed, asked, frames, runtime } = started();
    feed.want(WISH);
    await runtime.advance(10_000);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(frames.map(({ source }) => source)).toEqual(['binance.candles']);
    const { events, problems } = parseFrame('binance.candles', frames[0]?.frame);
    expect(problems).toEqual([]);
    expect(events).toMatchObject([{ kind: 'spotRange', symbol: 'btcusdt', fromMs: WISH.fromMs }]);
    expect(feed.snapshot()).toMatchObject({ wanted: 1, reads: 1, failures: 0, trouble: null });
  });

  test('is read again where it grows, once where it does not, and not at all when it is over', async () => {
    const { feed, frames, runtime } = started();
    feed.want(WISH);
    feed.want({ ...WISH, symbol: 'ethusdt', again: false, untilMs: NOW_MS + 2 * MINUTE_MS });
    feed.want({ ...WISH, symbol: 'solusdt', untilMs: START_AT_MS });
    await runtime.advance(RANGE_EVERY_MS + 20_000);
    expect(frames.map(({ frame }) => (frame as { readonly symbol: string }).symbol)).toEqual([
      'btcusdt',
      'ethusdt',
      'btcusdt',
    ]);
    expect(feed.snapshot().wanted).toBe(1);
  });

  test('is read once for all who want it, and again for the first who needs that', async () => {
    const { feed, frames, runtime } = started();
    feed.want({ ...WISH, again: false });
    await runtime.advance(10_000);
    feed.want({ ...WISH, again: false });
    await runtime.advance(10_000);
    expect(frames).toHaveLength(1);
    feed.want(WISH);
    await runtime.advance(10_000);
    expect(frames).toHaveLength(2);
  });

  test('comes from the next host of the same exchange when one fails, never from another exchange', async () => {
    const { feed, asked, frames, runtime } = started({
      answer: (url) =>
        url.host === 'com.test' && url.searchParams.get('interval') !== '1d'
          ? Response.json(candlesOf(url))
          : Response.json({ code: -1, msg: 'no' }, { status: 418 }),
    });
    feed.want({ ...WISH, fromMs: NOW_MS - 90 * MINUTE_MS });
    await runtime.advance(3 * RANGE_RETRY_MS);
    expect(frames).toHaveLength(1);
    expect(new Set(asked.map(({ host }) => host))).toEqual(new Set(['vision.test', 'com.test']));
    expect(feed.snapshot()).toMatchObject({ trouble: null });
    expect(feed.snapshot().failures).toBeGreaterThan(0);
  });

  test('is not asked of binance.us, whose prices decide nothing', async () => {
    const { feed, asked, runtime } = started({ hosts: [US] });
    feed.want(WISH);
    await runtime.advance(60_000);
    expect(asked).toEqual([]);
  });

  test('has room for so many stretches, and counts those that found none', () => {
    const { feed } = started();
    for (let at = 0; at <= RANGES_MAX; at += 1) {
      feed.want({ ...WISH, fromMs: WISH.fromMs + at * MINUTE_MS });
    }
    expect(feed.snapshot()).toMatchObject({ wanted: RANGES_MAX, leftOut: 1 });
    feed.forget();
    expect(feed.snapshot().wanted).toBe(0);
  });
});
