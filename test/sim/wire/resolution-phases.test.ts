import { expect, onTestFinished, test } from 'vitest';
import { parseFrame, parseText } from '../../../src/data/frame.ts';
import { SYSTEM_RUNTIME } from '../../../src/data/http/runtime.ts';
import { PolymarketClient } from '../../../src/data/polymarket/client/client.ts';
import { MarketFeed } from '../../../src/data/polymarket/feed/market-feed.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';
import { RecordingSink } from '../../data/polymarket/feed/in-memory.ts';
import { ask, until } from './clients.ts';
import { START_AT_MS } from './manual-clock.ts';
import { hash, MICRO, ScriptedMarket, WALLETS } from './scripted-venue.ts';
import { connect, startSim } from './sim-fixture.ts';

type Json = Readonly<Record<string, unknown>>;
type Payouts = readonly [number, number];

const [ACE, WHALE] = WALLETS;
/** The world has had a turn by then. */
const TURN_MS = 100;
const PACE = { intervalMs: 20, intervalMsMin: 10 };
const SETTLES_AT_MS = START_AT_MS + 7_200_000;

/** A market on the wire, and the product's own readers of it. */
async function world(version: 'v1' | 'v2' = 'v1') {
  const market = new ScriptedMarket(0, { version });
  const fixture = await startSim([market]);
  const { sim, venue, clock } = fixture;
  const books = await connect(`${sim.urls.wsUrl}/ws/market`);
  books.send({ assets_ids: market.tokenIds, type: 'market', custom_feature_enabled: true });
  await books.settled();
  const sink = new RecordingSink();
  const feed = new MarketFeed({
    client: new PolymarketClient(sim.urls, SYSTEM_RUNTIME),
    sink,
    runtime: SYSTEM_RUNTIME,
    onTokens: () => undefined,
    pace: PACE,
  });
  onTestFinished(() => feed.close());
  feed.want(market.conditionId as MarketId);
  const events = () =>
    sink.frames.flatMap(({ source, frame, atMs }) => parseFrame(source, frame, atMs).events);
  /** What the feed told of the end, in words. */
  const told = () =>
    events().flatMap((event) => {
      if (event.kind === 'resolutionMoved') return [event.stage];
      if (event.kind !== 'marketResolved') return [];
      return [event.resolution.payouts.map(({ payout }) => payout / MICRO).join('/')];
    });
  const happen = (...make: Parameters<typeof venue.at>[1][]) => {
    venue.at(0, ...make);
    clock.advance(TURN_MS);
  };
  const listed = () => sink.frames.filter(({ source }) => source === 'polymarket.markets').length;
  /** The feed has listed it anew since. */
  const relisted = async () => {
    const before = listed();
    await until(() => listed() > before + 1, 'the market was listed twice more');
  };
  const heard = async (words: readonly string[]) => {
    await until(() => told().length >= words.length, `the feed told ${words.join(', ')}`);
    await relisted();
    expect(told()).toEqual(words);
  };
  let buster = 0;
  const rowOf = async (url: string, name: string): Promise<Json | undefined> => {
    buster += 1;
    return ((await ask(`${url}&_=${buster}`)).body[name] as Json[])[0];
  };
  const id = market.conditionId;
  const gammaRow = (closed = false) =>
    rowOf(`${sim.urls.gammaUrl}/markets/keyset?closed=${closed}&condition_ids=${id}`, 'markets');
  const stateRow = () => rowOf(`${sim.urls.dataUrl}/v2/resolutions?condition=${id}`, 'data');
  return { ...fixture, market, books, feed, events, told, happen, heard, gammaRow, stateRow };
}

test('a market goes from proposed through disputed and flipped to resolved, and is final once', async () => {
  const { market, books, feed, events, told, happen, heard, gammaRow, stateRow } = await world();
  expect(await stateRow()).toMatchObject({ status: 'posed', payouts: [], was_disputed: false });
  expect(await gammaRow()).toMatchObject({ closed: false, umaResolutionStatuses: '[]' });
  expect(await gammaRow()).not.toHaveProperty('umaResolutionStatus');

  happen(() => market.close());
  happen(() => market.move('proposed', [1, 0], SETTLES_AT_MS));
  await heard(['proposed']);
  expect(await gammaRow()).toMatchObject({
    closed: false,
    acceptingOrders: false,
    outcomePrices: '["0.9995","0.0005"]',
    umaResolutionStatus: 'proposed',
    umaResolutionStatuses: '["proposed"]',
  });
  expect(await stateRow()).toMatchObject({
    status: 'proposed',
    payouts: [],
    resolved_at: null,
    expected_settlement_time: SETTLES_AT_MS / 1_000,
  });

  happen(() => market.move('disputed', [1, 0], SETTLES_AT_MS));
  await heard(['proposed', 'disputed']);
  expect(await stateRow()).toMatchObject({ status: 'disputed', was_disputed: true, payouts: [] });

  happen(() => market.move('proposed', [0, 1], SETTLES_AT_MS));
  await heard(['proposed', 'disputed', 'proposed']);
  expect(await stateRow()).toMatchObject({ status: 'reproposed', was_disputed: true });
  expect(await gammaRow()).toMatchObject({
    outcomePrices: '["0.0005","0.9995"]',
    umaResolutionStatuses: '["proposed","disputed","proposed"]',
  });
  await books.settled();
  expect(books.ofType('market_resolved')).toEqual([]);
  expect(feed.snapshot().markets).toMatchObject([{ resolved: false }]);

  happen(() => market.resolve([0, 1]));
  await until(() => told().length === 4, 'the outcome was told');
  expect(told()).toEqual(['proposed', 'disputed', 'proposed', '0/1']);
  expect(feed.snapshot().markets).toMatchObject([{ resolved: true }]);
  expect(await gammaRow(true)).toMatchObject({
    closed: true,
    umaResolutionStatus: 'resolved',
    outcomePrices: '["0","1"]',
  });
  expect(await stateRow()).toMatchObject({ status: 'resolved', payouts: [0, MICRO] });
  await books.settled();
  const final = books
    .ofType('market_resolved')
    .flatMap((frame) => parseText('polymarket.market', JSON.stringify(frame)).events);
  expect(final).toHaveLength(1);
  const [told4] = events().filter(({ kind }) => kind === 'marketResolved');
  expect(final[0]).toMatchObject({ resolution: (told4 as { resolution: object }).resolution });
});

