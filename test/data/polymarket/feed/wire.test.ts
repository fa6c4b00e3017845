import { afterEach, expect, test, vi } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { ActivityFeed } from '../../../../src/data/polymarket/feed/activity-feed.ts';
import { BookReader } from '../../../../src/data/polymarket/feed/book-reader.ts';
import { MarketFeed } from '../../../../src/data/polymarket/feed/market-feed.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json } from '../../../servers/http-double.ts';
import { bookOf, conditionOf, gammaMarket, WALLET } from '../client/venue.ts';
import { ActivityVenue } from './activity-venue.ts';
import { clientAt, intoSink, RecordingSink } from './in-memory.ts';

let double: HttpDouble | null = null;
afterEach(async () => {
  await double?.stop();
  double = null;
});

test('over sockets all feeds deliver what the venue has, through a broken connection', async () => {
  const activity = new ActivityVenue(() => Date.now(), 4);
  for (let at = 0; at < 10; at += 1) activity.add(1_790_000_000 + at, at);
  activity.faults.push('drop', 'unavailable');
  double = await HttpDouble.start(
    activity.route,
    {
      path: '/markets/keyset',
      needs: { limit: /^100$/, closed: /^false$/, condition_ids: /^0x/ },
      reply: () => json({ markets: [gammaMarket(1)] }),
    },
    { method: 'POST', path: '/books', reply: () => json([bookOf('11'), bookOf('12')]) },
  );
  const { client, sink } = {
    client: clientAt(double.url, SYSTEM_RUNTIME),
    sink: new RecordingSink(),
  };
  const reader = new BookReader(client.clob, intoSink(sink), SYSTEM_RUNTIME);
  const trades = new ActivityFeed(client.data, sink, SYSTEM_RUNTIME);
  const markets = new MarketFeed({
    client,
    sink,
    runtime: SYSTEM_RUNTIME,
    onTokens: (marketId: MarketId, tokenIds: readonly TokenId[]) =>
      reader.reread(marketId, tokenIds),
  });
  trades.follow(WALLET as WalletAddress, 1_790_000_000_000);
  markets.want(conditionOf(1) as MarketId);
  const rowsOf = (source: string) =>
    sink.frames.filter((of) => of.source === source).flatMap(({ frame }) => frame as object[]);
  await vi.waitFor(() => {
    expect(rowsOf('polymarket.data-activity')).toHaveLength(10);
    expect(rowsOf('polymarket.book')).toHaveLength(2);
  }, 20_000);
  expect(rowsOf('polymarket.markets')).toEqual([gammaMarket(1)]);
  await Promise.all([trades.close(), markets.close(), reader.close()]);
});
