import { describe, expect, test } from 'vitest';
import type { ArbitrageFound } from '../../../src/engine/domain/arbitrage.ts';
import type { PairReason } from '../../../src/engine/domain/market-pair.ts';
import { cents, dollars, ppm, price, shares } from '../../../src/engine/domain/values/money.ts';
import { NOW } from '../chat-facts.ts';
import { GAP, pairView } from '../chat-pairs.ts';
import { Chat } from '../chat-person.ts';

/** The example of the product: 1,000 pairs for $938 and fees of $29.08 pay $1,000. */
const FOUND: ArbitrageFound = {
  ...{ kind: 'arbitrageFound', id: 'arb', watchId: 'pair:12', structure: 'pair', pair: 12 },
  ...{ family: 'rates.decision', basis: [], isArbitrage: true, isAutomatic: true },
  legs: [],
  quantity: shares(1_000),
  cost: dollars(967.08),
  fees: dollars(29.08),
  profit: dollars(32.92),
  roi: ppm(34_040),
  yearly: ppm(188_300),
  paysAtMs: NOW + 66 * 86_400_000,
  ...{ crossedAtMs: NOW - 6_000, atMs: NOW - 3_000, expiresAtMs: NOW + 27_000 },
};
const MARKET = pairView().polymarket;
const SIDES = GAP.sides.map((side) =>
  side.venue === 'kalshi' ? { ...side, price: cents(55.6) } : side,
);

/** Conversations as people read them, one file each. */
const CONVERSATIONS: Readonly<Record<string, (chat: Chat) => readonly string[]>> = {
  'arb-none': (chat) => {
    chat.world.pairs.put(pairView());
    const best = chat.world.pairs.views.get(12) ?? null;
    chat.world.pairs.best = best;
    return ['/arb', '/arb history', '/arb edge', '/arb edge 2%', '/arb profit $5', '/arb egde 2'];
  },
  'arb-open': (chat) => {
    chat.world.pairs.put(pairView());
    const spread = { ...FOUND, isArbitrage: false, basis: ['void_rule'] as const, pair: 13 };
    chat.world.pairs.open = [
      { found: FOUND, market: MARKET, sides: SIDES },
      { found: spread, market: MARKET, sides: SIDES },
    ];
    const ended = { why: 'closed', lastedMs: 4_200, wasTakeable: true } as const;
    const over = { ...ended, bestProfit: dollars(33), atMs: NOW - 60_000 } as const;
    chat.world.pairs.past = [
      { found: FOUND, ended: null, market: MARKET },
      {
        found: { ...FOUND, atMs: NOW - 65_000 },
        ended: { kind: 'arbitrageEnded', id: 'a', watchId: 'pair:12', ...over },
        market: MARKET,
      },
    ];
    return ['/arb', '/arb history', '/arb mode off', '/arb'];
  },
  'arb-mute': () => ['/arb mute 2h', '/arb mute', '/arb mute 90d', '/arb mute 3d', '[Unmute]'],
  'arb-set': (chat) => {
    chat.world.pairs.groups = 2;
    const set = { ...FOUND, structure: 'set', pair: null } as const;
    const [side] = SIDES.filter(({ venue }) => venue === 'kalshi');
    if (side === undefined) throw new Error('a pair has a side at Kalshi');
    const sides = [20, 25, 49].map((price) => ({ ...side, side: 'YES', price: cents(price) }));
    chat.world.pairs.open = [{ found: set, market: MARKET, sides }];
    return ['/arb'];
  },
  pair: (chat) => {
    const reasons: readonly PairReason[] = [
      {
        ...{ code: 'voidRule', effect: 'quarantine' },
        polymarket: 'If no decision is announced by 31 December, it resolves 50-50.',
        kalshi: null,
      },
    ];
    chat.world.pairs.put(pairView({ state: 'quarantined', reasons }, null));
    chat.world.pairs.put(pairView({ number: 13, basis: ['void_rule', 'early_close'] }));
    const differ: readonly PairReason[] = [
      { code: 'threshold', effect: 'reject', polymarket: 'above 55', kalshi: 'at least 55' },
    ];
    chat.world.pairs.put(pairView({ number: 14, state: 'rejected', reasons: differ }));
    const settled = { polymarket: cents(100), kalshi: price(0), agreed: false, atMs: NOW };
    const demoted = { why: 'resultsDisagreed', atMs: NOW } as const;
    chat.world.pairs.put(pairView({ number: 15, settled, demoted }));
    return [
      '/pair',
      '/pair verified',
      '/pair 12',
      '/approve 12',
      '/pair approve 12 both pay half',
      '[Undo]',
      '/pair 12 rejct',
      '/pair 13',
      '/pair 14',
      '/pair 14 approve',
      '/pair 15',
      '/pair 99',
    ];
  },
};

describe('pairs and arbitrage in a chat', () => {
  test.each(Object.keys(CONVERSATIONS))('%s reads as its golden file', async (name) => {
    const chat = new Chat();
    const text = await chat.transcript(CONVERSATIONS[name]?.(chat) ?? []);
    await expect(text).toMatchFileSnapshot(`./${name}.golden.txt`);
  });
});
