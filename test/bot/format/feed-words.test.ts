import { expect, test } from 'vitest';
import { troubleWords } from '../../../src/bot/format/feed-words.ts';
import { VENUE_ERROR_KINDS, VenueError } from '../../../src/data/http/venue-error.ts';

test.each([
  ['kalshi.event-page (unreachable): fetch failed', 'no connection'],
  ['kalshi.events (unavailable, 503): try later', 'out of service for now (503): try later'],
  [
    'No stream from Binance, prices are missing: nowhere: connect ECONNREFUSED. Asking failed, too: binance.bookTicker (unreachable): fetch failed.',
    'No stream from Binance, prices are missing: nowhere: connect ECONNREFUSED. Asking failed, too: no connection.',
  ],
  ['no price now: DOGEUSDT', 'no price now: DOGEUSDT'],
  ['closed by data.host.com (normal)', 'closed by data.host.com (normal)'],
])('%s reads as: %s', (note, words) => {
  expect(troubleWords(note)).toBe(words);
});

test.each(VENUE_ERROR_KINDS)('a request that failed as %s has words of its own', (kind) => {
  const { message } = new VenueError({ kind, endpoint: 'kalshi.markets.some-page', status: 418 });
  expect(troubleWords(message)).toMatch(/^[a-z][a-z ]+ \(418\)$/);
});
