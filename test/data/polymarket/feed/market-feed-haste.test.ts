import { expect, test } from 'vitest';
import {
  JOIN_MS,
  LISTS_SPACING_MS,
  MarketFeed,
} from '../../../../src/data/polymarket/feed/market-feed.ts';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { json } from '../../../servers/http-double.ts';
import { conditionOf, gammaMarket } from '../client/venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const ID = conditionOf(1) as MarketId;

function feedOf(pace?: { intervalMs: number; intervalMsMin: number }) {
  let isListed = true;
  const venue = new InMemoryVenue({
    path: '/markets/keyset',
    needs: { limit: /^100$/, closed: /^(true|false)$/, condition_ids: /^0x[0-9a-f]{62,64}$/ },
    reply: ({ query }) => {
      const rows = isListed && query.get('closed') === 'false' ? [gammaMarket(1)] : [];
      return json({ markets: rows });
    },
  });
  const sink = new RecordingSink();
  const { client, runtime } = venue;
  const options = { client, sink, runtime, onTokens: () => undefined };
  const feed = new MarketFeed(pace === undefined ? options : { ...options, pace });
  const unlist = (): void => {
    isListed = false;
  };
  return { runtime, sink, feed, unlist };
}

test('a market about which something is odd is listed at once and not only at its turn', async () => {
  const { runtime, sink, feed } = feedOf();
  feed.want(ID);
  await runtime.advance(MINUTE_MS);
  expect(sink.frames).toHaveLength(1);
  feed.hasten(ID);
  await runtime.advance(JOIN_MS + LISTS_SPACING_MS);
  expect(sink.frames).toHaveLength(2);
  await feed.close();
  await nothingLeft(runtime);
});

test('a market that was just asked for in vain is not hurried, nor one that nobody wants', async () => {
  const { runtime, sink, feed, unlist } = feedOf();
  unlist();
  feed.want(ID);
  await runtime.advance(JOIN_MS);
  const { lists } = feed.snapshot();
  for (const id of [ID, conditionOf(2) as MarketId]) feed.hasten(id);
  await runtime.advance(JOIN_MS);
  expect(feed.snapshot()).toMatchObject({ lists });
  expect(sink.frames).toEqual([]);
  await feed.close();
});

test('the time between two lists is what the owner says', async () => {
  const pace = { intervalMs: SECOND_MS, intervalMsMin: SECOND_MS };
  const { runtime, sink, feed } = feedOf(pace);
  feed.want(ID);
  await runtime.advance(10 * SECOND_MS);
  expect(sink.frames.length).toBeGreaterThanOrEqual(8);
  await feed.close();
});
