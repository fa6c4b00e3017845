import {
  ctfRedeemPositionsCall,
  erc20ApprovalCall,
  erc1155ApprovalForAllCall,
  mergePositionsCall,
  mergeV2Call,
  perpsDepositCall,
  production,
  redeemV2Call,
  splitPositionCall,
  splitV2Call,
} from '@polymarket/client';
import { describe, expect, test } from 'vitest';
import { approvalCall } from '../../../src/data/polygon/rpc/token-calls.ts';
import {
  isDollarToken,
  POLYGON_CHAIN_ID,
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
} from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { ALLOWANCES, asked, CONDITION, MAX, TRADE, verdictOn } from './transactions.ts';

type Address = Parameters<typeof redeemV2Call>[0];

/** Hidden in its types, and what it sends to. */
const { contracts } = production as unknown as {
  readonly contracts: Record<ContractName, Address>;
};
type ContractName =
  | 'autoRedeemOperator'
  | 'collateralAdapter'
  | 'collateralToken'
  | 'conditionalTokens'
  | 'exchangeV3'
  | 'negRiskAdapter'
  | 'negRiskCollateralAdapter'
  | 'negRiskExchange'
  | 'perpsDepositContract'
  | 'positionManager'
  | 'protocolV2Router'
  | 'relayHub'
  | 'standardExchange';
const V1 = CONDITION as Parameters<typeof ctfRedeemPositionsCall>[2];
/** As the data API tells it: of 31 bytes, with a byte of nothing behind it. */
const V2 = `${CONDITION.slice(0, -2)}00` as Parameters<typeof redeemV2Call>[1];

type Call = ReturnType<typeof erc20ApprovalCall>;
const requested = ({ to, data }: Call) => asked(String(to), String(data));

test('the addresses are those of the official client', () => {
  expect(production.chainId).toBe(POLYGON_CHAIN_ID);
  expect(POLYMARKET_CONTRACTS).toMatchObject({
    pusd: contracts.collateralToken,
    conditionalTokens: contracts.conditionalTokens,
    positionManager: contracts.positionManager,
    exchange: contracts.standardExchange,
    negRiskExchange: contracts.negRiskExchange,
    exchangeV3: contracts.exchangeV3,
    collateralAdapter: contracts.collateralAdapter,
    negRiskCollateralAdapter: contracts.negRiskCollateralAdapter,
    negRiskAdapter: contracts.negRiskAdapter,
    router: contracts.protocolV2Router,
  });
});

describe('calls as the official client makes them', () => {
  test.each<[string, Call]>([
    [
      'redeeming',
      ctfRedeemPositionsCall(contracts.collateralAdapter, contracts.collateralToken, V1),
    ],
    [
      'redeeming in a neg-risk market',
      ctfRedeemPositionsCall(contracts.negRiskCollateralAdapter, contracts.collateralToken, V1),
    ],
    ['merging', mergePositionsCall(contracts.collateralAdapter, contracts.collateralToken, V1, 1n)],
    [
      'merging in a neg-risk market',
      mergePositionsCall(contracts.negRiskCollateralAdapter, contracts.collateralToken, V1, 1n),
    ],
    ['merging in v2', mergeV2Call(contracts.protocolV2Router, V2, 1n)],
    ['redeeming in v2', redeemV2Call(contracts.protocolV2Router, V2, 1, 5_000_000n)],
  ])('%s is signed', (_what, call) => {
    expect(verdictOn(requested(call), TRADE)).toMatchObject({ kind: 'allowed' });
  });

  test('our approvals and revocations are theirs, and are signed', () => {
    for (const approval of POLYMARKET_APPROVALS) {
      const token = POLYMARKET_CONTRACTS[approval.token] as Address;
      const spender = POLYMARKET_CONTRACTS[approval.spender] as Address;
      for (const change of ['set', 'revoke'] as const) {
        const theirs = isDollarToken(approval.token)
          ? erc20ApprovalCall(token, spender, change === 'set' ? MAX : 0n)
          : erc1155ApprovalForAllCall(token, spender, change === 'set');
        expect(approvalCall(approval, change), approval.name).toEqual({
          to: theirs.to,
          data: theirs.data,
        });
        expect(verdictOn(requested(theirs), ALLOWANCES)).toMatchObject({ kind: 'allowed' });
      }
    }
  });

  test.each<[string, Call, string]>([
    [
      'redeeming at the perps contract',
      redeemV2Call(contracts.perpsDepositContract, V2, 1, 1n),
      'contract',
    ],
    ['splitting in v2', splitV2Call(contracts.protocolV2Router, V2, 1n), 'call'],
    [
      'splitting',
      splitPositionCall(contracts.collateralAdapter, contracts.collateralToken, V1, 1n),
      'call',
    ],
    [
      'a deposit for perps',
      perpsDepositCall(
        contracts.perpsDepositContract,
        contracts.collateralToken,
        1n,
        contracts.relayHub,
      ),
      'contract',
    ],
    [
      'dollars for perps',
      erc20ApprovalCall(contracts.collateralToken, contracts.perpsDepositContract, MAX),
      'spender',
    ],
    [
      'shares for whoever redeems by itself',
      erc1155ApprovalForAllCall(contracts.conditionalTokens, contracts.autoRedeemOperator, true),
      'spender',
    ],
  ])('%s is not', (_what, call, reason) => {
    const policy = reason === 'spender' ? ALLOWANCES : TRADE;
    expect(verdictOn(requested(call), policy)).toMatchObject({ kind: 'refused', reason });
  });
});
