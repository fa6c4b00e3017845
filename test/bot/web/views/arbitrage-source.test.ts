import { describe, expect, test } from 'vitest';
import {
  opportunity,
  pair,
  pastOpportunity,
  strategy,
} from '../../../../src/bot/web/contract/arbitrage.ts';
import { arbitrageSource } from '../../../../src/bot/web/views/arbitrage-source.ts';
import type { PageNames } from '../../../../src/bot/web/views/sources.ts';
import type { ArbitrageFound } from '../../../../src/engine/domain/arbitrage.ts';
import { cents, dollars, ppm, shares } from '../../../../src/engine/domain/values/money.ts';
import { NOW } from '../../chat-facts.ts';
import { GAP, pairView } from '../../chat-pairs.ts';
import { ChatWorld } from '../../chat-world.ts';

const NAMES: PageNames = {
  market: (id) => ({ id, question: 'Fed cuts in December?', url: null }),
  outcome: (marketId, tokenId) => ({ market: NAMES.market(marketId), tokenId, label: 'Yes' }),
  wallet: (address) => ({ address, label: null }),
};
const [first] = GAP.sides;
const LEG = {
  ...{ venue: 'polymarket', marketId: first?.marketId, tokenId: '1' },
  ...{ price: cents(38.2), limit: cents(38.4), fee: dollars(1.2), depth: shares(2_000) },
  bookAtMs: NOW - 1_000,
} as ArbitrageFound['legs'][number];
const FOUND: ArbitrageFound = {
  ...{ kind: 'arbitrageFound', id: 'arb', watchId: 'pair:12', structure: 'pair', pair: 12 },
  ...{ family: 'rates.decision', basis: ['void_rule'], isArbitrage: true, isAutomatic: false },
  legs: [LEG],
  ...{ quantity: shares(1_000), cost: dollars(967.08), fees: dollars(29.08) },
  ...{ profit: dollars(32.92), roi: ppm(34_040), yearly: null, paysAtMs: null },
  ...{ crossedAtMs: NOW - 6_000, atMs: NOW - 3_000, expiresAtMs: NOW + 27_000 },
};

function world(): ChatWorld {
  const it = new ChatWorld();
  it.pairs.put(pairView({ number: 3 }));
  it.pairs.put(pairView({ number: 12, state: 'quarantined' }, null));
  return it;
}

describe('arbitrage as pages show it', () => {
  test('has pairs as the contract wants them, those that wait for a person first', async () => {
    const source = arbitrageSource(world().queries, NAMES);
    const pairs = await source.pairs({});
    expect(pairs.map(({ number, state }) => [number, state])).toEqual([
      [12, 'quarantined'],
      [3, 'verified'],
    ]);
    for (const one of pairs) expect(pair.parse(one)).toEqual(one);
    expect((await source.pairs({ state: 'verified' })).map(({ number }) => number)).toEqual([3]);
  });

  test('has what differs in words that people say', async () => {
    const it = world();
    const view = pairView({ number: 4, state: 'quarantined', basis: ['price_index'] });
    const reason = { effect: 'quarantine', polymarket: null, kalshi: null } as const;
    const reasons = [{ ...reason, code: 'missing.window' }];
    const demoted = { why: 'rulesEdited', atMs: NOW } as const;
    it.pairs.put({ ...view, pair: { ...view.pair, reasons, demoted } });
    const found = await arbitrageSource(it.queries, NAMES).pairs({});
    const shown = found.find(({ number }) => number === 4);
    expect(shown?.basis).toEqual(['price index differs']);
    expect(shown?.relation).toBe('same outcome');
    expect(shown?.demoted?.why).toBe('a venue edited its rules');
    expect(shown?.terms.map(({ says }) => says)).toEqual(['window']);
  });

  test('has what both venues wrote, as far as it was read', async () => {
    const it = world();
    const { polymarket } = pairView();
    it.pairs.rules.set(polymarket.id, 'Resolves to Yes if the Fed cuts.');
    const [told] = await arbitrageSource(it.queries, NAMES).pairs({ state: 'verified' });
    expect(told?.polymarket.rules).toBe('Resolves to Yes if the Fed cuts.');
    expect(told?.kalshi.rules).toBeNull();
  });

  test('has what is open with the age of its books, and what comes nearest', () => {
    const it = world();
    const market = pairView().polymarket;
    it.pairs.open = [{ found: FOUND, market, sides: GAP.sides }];
    it.pairs.best = it.pairs.views.get(3) ?? null;
    const source = arbitrageSource(it.queries, NAMES);
    const [open] = source.opportunities();
    expect(opportunity.parse(open)).toMatchObject({
      ...{ pair: 12, profit: 32_920_000, basis: ['void rules differ'] },
    });
    expect(open?.legs[0]).toMatchObject({ ask: 382_000, bookAgeMs: 1_000 });
    expect(opportunity.parse(source.best())).toMatchObject({ pair: 3, roi: -9_705, quantity: 0 });
    it.pairs.best = it.pairs.views.get(12) ?? null;
    expect(source.best()).toBeNull();
  });

  test('has the past with how each ended', async () => {
    const it = world();
    const market = pairView().polymarket;
    const ended = { why: 'closed', lastedMs: 4_200, wasTakeable: true, bestProfit: dollars(33) };
    it.pairs.past = [
      { found: FOUND, ended: null, market },
      {
        found: { ...FOUND, isArbitrage: false },
        ended: { kind: 'arbitrageEnded', id: 'arb', watchId: 'x', atMs: NOW, ...ended } as never,
        market,
      },
    ];
    const past = await arbitrageSource(it.queries, NAMES).history(10);
    for (const one of past) expect(pastOpportunity.parse(one)).toEqual(one);
    expect(past.map((one) => [one.ended, one.outcome, one.lastedMs])).toEqual([
      ['still open', 'told', 6_000],
      ['the prices met', 'declined', 4_200],
    ]);
  });
});

test('results of copies stand apart from all others, ledger by ledger, and add up', async () => {
  const { queries } = world();
  const [pnl] = await queries.pnl(0);
  if (pnl === undefined) throw new Error('the world has a result');
  const own = { realised: dollars(2), fees: dollars(0.5), unrealised: dollars(-1), copies: 0 };
  const byWallet = [
    ...pnl.byWallet.filter(({ wallet }) => wallet !== null),
    { wallet: null, ...own },
  ];
  const asked = {
    ...queries,
    pnl: async () => [
      { ...pnl, byWallet },
      { ...pnl, byWallet: [] },
    ],
  };
  const found = await arbitrageSource(asked, NAMES).strategies();
  expect(found.map(({ name, trades }) => [name, trades])).toEqual([
    ['copy', byWallet.reduce((sum, { copies }) => sum + copies, 0)],
    ['other', null],
  ]);
  const { copies: _, ...sums } = own;
  expect(found[1]).toMatchObject(sums);
  const realised = byWallet.reduce((sum, row) => sum + row.realised, 0);
  expect(found.reduce((sum, row) => sum + row.realised, 0)).toBe(realised);
  for (const one of found) expect(strategy.parse(one)).toEqual(one);
});
