import { describe, expect, test } from 'vitest';
import { cents, shares, WHOLE } from '../../../../src/engine/domain/values/money.ts';
import { exitSignal } from '../../../../src/engine/intelligence/wallet/exit-signal.ts';
import type { ClosedExposure } from '../../../../src/engine/intelligence/wallet/exposure.ts';
import { LeaderHoldings } from '../../../../src/engine/intelligence/wallet/leader-holdings.ts';
import { BINARY, LEADER, leaderTrade, MARKET, NO, NOW_MS, YES } from '../examples.ts';

const closed: ClosedExposure = {
  kind: 'closed',
  tokenId: YES,
  fraction: WHOLE,
  cause: 'sell',
  price: cents(61),
};

describe('exit signals', () => {
  test('carry what ended and why', () => {
    expect(exitSignal(leaderTrade({ kind: 'sell' }), closed)).toMatchObject({
      kind: 'exit',
      wallet: LEADER,
      marketId: MARKET,
      tokenId: YES,
      fraction: WHOLE,
      cause: 'sell',
      leaderPrice: cents(61),
      tradedAtMs: NOW_MS,
      receivedAtMs: NOW_MS + 1_000,
    });
  });

  test('have the same id for the same trade, and others for twins and tokens', () => {
    const first = exitSignal(leaderTrade(), closed).id;
    expect(exitSignal(leaderTrade(), closed).id).toBe(first);
    expect(exitSignal(leaderTrade({}, 1), closed).id).not.toBe(first);
    expect(exitSignal(leaderTrade(), { ...closed, tokenId: NO }).id).not.toBe(first);
  });

  test('name the token that was left, not the one that was bought (scenario 29)', () => {
    const holdings = new LeaderHoldings();
    holdings.apply(leaderTrade({ tokenId: NO, quantity: shares(10) }), BINARY);
    const opposite = leaderTrade({ tokenId: YES, quantity: shares(10), price: cents(70) });
    const signals = holdings
      .apply(opposite, BINARY)
      .flatMap((change) => (change.kind === 'closed' ? [exitSignal(opposite, change)] : []));
    expect(signals).toMatchObject([{ tokenId: NO, cause: 'opposite', leaderPrice: cents(30) }]);
  });
});
