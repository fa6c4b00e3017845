import { beforeAll, describe, expect, test } from 'vitest';
import { type Queries, UnavailableError } from '../../../../src/engine/contract/queries.ts';
import { PAPER, shortId } from '../../../../src/engine/domain/ids.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { ANNA, BORIS, idOf, LivedDay, RAIN, SITE, START_MS, yesOf } from './lived-day.ts';

let day: LivedDay;
let queries: Queries;
beforeAll(async () => {
  day = await LivedDay.lived();
  queries = day.queries();
});

const label = { address: ANNA, label: 'anna' };
const rain = { id: idOf(RAIN), question: 'Will it rain in Rome?', url: `${SITE}/market/rain` };
const yes = { market: rain, tokenId: yesOf(RAIN), label: 'Yes' };

describe('from the reports', () => {
  test("fills come newest first, with the leader's price and how far we were behind", async () => {
    const [sold, bought, ...more] = await queries.fills(10);
    expect(more).toEqual([]);
    expect(sold).toMatchObject({ fill: { side: 'sell' }, outcome: yes, leaderPrice: dollars(0.6) });
    expect(bought).toMatchObject({
      fill: { side: 'buy' },
      wallet: label,
      leaderPrice: dollars(0.5),
    });
    expect(bought?.behindMs).toBe((bought?.fill.atMs ?? 0) - START_MS);
    expect(await queries.fills(1)).toHaveLength(1);
  });

  test('orders come newest first, each with its own fills, and one by the beginning of its id', async () => {
    const orders = await queries.orders(10);
    expect(orders.map(({ order }) => [order.intent.side, order.status])).toEqual([
      ['sell', 'filled'],
      ['buy', 'filled'],
    ]);
    for (const { order, fills } of orders) {
      expect(fills).toHaveLength(1);
      expect(fills[0]?.intentId).toBe(order.intent.id);
      const found = await queries.order(shortId(order.intent.id).toLowerCase());
      expect(found?.order.intent.id).toBe(order.intent.id);
    }
    expect(await queries.order('zzzzzz')).toBeNull();
  });

  test('decisions come newest first, for one wallet too', async () => {
    const decisions = await queries.decisions({ limit: 10 });
    expect(decisions.map(({ signalKind, verdict }) => [signalKind, verdict])).toEqual([
      ['copy', 'denied'],
      ['exit', 'accepted'],
      ['copy', 'accepted'],
    ]);
    expect(await queries.decisions({ limit: 10, wallet: BORIS })).toEqual([]);
    expect(await queries.decisions({ limit: 10, sinceMs: day.nowMs + 1 })).toEqual([]);
  });

  test("a decision is found by its own, its signal's or its order's id, with all that belongs to it", async () => {
    const [bought] = (await queries.orders(10)).slice(-1);
    const [copied] = (await queries.decisions({ limit: 10 })).slice(-1);
    if (bought === undefined || copied === undefined) throw new Error('there was a copy');
    for (const id of [copied.id, copied.signalId, bought.order.intent.id]) {
      const view = await queries.decision(shortId(id));
      expect(view).toMatchObject({
        shortId: shortId(copied.id),
        decision: { id: copied.id },
        signal: { id: copied.signalId },
        outcome: yes,
        wallet: label,
      });
      expect(view?.orders.map(({ order }) => order.intent.id)).toEqual([bought.order.intent.id]);
    }
    expect(await queries.decision('zzzzzz')).toBeNull();
  });

  test('skips are counted by their gate, of one wallet or of all', async () => {
    const [skip, ...more] = await queries.skips(START_MS);
    expect(more).toEqual([]);
    expect(skip?.count).toBe(1);
    expect(await queries.skips(START_MS, ANNA)).toEqual([skip]);
    expect(await queries.skips(START_MS, BORIS)).toEqual([]);
    expect(await queries.skips(day.nowMs + 1)).toEqual([]);
  });

  test('what a span made is realised, fees and what is open, as a whole and by wallet', async () => {
    const part = { realised: dollars(0.5), fees: 0, unrealised: dollars(0.5) };
    expect(await queries.pnl(START_MS)).toEqual([
      {
        ledger: PAPER,
        sinceMs: START_MS,
        ...part,
        equity: dollars(501),
        fills: 2,
        unsettled: 0,
        byWallet: [{ wallet: label, ...part, copies: 1 }],
      },
    ]);
    const [later] = await queries.pnl(day.nowMs + 1);
    expect(later).toMatchObject({ realised: 0, fills: 0, unrealised: dollars(0.5) });
  });

  test("a wallet's card has its rules, trades, copies, skips and what they made", async () => {
    const card = await queries.wallet(ANNA);
    expect(card).toMatchObject({
      rules: { address: ANNA, label: 'anna' },
      trades: 3,
      copied: 1,
      skipped: 1,
      open: 1,
      atCost: dollars(2.5),
      pnl: dollars(1),
      warnings: [],
    });
    expect(card?.byGate.map(({ count }) => count)).toEqual([1]);
    expect(card?.lastTradeAtMs).toBe(START_MS + 10_000);
    expect(await queries.wallet(`0x${'9'.repeat(40)}` as never)).toBeNull();
  });

  test('a wallet that was never seen is warned of after a day, one that stopped after a month', async () => {
    const other = await LivedDay.lived();
    expect((await other.queries().wallet(BORIS))?.warnings).toEqual([]);
    other.nowMs += 24 * 3_600_000;
    const [warning] = (await other.queries().wallet(BORIS))?.warnings ?? [];
    expect(warning).toContain('no trade of it was ever seen');
    expect((await other.queries().wallet(ANNA))?.warnings).toEqual([]);
    other.nowMs += 29 * 24 * 3_600_000;
    expect((await other.queries().wallet(ANNA))?.warnings).toEqual(['no trade in 30 days']);
  });

  test('the audit has what a person did, newest first', async () => {
    const [second, first] = await queries.audit(2);
    expect([first?.action, second?.action]).toEqual(['follow', 'follow']);
    expect(first?.commandId).toBe('command 1');
    expect(second?.outcome).toBe('done');
  });
});

