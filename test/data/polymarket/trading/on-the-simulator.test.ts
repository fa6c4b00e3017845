import { Wallet } from 'ethers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import type { TradingAccount } from '../../../../src/data/polymarket/order/trading-account.ts';
import { isPositionId } from '../../../../src/data/polymarket/parse-position-id.ts';
import { UserStream } from '../../../../src/data/polymarket/stream/user-stream.ts';
import { PolymarketExecutor } from '../../../../src/data/polymarket/trading/polymarket-executor.ts';
import { SYSTEM_SOCKETS } from '../../../../src/data/socket/system-sockets.ts';
import type { AccountEvent } from '../../../../src/engine/domain/account-event.ts';
import type {
  IntentId,
  MarketId,
  TokenId,
  WalletAddress,
} from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import type { OrderIntent } from '../../../../src/engine/domain/order.ts';
import { dollars, type Price, shares } from '../../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import type { MadeOrder } from '../../../../src/engine/ports.ts';
import { accountsOf, type SimAccount } from '../../../../src/sim/accounts.ts';
import { createVenue } from '../../../../src/sim/venue/create-venue.ts';
import type { VenueMarket } from '../../../../src/sim/venue/venue.ts';
import { startPolymarketSim } from '../../../../src/sim/wire/polymarket-sim.ts';
import { ManualClock, START_AT_MS } from '../../../sim/wire/manual-clock.ts';
import { intent, market } from '../order/setting.ts';

const DAY_MS = 86_400_000;
const KINDS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
const go = () => null;

function accountOf({ address, funder, signatureType }: SimAccount): TradingAccount {
  return {
    chainId: 137,
    wallet: KINDS[signatureType] ?? 'eoa',
    key: address.toLowerCase() as WalletAddress,
    funder: funder.toLowerCase() as WalletAddress,
  };
}

/** A funded account on a seeded world, and its executor and channel. */
async function trading(kind: number) {
  const clock = new ManualClock();
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS });
  const sim = await startPolymarketSim({ venue, clock, startsAtMs: START_AT_MS, seed: '7' });
  onTestFinished(() => sim.close());
  const owner = accountsOf('executor', 4)[kind];
  if (owner === undefined) throw new Error('no such account');
  venue.exchange.fund(owner.funder, { dollars: dollars(1_000) });
  const executor = new PolymarketExecutor(
    {
      clobUrl: sim.urls.clobUrl,
      account: accountOf(owner),
      signer: new Wallet(owner.privateKey),
      onFault: () => undefined,
    },
    SYSTEM_RUNTIME,
  );
  const events: AccountEvent[] = [];
  const { access, ledger, isOwn } = executor;
  const onEvent = (event: AccountEvent) => events.push(event);
  const stream = new UserStream(
    { wsUrl: sim.urls.wsUrl, access, ledger, isOwn, onEvent },
    SYSTEM_SOCKETS,
  );
  await stream.start();
  onTestFinished(() => stream.close());
  await vi.waitFor(() => expect(events.map((event) => event.kind)).toEqual(['connected']));
  return { clock, venue, sim, executor, events };
}

type Setup = Awaited<ReturnType<typeof trading>>;

function marketOf({ venue }: Setup, isKind: (market: VenueMarket) => boolean): VenueMarket {
  const isFast = (tag: string) => ['crypto', 'sports', 'finance'].includes(tag);
  const found = venue.markets.find(
    (each) =>
      isKind(each) &&
      each.closesAtMs > START_AT_MS + DAY_MS &&
      !each.tags.some(isFast) &&
      each.book(0).asks.length > 0,
  );
  if (found === undefined) throw new Error('the world has no such market');
  return found;
}

const domainMarket = (of: VenueMarket): Market =>
  market({
    id: of.conditionId as MarketId,
    version: of.version,
    negRisk: of.negRisk,
    rules: { ...DEFAULT_RULES, tick: of.tick as Price },
    outcomes: of.tokenIds.map((tokenId) => ({ tokenId: tokenId as TokenId, label: tokenId })),
  });

function buying({ executor, clock }: Setup, of: VenueMarket, over: Partial<OrderIntent>) {
  return intent({
    ledger: executor.ledger,
    marketId: of.conditionId as MarketId,
    tokenId: of.tokenIds[0] as TokenId,
    limitPrice: of.book(0).asks.at(-1)?.price as Price,
    quantity: shares(100),
    spend: dollars(5),
    createdAtMs: clock.nowMs(),
    expiresAtMs: clock.nowMs() + 10_000,
    ...over,
  });
}