test('a market of the second protocol tells its stages in the Data API alone', async () => {
  const { market, happen, heard, gammaRow, stateRow, told } = await world('v2');
  expect(await stateRow()).toMatchObject({ status: 'inactive' });
  happen(() => market.close());
  expect(await stateRow()).toMatchObject({ status: 'active' });
  happen(() => market.move('proposed', [0, 1], SETTLES_AT_MS));
  await heard(['proposed']);
  const row = await gammaRow();
  expect(row).toMatchObject({ resolutionStatus: 'active' });
  expect(row).not.toHaveProperty('umaResolutionStatus');
  happen(() => market.resolve([0, 1]));
  await until(() => told().length === 2, 'the outcome was told');
  expect(told()).toEqual(['proposed', '0/1']);
});

test('a void that was proposed at halves is void when it is final, and not before', async () => {
  const { market, books, happen, heard, gammaRow, told } = await world();
  happen(() => market.close());
  happen(() => market.move('proposed', [0.5, 0.5], SETTLES_AT_MS));
  await heard(['proposed']);
  expect(await gammaRow()).toMatchObject({ outcomePrices: '["0.5","0.5"]' });
  happen(() => market.resolve([0.5, 0.5]));
  await until(() => told().length === 2, 'the void was told');
  expect(told()).toEqual(['proposed', '0.5/0.5']);
  await books.settled();
  expect(books.ofType('market_resolved')).toEqual([]);
});

test('positions can be redeemed once it is final, partly too, and are gone by what was paid', async () => {
  const { sim, clock, market, happen } = await world();
  let buster = 0;
  const positions = async (user: string, status: string): Promise<readonly Json[]> => {
    buster += 1;
    const url = `${sim.urls.dataUrl}/v2/positions?user=${user}&status=${status}&_=${buster}`;
    return (await ask(url)).body['data'] as Json[];
  };
  happen(() =>
    market.trade({
      transaction: hash(1),
      rows: [{ wallet: ACE }, { wallet: WHALE, outcome: 1 }],
    }),
  );
  happen(() => market.close());
  happen(() => market.move('proposed', [1, 0], SETTLES_AT_MS));
  clock.advance(8_000);
  for (const status of ['REDEEMABLE', 'REDEEMABLE_LOST']) {
    expect(await positions(ACE, status)).toEqual([]);
    expect(await positions(WHALE, status)).toEqual([]);
  }
  const [open] = await positions(ACE, 'OPEN');
  expect(open).toMatchObject({ status: 'OPEN', redeemable: false, current_price: 0.9995 });
  happen(() => market.resolve([1, 0] satisfies Payouts));
  expect(await positions(ACE, 'REDEEMABLE')).toMatchObject([
    { redeemable: true, current_size: 10 },
  ]);
  expect(await positions(WHALE, 'REDEEMABLE_LOST')).toMatchObject([{ redeemable: false }]);
  const redeemed = (wallet: string, size: number) =>
    market.row({ wallet, type: 'REDEEM', side: '', price: 0, size });
  happen(() => ({ kind: 'rows', rows: [redeemed(ACE, 4 * MICRO), redeemed(WHALE, 0)] }));
  clock.advance(8_000);
  expect(await positions(ACE, 'REDEEMABLE')).toMatchObject([{ current_size: 6, redeemable: true }]);
  expect(await positions(WHALE, 'OPEN')).toEqual([]);
  happen(() => ({ kind: 'rows', rows: [redeemed(ACE, 6 * MICRO)] }));
  clock.advance(8_000);
  expect(await positions(ACE, 'OPEN')).toEqual([]);
  expect(await positions(ACE, 'CLOSED')).toMatchObject([{ realized_pnl: 5, current_size: 0 }]);
});
