import { describe, expect, test } from 'vitest';
import type { WalletPosition } from '../../../../src/data/polymarket/client/parse-wallet-position.ts';
import {
  HOLDINGS_MAX,
  tradesBothSides,
  type WalletCard,
  type WalletFacts,
  walletCard,
} from '../../../../src/data/polymarket/feed/wallet-card.ts';
import type { WalletCandidate } from '../../../../src/engine/contract/views.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { LeaderEvent } from '../../../../src/engine/domain/leader.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { dollars, type Money } from '../../../../src/engine/domain/values/money.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { conditionOf, WALLET } from '../client/venue.ts';

/** `buy 1 a 10`: a purchase of outcome a in market 1, ten minutes ago. */
function tradeOf(text: string): LeaderEvent {
  const [kind = '', market, token = '', minutes] = text.split(' ');
  return {
    wallet: WALLET as WalletAddress,
    kind: kind as LeaderEvent['kind'],
    marketId: conditionOf(Number(market)) as MarketId,
    tokenId: `${market}${token}` as TokenId,
    quantity: 1 as LeaderEvent['quantity'],
    price: null,
    notional: 1 as Money,
    transaction: '0x',
    tradedAtMs: START_AT_MS - Number(minutes) * MINUTE_MS,
    feed: 'data-api',
    occurrence: 0,
    title: '',
    slug: '',
    eventSlug: '',
  };
}

function card(facts: Partial<WalletFacts> = {}): WalletCard {
  return walletCard({
    address: WALLET as WalletAddress,
    name: null,
    resolvedFrom: null,
    history: [],
    positions: [],
    value: null,
    nowMs: START_AT_MS,
    ...facts,
  });
}

const DAY_MINUTES = DAY_MS / MINUTE_MS;

test('a card is what surfaces call a candidate, before anybody judged it', () => {
  const candidate: Omit<WalletCandidate, 'score' | 'copyability'> = card();
  expect(candidate.address).toBe(WALLET);
});

test('a card counts recent trades and names the last', () => {
  const history = ['buy 1 a 5', 'redeem 1 a 6', 'sell 2 a 7', `buy 3 a ${31 * DAY_MINUTES}`];
  expect(card({ history: history.map(tradeOf) })).toMatchObject({
    trades: 2,
    lastTradeAtMs: START_AT_MS - 5 * MINUTE_MS,
    warnings: [],
  });
});

test('a card lists the largest holdings in words', () => {
  const positions = [1, 9, 3, 7, 5, 6].map((value) => ({
    outcome: value === 9 ? '' : 'Yes',
    title: value === 3 ? '' : `Question ${value}?`,
    slug: `slug-${value}`,
    value: dollars(value),
  })) as unknown as readonly WalletPosition[];
  const { holdings } = card({ positions });
  expect(holdings).toHaveLength(HOLDINGS_MAX);
  expect(holdings.map(({ outcome }) => outcome)).toEqual([
    'Question 9?',
    'Yes · Question 7?',
    'Yes · Question 6?',
    'Yes · Question 5?',
    'Yes · slug-3',
  ]);
});

describe('warnings', () => {
  test.each([
    ['no activity at all', []],
    ['no trade, only splits, merges or redemptions', ['redeem 1 a 5']],
    ['no trade in 30 days, the last 45 days ago', [`buy 1 a ${45 * DAY_MINUTES}`]],
    [
      'trades both sides (market maker)',
      ['1', '2', '3'].flatMap((m) => [`buy ${m} a 1`, `buy ${m} b 9`]),
    ],
  ])('%s', (warning, history) => {
    expect(card({ history: history.map(tradeOf) }).warnings).toEqual([warning]);
  });
});

describe('a wallet trades both sides', () => {
  const judged = (...trades: readonly string[]) => tradesBothSides(trades.map(tradeOf));
  const everywhere = (...of: readonly string[]) =>
    ['1', '2', '3'].flatMap((market) => of.map((trade) => trade.replace('M', market)));

  test('when it buys and sells within minutes', () => {
    expect(judged(...everywhere('sell M a 1', 'buy M a 8'))).toBe(true);
  });

  test('not when it buys more, or sells what it held for long', () => {
    const hour = HOUR_MS / MINUTE_MS;
    expect(judged(...everywhere('sell M a 1', `buy M a ${hour}`))).toBe(false);
    expect(judged(...everywhere('buy M a 1', 'buy M a 3'))).toBe(false);
    expect(judged(...everywhere('sell M b 1', 'buy M a 3'))).toBe(false);
  });

  test('not when it does so in few markets only', () => {
    expect(judged('buy 1 a 1', 'buy 1 b 2', 'buy 2 a 1', 'buy 2 b 2')).toBe(false);
    const directional = ['4', '5', '6', '7'].flatMap((m) => [`buy ${m} a 1`, `buy ${m} a 2`]);
    expect(judged(...everywhere('buy M a 1', 'buy M b 2'), ...directional)).toBe(false);
  });
});