async function made(setup: Setup, of: VenueMarket, over: Partial<OrderIntent> = {}) {
  const order = await setup.executor.makeOrder(buying(setup, of, over), domainMarket(of));
  if ('refused' in order) throw new Error(order.refused);
  return order;
}

const isBinary = ({ version, negRisk }: VenueMarket) => version === 'v1' && !negRisk;
const isNegRisk = ({ version, negRisk }: VenueMarket) => version === 'v1' && negRisk;
const isPosition = ({ version }: VenueMarket) => version === 'v2';

test.each([
  ['eoa', 0, isBinary],
  ['proxy', 1, isNegRisk],
  ['safe', 2, isPosition],
  ['depositWallet', 3, isBinary],
] as const)(
  'a buy of a wallet of kind %s is matched, found, told and held',
  async (_kind, at, isKind) => {
    const setup = await trading(at);
    const { executor, events, clock, venue } = setup;
    const of = marketOf(setup, isKind);
    const tokenId = of.tokenIds[0] as TokenId;
    expect(isPositionId(tokenId)).toBe(of.version === 'v2');
    const order = await made(setup, of);
    const answer = await executor.executeOrder(order, go);
    expect(answer).toMatchObject({ kind: 'accepted', status: 'matched' });
    const matched = answer.kind === 'accepted' ? answer.matched : null;
    expect(matched?.notional).toBeGreaterThan(0);
    expect(matched?.notional).toBeLessThanOrEqual(dollars(5));
    // The same bytes again: it is there already, and nothing more is bought.
    expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'duplicate' });
    for (let passed = 0; passed < 20; passed += 1) clock.advance(1_000);
    const lookup = await executor.getOrderStatus({
      ...{ hash: order.hash, marketId: of.conditionId as MarketId },
      sinceMs: START_AT_MS,
    });
    expect(lookup).toMatchObject({ complete: true, order: { matched: matched?.quantity } });
    expect(lookup.fills).toMatchObject([
      { orderHash: order.hash, role: 'taker', side: 'buy', tokenId, ...matched },
    ]);
    const account = await executor.readAccount({ sinceMs: START_AT_MS, tokens: [tokenId] });
    expect(account).toMatchObject({
      openOrders: [],
      fills: lookup.fills,
      holdings: [{ tokenId, quantity: matched?.quantity }],
    });
    expect(account.balance).toBeLessThan(dollars(1_000));
    expect(account.balance).toBe(
      venue.exchange.balance(accountsOf('executor', 4)[at]!.funder, null),
    );
    await vi.waitFor(() => {
      const fills = events.flatMap((event) => (event.kind === 'fill' ? [event.fill] : []));
      expect(fills.at(-1)).toEqual(lookup.fills[0]);
      expect(new Set(fills.map(({ settlement }) => settlement)).size).toBeGreaterThan(1);
    });
  },
);

test('a buy that rests is listed, canceled and gone, alone and with all others', async () => {
  const setup = await trading(0);
  const { executor, events, clock } = setup;
  const of = marketOf(setup, isBinary);
  const resting: MadeOrder[] = [];
  for (const attempt of [1, 2, 3]) {
    const over = {
      ...{ id: `resting-${attempt}` as IntentId, attempt, timeInForce: 'GTD' as const },
      ...{ limitPrice: of.tick as Price, restsUntilMs: clock.nowMs() + 3_600_000 },
      ...{ quantity: shares(500), spend: dollars(5) },
    };
    const order = await made(setup, of, over);
    resting.push(order);
  }
  const [first, second, third] = resting as [MadeOrder, MadeOrder, MadeOrder];
  expect(await executor.executeOrder(first, go)).toMatchObject({
    kind: 'accepted',
    status: 'live',
  });
  expect(await executor.executeOrders([second, third, first], go)).toMatchObject([
    { kind: 'accepted', status: 'live' },
    { kind: 'accepted', status: 'live' },
    { kind: 'duplicate' },
  ]);
  const openOf = async () =>
    (await executor.readAccount({ sinceMs: 0, tokens: [] })).openOrders.map(({ hash }) => hash);
  expect((await openOf()).sort()).toEqual(resting.map(({ hash }) => hash).sort());
  expect(await executor.cancelOrder(first.hash)).toEqual({ kind: 'canceled' });
  expect(await executor.cancelOrder(first.hash)).toMatchObject({ kind: 'notCanceled' });
  const where = { marketId: of.conditionId as MarketId, sinceMs: START_AT_MS };
  expect(await executor.getOrderStatus({ hash: first.hash, ...where })).toMatchObject({
    ...{ order: { status: 'canceled', matched: 0 }, fills: [], complete: true },
  });
  const all = await executor.cancelAllOrders();
  expect(all).toMatchObject({ proven: true, stillOpen: [], problem: '' });
  expect([...all.canceled].sort()).toEqual([second.hash, third.hash].sort());
  expect(await openOf()).toEqual([]);
  await vi.waitFor(() => {
    const canceled = events.flatMap((event) =>
      event.kind === 'order' && event.status === 'canceled' ? [event.hash] : [],
    );
    expect(new Set(canceled)).toEqual(new Set(resting.map(({ hash }) => hash)));
  });
});

