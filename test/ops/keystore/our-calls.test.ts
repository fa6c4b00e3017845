import { expect, test } from 'vitest';
import { approvalCall } from '../../../src/data/polygon/rpc/token-calls.ts';
import { redeemCalls } from '../../../src/data/polymarket/wallet/redeem-calls.ts';
import type { WalletCall } from '../../../src/data/polymarket/wallet/wallet-calls.ts';
import type { MarketId, TokenId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { Redemption } from '../../../src/engine/domain/redemption.ts';
import { type Price, shares } from '../../../src/engine/domain/values/money.ts';
import { POLYMARKET_APPROVALS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { bindPolicy, type SignerPurpose } from '../../../src/ops/keystore/policy.ts';
import { judgeRelay } from '../../../src/ops/keystore/relay-guard.ts';
import { judgeTransaction } from '../../../src/ops/keystore/transaction-guard.ts';
import { market, positionMarket } from '../../data/polymarket/order/setting.ts';
import { ADDRESS, POLICY } from './keys.ts';
import { KINDS, NOW_S, policyOf, relay } from './relays.ts';
import { asked, CONDITION31 } from './transactions.ts';

/** A market of v2 whose positions are of its own condition. */
function ofV2(): Market {
  const of = positionMarket();
  const outcomes = market().outcomes.map((outcome, index) => {
    const tokenId = String(BigInt(`${CONDITION31}0${index}`)) as TokenId;
    return { ...outcome, tokenId };
  });
  return { ...of, id: `${CONDITION31}00` as MarketId, outcomes: outcomes as never };
}
const MARKETS: readonly Market[] = [market(), market({ negRisk: true }), ofV2()];

/** Asked for by a key for itself, and by every kind of wallet all at once. */
function expectSigned(calls: readonly WalletCall[], purpose: SignerPurpose): void {
  const own = bindPolicy({ ...POLICY, purpose }, ADDRESS);
  const transactions = calls.map(({ to, data }) => asked(to, data));
  for (const transaction of transactions) {
    expect(judgeTransaction(transaction, own)).toMatchObject({ kind: 'allowed' });
  }
  for (const kind of KINDS) {
    const policy = bindPolicy(policyOf(kind, purpose), ADDRESS);
    const verdict = judgeRelay(relay(kind, transactions), { policy, nowS: NOW_S });
    expect(verdict).toMatchObject({ kind: 'allowed', relay: { calls } });
  }
}

test('every redemption and merge, as the program makes them, is what the guard allows', () => {
  for (const of of MARKETS) {
    const quantity = shares(5);
    const payout = 500_000 as Price;
    const claims = of.outcomes.map(({ tokenId }) => ({ tokenId, quantity, payout }));
    const redemptions: readonly Redemption[] = [
      { kind: 'redeem', market: of, claims },
      { kind: 'merge', market: of, quantity },
    ];
    for (const redemption of redemptions) {
      const calls = redeemCalls(redemption, null);
      if (typeof calls === 'string') throw new Error(calls);
      expect(calls).toHaveLength(of.version === 'v2' && redemption.kind === 'redeem' ? 2 : 1);
      expectSigned(calls, 'trade');
    }
  }
});

test('all approvals of the table, given or taken back at once, are what the guard allows', () => {
  for (const change of ['set', 'revoke'] as const) {
    const calls = POLYMARKET_APPROVALS.map((approval) => approvalCall(approval, change));
    expectSigned(calls, 'allowances');
  }
});
