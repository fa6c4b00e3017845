import { describe, expect, test } from 'vitest';
import {
  HoldingsFeed,
  holdingsCursor,
} from '../../../../src/data/polymarket/feed/holdings-feed.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const WALLET = `0x${'a1'.repeat(20)}` as WalletAddress;
const ROW = { condition_id: `0x${'0c'.repeat(32)}`, token_id: '123', current_size: 12.5 };

function page(rows: readonly object[], next: string | null = null): Reply {
  const pagination = { limit: 100, offset: 0, has_more: next !== null, next_cursor: next };
  return json({ data: rows, pagination });
}

function feedOf(reply: (seen: Seen, nth: number) => Reply) {
  const venue = new InMemoryVenue({
    path: '/v2/positions',
    needs: { user: /^0x[0-9a-f]{40}$/, status: /^OPEN$/, sizeThreshold: /^0$/, _: /./ },
    may: { limit: /^\d+$/, cursor: /./ },
    reply,
  });
  const sink = new RecordingSink();
  const failures: unknown[] = [];
  const feed = new HoldingsFeed({
    data: venue.client.data,
    sink,
    runtime: venue.runtime,
    failed: (_wallet, error) => failures.push(error),
  });
  return { venue, runtime: venue.runtime, sink, feed, failures };
}

describe('what a wallet held when it was followed', () => {
  test('is delivered once as a whole, and then noted as told', async () => {
    const second = { ...ROW, token_id: '124' };
    const { runtime, sink, feed, failures } = feedOf((_seen, nth) =>
      nth === 0 ? page([ROW], 'more') : page([second]),
    );
    feed.read(WALLET);
    await runtime.advance(SECOND_MS);
    expect(sink.frames).toMatchObject([
      { source: 'polymarket.positions', frame: { wallet: WALLET, rows: [ROW, second] } },
    ]);
    expect(sink.cursors).toMatchObject([{ name: holdingsCursor(WALLET), gap: null }]);
    await runtime.advance(MINUTE_MS);
    expect(sink.frames).toHaveLength(1);
    expect(failures).toEqual([]);
    await feed.close();
    await nothingLeft(runtime);
  });

  test('is asked for again until the list is whole; a part is not told', async () => {
    const { runtime, sink, feed, failures } = feedOf((_seen, nth) =>
      nth < 6 ? page([ROW], 'same') : page([ROW]),
    );
    feed.read(WALLET);
    await runtime.advance(10 * MINUTE_MS);
    expect(failures.length).toBeGreaterThan(0);
    expect(sink.frames).toHaveLength(1);
    expect(sink.cursors).toHaveLength(1);
    await feed.close();
    await nothingLeft(runtime);
  });

  test('is not read any more of a wallet that is not followed any more', async () => {
    const { venue, runtime, sink, feed } = feedOf(() => json({ error: 'later' }, 500));
    feed.read(WALLET);
    await runtime.advance(SECOND_MS);
    feed.forget(WALLET);
    await runtime.advance(MINUTE_MS);
    const asked = venue.seen.length;
    await runtime.advance(10 * MINUTE_MS);
    expect(venue.seen).toHaveLength(asked);
    expect(sink.frames).toEqual([]);
    await feed.close();
  });
});
