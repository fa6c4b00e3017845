import { describe, expect, test } from 'vitest';
import { COMMAND_TIMEOUT_MS } from '../../../../src/data/kalshi/stream/command-desk.ts';
import { REFUSED_RETRY_MS } from '../../../../src/data/kalshi/stream/subscription-desk.ts';
import { following, tickersOf, watching } from './watching.ts';

describe('what the venue refuses', () => {
  test.each([10, 25])('code %i ends a subscription, which is begun anew', (code) => {
    const { runtime, venue, own, tickers, first } = watching(2);
    const [sid = 0] = [...venue.last.subs.keys()];
    venue.last.error({ sid, code });
    runtime.advance(3);
    expect(own.missed).toMatchObject([{ targets: tickers, reason: `code ${code}` }]);
    expect(own.levels(first, 'yes')).toBeNull();
    venue.set(first, 'yes', { cents: 40, count: 77 });
    runtime.advance(1_000);
    expect(own.levels(first, 'yes')).toEqual([[40, 77]]);
    expect(own.stream.snapshot()).toMatchObject({ restarts: 1, reconnects: 0 });
    expect(venue.violations).toEqual([]);
  });

  test('an end that names no subscription ends all, so that none is left half', () => {
    const { runtime, venue, own, tickers } = watching(2, {
      channels: ['orderbook_delta', 'trade'],
    });
    venue.last.error({ code: 25 });
    runtime.advance(2_000);
    expect(own.stream.snapshot().restarts).toBe(2);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(venue.streamed('trade')).toEqual(tickers);
    expect(venue.violations).toEqual([]);
  });

  test('a subscription that ends again and again is begun anew ever more slowly', () => {
    const { runtime, venue } = watching(1);
    const began = () => venue.last.heard.filter(({ cmd }) => cmd === 'subscribe').length;
    for (let at = 0; at < 200; at += 1) {
      for (const sid of [...venue.last.subs.keys()]) venue.last.error({ sid, code: 25 });
      runtime.advance(500);
    }
    // 100 seconds of it: a fixed delay would have begun 200 times.
    expect(began()).toBeLessThan(20);
  });

  test('a limit of markets is found, and everything is streamed all the same', () => {
    const { runtime, venue, own } = following();
    venue.marketsMax = 12;
    const tickers = tickersOf(100);
    own.stream.watch(tickers);
    runtime.advance(30_000);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(own.stream.snapshot()).toMatchObject({ books: 100, waiting: 0 });
    expect(own.stream.snapshot().refusal).toContain('26');
    own.stream.watch(['KXZ-1', 'KXZ-2']);
    runtime.advance(30_000);
    expect(venue.streamed('orderbook_delta')).toEqual([...tickers, 'KXZ-1', 'KXZ-2']);
    expect(venue.violations).toEqual([]);
  });

  test('one market that the venue does not take is found, and the others are streamed', () => {
    const { runtime, venue, own } = following();
    const tickers = tickersOf(16);
    venue.unknown.add('KXA-0005');
    own.stream.watch(tickers);
    runtime.advance(30_000);
    const taken = tickers.filter((ticker) => ticker !== 'KXA-0005');
    expect(venue.streamed('orderbook_delta')).toEqual(taken);
    venue.unknown.clear();
    runtime.advance(REFUSED_RETRY_MS);
    expect(venue.streamed('orderbook_delta')).toEqual(tickers);
    expect(venue.violations).toEqual([]);
  });

  test.each([
    ['too many requests', 27],
    ['a timeout of its own', 18],
  ])('%s is asked again later', (_name, code) => {
    const { runtime, venue, own } = following();
    venue.refusals.push(code, code);
    own.stream.watch(['KXA-1']);
    runtime.advance(5_000);
    expect(venue.streamed('orderbook_delta')).toEqual(['KXA-1']);
    venue.refusals.push(code);
    own.stream.watch(['KXA-2']);
    runtime.advance(5_000);
    expect(venue.streamed('orderbook_delta')).toEqual(['KXA-1', 'KXA-2']);
    venue.refusals.push(code);
    own.stream.unwatch(['KXA-1']);
    runtime.advance(5_000);
    expect(venue.streamed('orderbook_delta')).toEqual(['KXA-2']);
    expect(venue.violations).toEqual([]);
  });

  test.each([9, 8])(
    'a channel refused with code %i is told, and tried again after a while',
    (code) => {
      const { runtime, venue, own } = following();
      venue.refusals.push(code);
      own.stream.watch(['KXA-1', 'KXA-2']);
      runtime.advance(10_000);
      expect(own.stream.snapshot().refusal).toBe(`orderbook_delta: ${code} code ${code}`);
      expect(venue.streamed('orderbook_delta')).toEqual([]);
      runtime.advance(REFUSED_RETRY_MS);
      expect(venue.streamed('orderbook_delta')).toEqual(['KXA-1', 'KXA-2']);
    },
  );

  test('a subscription that the venue does not know any more is begun anew', () => {
    const { runtime, venue, own } = watching(1);
    venue.last.subs.clear();
    own.stream.watch(['KXB-1']);
    runtime.advance(2_000);
    expect(venue.streamed('orderbook_delta')).toEqual(['KXA-0000', 'KXB-1']);
  });

  test('no answer at all is asked again, and an answer that comes too late leaves nothing behind', () => {
    const { runtime, venue, own } = following();
    venue.last.isFrozen = true;
    own.stream.watch(['KXA-1']);
    runtime.advance(1_000);
    venue.last.isFrozen = false;
    // The venue took it and its answer was lost: the second subscription is the one that counts.
    venue.last.subs.clear();
    runtime.advance(COMMAND_TIMEOUT_MS + 2_000);
    expect(venue.streamed('orderbook_delta')).toEqual(['KXA-1']);
    expect(own.stream.snapshot().books).toBe(1);
  });
});
