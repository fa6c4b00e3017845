import { expect, onTestFinished, test } from 'vitest';
import { parseText } from '../../../src/data/frame.ts';
import { PolymarketClient } from '../../../src/data/polymarket/client/client.ts';
import { MarketBook } from '../../../src/engine/domain/book/market-book.ts';
import { conditionId, tokenId, walletAddress } from '../../../src/engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../../src/engine/domain/leader.ts';
import type { MarketEvent } from '../../../src/engine/domain/market-event.ts';
import { price } from '../../../src/engine/domain/values/money.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { socketRuntime } from '../../data/http/virtual-runtime.ts';
import { ManualClock, START_AT_MS } from './manual-clock.ts';
import { connect } from './sim-fixture.ts';

/** The seeded world on the wire, and clients that hear all of it. */
async function world(seed: string) {
  const clock = new ManualClock();
  const venue = createVenue({ seed, startsAtMs: START_AT_MS });
  const sim = await startPolymarketSim({ venue, clock, seed });
  onTestFinished(() => sim.close());
  const books = await connect(`${sim.urls.wsUrl}/ws/market`);
  const assets_ids = venue.markets.flatMap(({ tokenIds }) => tokenIds);
  books.send({ assets_ids, type: 'market', custom_feature_enabled: true });
  await books.settled();
  const trades = await connect(sim.urls.rtdsUrl);
  const subscriptions = [{ topic: 'activity', type: 'trades' }];
  trades.send({ action: 'subscribe', subscriptions });
  await trades.settled();
  return { clock, venue, sim, books, trades };
}

function parsed(source: string, texts: readonly string[]): readonly MarketEvent[] {
  return texts.flatMap((text) => {
    const { events, problems } = parseText(source, text);
    expect(problems).toEqual([]);
    return events;
  });
}

type World = Awaited<ReturnType<typeof world>>;

/** The books of the markets there were at the start, put together from the frames. */
function booksOf(markets: readonly VenueMarket[], events: readonly MarketEvent[]) {
  const known = new Map(
    markets.map((market) => {
      const book = new MarketBook({
        marketId: conditionId(market.conditionId)!,
        tokenIds: market.tokenIds.map((id) => tokenId(id)!),
        tick: price(market.tick),
        layout: 'sorted',
        negRisk: market.negRisk,
      });
      return [market.conditionId, book] as const;
    }),
  );
  for (const [at, event] of events.entries()) {
    const book = 'marketId' in event ? known.get(event.marketId) : undefined;
    if (event.kind === 'bookSnapshot') book?.applySnapshot(event, at * 10_000);
    if (event.kind === 'bookDelta') book?.applyDelta(event, at * 10_000);
    if (event.kind === 'tickChange') book?.applyTick(event);
    if (event.kind === 'publicTrade') book?.setLastTradePrice(event.tokenId, event.price);
  }
  return known;
}

/** Rows of a wallet that the Data API shows and RTDS, which is faster, never told. */
async function untold({ sim, trades }: World, address: string): Promise<readonly LeaderEvent[]> {
  const { data } = new PolymarketClient(sim.urls, socketRuntime());
  const wallet = walletAddress(address)!;
  const read = await data.activity(wallet, { sinceMs: null });
  expect(read).toMatchObject({ complete: true, problems: [] });
  expect(await data.positions({ wallet })).toMatchObject({ complete: true, problems: [] });
  const told = parsed('polymarket.activity', trades.texts).flatMap((event) =>
    event.kind === 'leaderActed' ? [leaderEventKey(event.event)] : [],
  );
  const rows = read.complete ? read.rows : [];
  return rows.filter((row) => row.price !== null && !told.includes(leaderEventKey(row)));
}

test.each(['7', '8', '9'])('the seeded world is told soundly, seed %s', async (seed) => {
  const told = await world(seed);
  const { clock, venue, sim, books, trades } = told;
  const listed = [...venue.markets];
  for (let second = 0; second < 120; second += 1) {
    clock.advance(1_000);
    await books.settled();
    await trades.settled();
  }
  const events = parsed('polymarket.market', books.texts);
  expect(events.filter(({ kind }) => kind === 'bookDelta').length).toBeGreaterThan(200);
  for (const [id, book] of booksOf(listed, events)) {
    expect([id, book.trust.reason, book.verifyHash()]).toEqual([id, null, 'verified']);
  }
  for (const { address } of venue.leaders) expect(await untold(told, address)).toEqual([]);
  expect(sim.counts).toMatchObject({ failures: 0, slowReaders: 0 });
});
