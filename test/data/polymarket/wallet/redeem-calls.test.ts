import {
  ctfRedeemPositionsCall,
  mergePositionsCall,
  mergeV2Call,
  production,
  redeemV2Call,
} from '@polymarket/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractsOf, redeemCalls } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import {
  cents,
  type Quantity,
  quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { market } from '../order/setting.ts';
import { CONDITION_V2, marketV2, NO_V2, YES_V2 } from './markets.ts';

type Address = Parameters<typeof redeemV2Call>[0];
const { contracts } = production as unknown as {
  readonly contracts: Readonly<Record<string, Address>>;
};
const at = (name: string): Address => contracts[name] as Address;
const v1Of = (id: string) => id as Parameters<typeof ctfRedeemPositionsCall>[2];
const v2Of = (id: string) => id as Parameters<typeof redeemV2Call>[1];

const anyCondition = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}` as MarketId);
const anyQuantity = fc.integer({ min: 1, max: 10 ** 15 }).map((micros) => quantity(micros));

const ONE = cents(100);
const LOST = cents(0);
const redeemOf = (of: Market, payouts = [ONE, LOST], amounts = [shares(5), shares(2)]) =>
  ({
    kind: 'redeem',
    market: of,
    claims: of.outcomes.map(({ tokenId }, index) => ({
      tokenId,
      quantity: amounts[index] as Quantity,
      payout: payouts[index] as typeof ONE,
    })),
  }) as const;

describe('calls as the official client makes them', () => {
  test('redeeming and merging in v1, whatever the condition and amount', () => {
    fc.assert(
      fc.property(anyCondition, anyQuantity, fc.boolean(), (id, amount, negRisk) => {
        const adapter = at(negRisk ? 'negRiskCollateralAdapter' : 'collateralAdapter');
        const of = market({ id, negRisk });
        expect(redeemCalls(redeemOf(of), null)).toEqual([
          ctfRedeemPositionsCall(adapter, at('collateralToken'), v1Of(id)),
        ]);
        expect(redeemCalls({ kind: 'merge', market: of, quantity: amount }, null)).toEqual([
          mergePositionsCall(adapter, at('collateralToken'), v1Of(id), BigInt(amount)),
        ]);
      }),
    );
  });

  test('redeeming and merging in v2, with what our books have', () => {
    fc.assert(
      fc.property(anyQuantity, anyQuantity, (yes, no) => {
        const half = [cents(50), cents(50)];
        expect(redeemCalls(redeemOf(marketV2(), half, [yes, no]), null)).toEqual([
          redeemV2Call(at('protocolV2Router'), v2Of(CONDITION_V2), 0, BigInt(yes)),
          redeemV2Call(at('protocolV2Router'), v2Of(CONDITION_V2), 1, BigInt(no)),
        ]);
        expect(redeemCalls({ kind: 'merge', market: marketV2(), quantity: yes }, null)).toEqual([
          mergeV2Call(at('protocolV2Router'), v2Of(CONDITION_V2), BigInt(yes)),
        ]);
      }),
    );
  });
});

describe('redeeming in v2', () => {
  test('asks only for outcomes that pay, each by what the wallet has of it', () => {
    const held = new Map<TokenId, bigint>([
      [YES_V2, 3n],
      [NO_V2, 9n],
    ]);
    expect(redeemCalls(redeemOf(marketV2(), [LOST, ONE]), held)).toEqual([
      redeemV2Call(at('protocolV2Router'), v2Of(CONDITION_V2), 1, 9n),
    ]);
  });

  test('takes the outcome from the id, not from its place', () => {
    const [yes, no] = marketV2().outcomes;
    if (yes === undefined || no === undefined) throw new Error('two outcomes');
    const turned = marketV2({ outcomes: [no, yes] });
    expect(redeemCalls(redeemOf(turned), null)).toEqual([
      redeemV2Call(at('protocolV2Router'), v2Of(CONDITION_V2), 1, 5_000_000n),
    ]);
  });

  test.each([
    ['nothing pays', redeemOf(marketV2(), [LOST, LOST]), /no share there pays/],
    [
      'a claim is of another condition',
      { ...redeemOf(marketV2()), claims: redeemOf(market()).claims },
      /^7312\d+ is no outcome of 0x01/,
    ],
    [
      'the outcomes are of two conditions',
      redeemOf(
        marketV2({
          outcomes: [
            { tokenId: YES_V2, label: 'Yes' },
            { tokenId: String(BigInt(NO_V2) + 256n) as TokenId, label: 'No' },
          ],
        }),
      ),
      /are not those of one condition/,
    ],
    [
      'a merge has no pair of outcomes',
      { ...({ kind: 'merge', quantity: shares(1) } as const), market: marketV2({ outcomes: [] }) },
      /are not those of one condition/,
    ],
    [
      'both outcomes are the same',
      {
        ...({ kind: 'merge', quantity: shares(1) } as const),
        market: marketV2({
          outcomes: [
            { tokenId: YES_V2, label: 'Yes' },
            { tokenId: YES_V2, label: 'No' },
          ],
        }),
      },
      /are not those of one condition/,
    ],
    [
      'there is nothing to merge',
      { kind: 'merge', market: marketV2(), quantity: shares(0) } as const,
      /nothing to merge/,
    ],
    [
      'the market is none of the chain',
      redeemOf(market({ id: 'KXRAIN-26' as MarketId })),
      /is no condition/,
    ],
  ])('makes no call when %s', (_what, redemption, why) => {
    expect(redeemCalls(redemption, null)).toMatch(why);
  });
});

test('each kind of market has its contracts', () => {
  expect(contractsOf(market())).toEqual({
    shares: 'conditionalTokens',
    payer: 'collateralAdapter',
  });
  expect(contractsOf(market({ negRisk: true })).payer).toBe('negRiskCollateralAdapter');
  expect(contractsOf(marketV2({ negRisk: true }))).toEqual({
    shares: 'positionManager',
    payer: 'router',
  });
});