test('what was changed on the way, or was never sent, is not there', async () => {
  const setup = await trading(0);
  const { executor } = setup;
  const of = marketOf(setup, isBinary);
  const order = await made(setup, of);
  const tampered = { ...order, body: order.body.replace('"side":"BUY"', '"side":"SELL"') };
  expect(await executor.executeOrder(tampered, go)).toMatchObject({ kind: 'refused' });
  expect(await executor.executeOrder(order, () => 'killed')).toMatchObject({ kind: 'stopped' });
  const where = { marketId: of.conditionId as MarketId, sinceMs: START_AT_MS };
  expect(await executor.getOrderStatus({ hash: order.hash, ...where })).toEqual({
    ...{ order: null, fills: [], complete: true, problem: '' },
  });
});

test.each(['acceptThenDrop', 'acceptThen500', 'acceptThenGarbled', 'acceptThenEmpty'] as const)(
  'an order whose answer is lost (%s) is one order, found by its hash',
  async (kind) => {
    const setup = await trading(0);
    const { executor, sim } = setup;
    const of = marketOf(setup, isBinary);
    const order = await made(setup, of);
    sim.trading?.inject({ on: 'post', fault: { kind } });
    expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'unknown' });
    const where = { marketId: of.conditionId as MarketId, sinceMs: START_AT_MS };
    const { fills, complete } = await executor.getOrderStatus({ hash: order.hash, ...where });
    expect(fills).toHaveLength(1);
    expect(complete).toBe(true);
    expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'duplicate' });
  },
);

test('an order that was torn before it was read is nowhere, and its bytes may go again', async () => {
  const setup = await trading(0);
  const { executor, sim } = setup;
  const of = marketOf(setup, isBinary);
  const order = await made(setup, of);
  sim.trading?.inject({ on: 'post', fault: { kind: 'dropUnread' } });
  expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'unknown' });
  const where = { marketId: of.conditionId as MarketId, sinceMs: START_AT_MS };
  expect(await executor.getOrderStatus({ hash: order.hash, ...where })).toMatchObject({
    ...{ order: null, fills: [], complete: true },
  });
  expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'accepted' });
});

test('each mode of the venue has its name', async () => {
  const setup = await trading(0);
  const { executor, sim, clock } = setup;
  const order = await made(setup, marketOf(setup, isBinary));
  for (const mode of ['disabled', 'cancelOnly', 'postOnly', 'restarting'] as const) {
    sim.trading?.inject({ on: 'venue', mode, forMs: 60_000 });
    expect(await executor.executeOrder(order, go)).toMatchObject({
      kind: 'notAccepted',
      cause: mode,
    });
    sim.trading?.inject({ on: 'venue', mode: 'open' });
    clock.advance(1_000);
  }
  expect(await executor.executeOrder(order, go)).toMatchObject({ kind: 'accepted' });
});

test('credentials that are revoked are derived again, and the channel is opened with them', async () => {
  const setup = await trading(0);
  const { executor, sim, events } = setup;
  const order = await made(setup, marketOf(setup, isBinary));
  sim.trading?.inject({ on: 'keys', fault: 'revoked' });
  expect(await executor.executeOrder(order, go)).toMatchObject({ cause: 'unauthorized' });
  const answer = await executor.executeOrder(order, go);
  // A venue that gives another key refuses the bytes, which name the old one: nothing is bought.
  const isSameKey = JSON.parse(order.body).owner === executor.access.known?.apiKey;
  expect(answer).toMatchObject(
    isSameKey ? { kind: 'accepted' } : { kind: 'refused', cause: 'account' },
  );
  await vi.waitFor(() =>
    expect(events.filter(({ kind }) => kind === 'connected').length).toBeGreaterThan(1),
  );
});

test('the dead-man switch is fed, and a wrong beat is told the right id', async () => {
  const { executor } = await trading(0);
  const first = await executor.beat('');
  expect(first).toMatchObject({ kind: 'beaten' });
  const id = first.kind === 'beaten' ? first.nextId : '';
  expect(await executor.beat(id)).toMatchObject({ kind: 'beaten' });
  expect(await executor.beat('wrong')).toMatchObject({ kind: 'wrongId' });
  expect(await executor.isClosedOnly()).toBe(false);
});
