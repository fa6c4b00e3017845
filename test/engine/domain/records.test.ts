import { describe, expect, test } from 'vitest';
import type { TokenId } from '../../../src/engine/domain/ids.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { leaderEventKey } from '../../../src/engine/domain/leader.ts';
import { outcomeIndex } from '../../../src/engine/domain/market.ts';
import { filterKey } from '../../../src/engine/domain/market-filter.ts';
import { positionKey } from '../../../src/engine/domain/position.ts';
import { cents, shares } from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { BINARY, LEADER, leaderEvent, MARKET, NO, NOW_MS, YES } from '../intelligence/examples.ts';

describe('natural keys', () => {
  test('a leader row is known by everything but its price, its feed and its time', () => {
    const base = leaderEventKey(leaderEvent());
    const same = [
      leaderEvent({ price: cents(51) }),
      leaderEvent({ feed: 'chain', occurrence: 3 }),
      leaderEvent({ tradedAtMs: NOW_MS + 900 }),
    ];
    for (const event of same) expect(leaderEventKey(event)).toBe(base);
    const other = [
      leaderEvent({ transaction: '0xt2' }),
      leaderEvent({ kind: 'sell' }),
      leaderEvent({ tokenId: NO }),
      leaderEvent({ quantity: shares(11) }),
    ];
    for (const event of other) expect(leaderEventKey(event)).not.toBe(base);
  });

  test('a row without a token is known by its market', () => {
    expect(leaderEventKey(leaderEvent({ kind: 'merge', tokenId: null }))).toContain(MARKET);
  });

  test('positions of a person and of leaders are apart', () => {
    const own = positionKey({ ledger: PAPER, wallet: null, tokenId: YES });
    expect(own).not.toBe(positionKey({ ledger: PAPER, wallet: LEADER, tokenId: YES }));
  });

  test('one filter per type and value', () => {
    expect(filterKey({ type: 'keyword', value: 'election' })).toBe('keyword:election');
  });
});

test('a token has its place in the market, or none', () => {
  expect(outcomeIndex(BINARY, NO)).toBe(1);
  expect(outcomeIndex(BINARY, '9' as TokenId)).toBe(-1);
});

test('a wallet is followed on paper and leaves everything else to the settings', () => {
  const { address, label, enabled, mode, scaleFactor, followedAtMs, ...rest } = defaultWalletRules(
    LEADER,
    NOW_MS,
  );
  expect([address, label, enabled, mode, scaleFactor, followedAtMs]).toEqual([
    LEADER,
    null,
    true,
    'paper',
    1_000_000,
    NOW_MS,
  ]);
  for (const value of Object.values(rest)) expect([null, []]).toContainEqual(value);
});