describe('while the database does not answer', () => {
  test('status, positions, open orders and all else from memory answer', () => {
    const down = day.withoutDatabase();
    expect(down.status().ledgers).toHaveLength(1);
    expect(down.positions()).toHaveLength(1);
    expect(down.openOrders()).toEqual([]);
    expect(down.wallets()).toHaveLength(2);
    expect(down.settingList().length).toBeGreaterThan(0);
  });

  test('markets and wallets that are known are found', async () => {
    const down = day.withoutDatabase();
    expect(await down.findMarkets('rain', 5)).toHaveLength(1);
    expect(await down.findWallet('anna')).toMatchObject({ kind: 'followed' });
  });

  const asking: Readonly<Record<string, (down: Queries) => Promise<unknown>>> = {
    wallet: (down) => down.wallet(ANNA),
    fills: (down) => down.fills(1),
    orders: (down) => down.orders(1),
    order: (down) => down.order('a'),
    decisions: (down) => down.decisions({ limit: 1 }),
    decision: (down) => down.decision('a'),
    skips: (down) => down.skips(0),
    pnl: (down) => down.pnl(0),
    equityCurve: (down) => down.equityCurve(PAPER, 0),
    resultCurve: (down) => down.resultCurve({ ledger: PAPER, sinceMs: 0 }),
    top: (down) => down.top(),
    scoreHistory: (down) => down.scoreHistory(ANNA, 0),
    audit: (down) => down.audit(1),
  };
  test.each(Object.keys(asking))('%s says that it does not, and what works', async (name) => {
    const asked = asking[name]?.(day.withoutDatabase());
    await expect(asked).rejects.toBeInstanceOf(UnavailableError);
    await expect(asked).rejects.toThrow('/status, /positions and /kill work without it');
    await expect(asked).rejects.toMatchObject({ cause: { name: 'StoreError' } });
  });
});
