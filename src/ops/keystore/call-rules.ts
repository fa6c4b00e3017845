import { Interface } from 'ethers';
import {
  type ApprovedToken,
  POLYMARKET_APPROVALS,
  POLYMARKET_CALLS,
  POLYMARKET_CONTRACTS,
  type PolymarketContract,
  UNLIMITED,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { Check } from './check.ts';
import type { BoundPolicy, SignerPurpose } from './policy.ts';

type CallName = keyof typeof POLYMARKET_CALLS;

/** One function of one contract that may be called, and what its arguments have to be. */
export interface CallRule {
  readonly contract: PolymarketContract;
  readonly call: CallName;
  readonly purpose: SignerPurpose;
  readonly checks: (args: readonly unknown[], policy: BoundPolicy) => readonly Check[];
}

/** Encodes and decodes every call there is. */
export const CALLS = new Interface(Object.values(POLYMARKET_CALLS));

const ZERO_BYTES32 = `0x${'0'.repeat(64)}`;
/** Yes and no, as sets of one outcome each; whoever holds only one gets that one's payout. */
const BOTH_OUTCOMES = '1,2';
const OUTCOME_MAX = 1n;

export const CALL_RULES: readonly CallRule[] = [
  { contract: 'collateralOnramp', call: 'wrap', purpose: 'trade', checks: wrapChecks },
  redemption('collateralAdapter', 'pusd'),
  redemption('negRiskCollateralAdapter', 'pusd'),
  // Pays the collateral that the shares were made of. Named with pUSD it would pay nothing.
  redemption('conditionalTokens', 'usdce'),
  { contract: 'router', call: 'redeem', purpose: 'trade', checks: routerChecks },
  { contract: 'pusd', call: 'approve', purpose: 'allowances', checks: approveChecks },
  operatorRule('conditionalTokens'),
  operatorRule('positionManager'),
];

export function isContract(address: unknown, contract: PolymarketContract): boolean {
  return String(address).toLowerCase() === POLYMARKET_CONTRACTS[contract].toLowerCase();
}

function wrapChecks([asset, to, amount]: readonly unknown[], policy: BoundPolicy): Check[] {
  const recipient = String(to).toLowerCase();
  return [
    [isContract(asset, 'usdce'), 'asset', `${asset} is not USDC.e`],
    [recipient === policy.funder, 'recipient', `${recipient}, not ${policy.funder}`],
    amountCheck(amount),
  ];
}

function redemption(contract: PolymarketContract, collateral: 'pusd' | 'usdce'): CallRule {
  const checks: CallRule['checks'] = ([token, parent, condition, sets], policy) => [
    paysCaller(policy),
    [isContract(token, collateral), 'asset', `${token} is not ${collateral}`],
    [parent === ZERO_BYTES32, 'position', 'it is nested in another'],
    [condition !== ZERO_BYTES32, 'position', 'no market'],
    [String(sets) === BOTH_OUTCOMES, 'position', 'other outcomes than yes and no'],
  ];
  return { contract, call: 'redeemPositions', purpose: 'trade', checks };
}

function routerChecks(args: readonly unknown[], policy: BoundPolicy): Check[] {
  const [condition, outcome, amount] = args;
  return [
    paysCaller(policy),
    [BigInt(String(condition)) !== 0n, 'position', 'no market'],
    [BigInt(String(outcome)) <= OUTCOME_MAX, 'position', `outcome ${outcome}, not 0 or 1`],
    amountCheck(amount),
  ];
}

function approveChecks([spender, amount]: readonly unknown[], policy: BoundPolicy): Check[] {
  return [
    ownShares(policy),
    spenderCheck('pusd', spender),
    [amount === UNLIMITED || amount === 0n, 'amount', 'neither unlimited nor none'],
  ];
}

function operatorRule(contract: ApprovedToken): CallRule {
  const checks: CallRule['checks'] = ([operator], policy) => [
    ownShares(policy),
    spenderCheck(contract, operator),
  ];
  return { contract, call: 'setApprovalForAll', purpose: 'allowances', checks };
}

function spenderCheck(token: ApprovedToken, address: unknown): Check {
  const isPinned = POLYMARKET_APPROVALS.some(
    (approval) => approval.token === token && isContract(address, approval.spender),
  );
  return [isPinned, 'spender', `${String(address).toLowerCase()} needs no ${token}`];
}

/** A redemption pays whoever calls; the key's own address is the wallet only with type 0. */
function paysCaller({ signatureType }: BoundPolicy): Check {
  return [signatureType === 0, 'signatureType', `${signatureType}: the key would be paid`];
}

function ownShares({ signatureType }: BoundPolicy): Check {
  return [signatureType === 0, 'signatureType', `${signatureType}: the key holds no money`];
}

function amountCheck(amount: unknown): Check {
  return [typeof amount === 'bigint' && amount > 0n, 'amount', 'nothing'];
}
