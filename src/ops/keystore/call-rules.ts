import { Interface } from 'ethers';
import {
  type ApprovedToken,
  type DollarToken,
  POLYMARKET_APPROVALS,
  POLYMARKET_CALLS,
  POLYMARKET_CONTRACTS,
  type PolymarketContract,
  UNLIMITED,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { Check } from './check.ts';
import type { BoundPolicy, SignerPurpose } from './policy.ts';

type CallName = keyof typeof POLYMARKET_CALLS;

/** In whose name a call is made: the contracts pay whoever calls them. */
export interface Caller {
  /** `key`: a transaction of the key's own address. `wallet`: the funder, for whom the key signed. */
  readonly as: 'key' | 'wallet';
  readonly policy: BoundPolicy;
}

/** One function of one contract that may be called, and what its arguments have to be. */
export interface CallRule {
  readonly contract: PolymarketContract;
  readonly call: CallName;
  readonly purpose: SignerPurpose;
  readonly checks: (args: readonly unknown[], caller: Caller) => readonly Check[];
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
  merging('collateralAdapter'),
  merging('negRiskCollateralAdapter'),
  { contract: 'router', call: 'redeem', purpose: 'trade', checks: routerRedeemChecks },
  { contract: 'router', call: 'merge', purpose: 'trade', checks: routerMergeChecks },
  allowanceRule('pusd'),
  allowanceRule('usdce'),
  operatorRule('conditionalTokens'),
  operatorRule('positionManager'),
];

export function isContract(address: unknown, contract: PolymarketContract): boolean {
  return String(address).toLowerCase() === POLYMARKET_CONTRACTS[contract].toLowerCase();
}

function wrapChecks([asset, to, amount]: readonly unknown[], { policy }: Caller): Check[] {
  const recipient = String(to).toLowerCase();
  return [
    [isContract(asset, 'usdce'), 'asset', `${asset} is not USDC.e`],
    [recipient === policy.funder, 'recipient', `${recipient}, not ${policy.funder}`],
    amountCheck(amount),
  ];
}

function redemption(contract: PolymarketContract, collateral: DollarToken): CallRule {
  const checks: CallRule['checks'] = (args, caller) => [
    paysWallet(caller),
    ...positionChecks(args, collateral),
  ];
  return { contract, call: 'redeemPositions', purpose: 'trade', checks };
}

function merging(contract: PolymarketContract): CallRule {
  const checks: CallRule['checks'] = (args, caller) => [
    paysWallet(caller),
    ...positionChecks(args, 'pusd'),
    amountCheck(args[4]),
  ];
  return { contract, call: 'mergePositions', purpose: 'trade', checks };
}

/** Collateral, parent, market and outcomes, with which redeeming and merging both begin. */
function positionChecks(args: readonly unknown[], collateral: DollarToken): Check[] {
  const [token, parent, condition, sets] = args;
  return [
    [isContract(token, collateral), 'asset', `${token} is not ${collateral}`],
    [parent === ZERO_BYTES32, 'position', 'it is nested in another'],
    [condition !== ZERO_BYTES32, 'position', 'no market'],
    [String(sets) === BOTH_OUTCOMES, 'position', 'other outcomes than yes and no'],
  ];
}

function routerRedeemChecks(args: readonly unknown[], caller: Caller): Check[] {
  const [condition, outcome, amount] = args;
  return [
    ...routerMergeChecks([condition, amount], caller),
    [BigInt(String(outcome)) <= OUTCOME_MAX, 'position', `outcome ${outcome}, not 0 or 1`],
  ];
}

function routerMergeChecks([condition, amount]: readonly unknown[], caller: Caller): Check[] {
  return [
    paysWallet(caller),
    [BigInt(String(condition)) !== 0n, 'position', 'no market'],
    amountCheck(amount),
  ];
}

function allowanceRule(contract: DollarToken): CallRule {
  const checks: CallRule['checks'] = ([spender, amount], caller) => [
    ofWallet(caller),
    spenderCheck(contract, spender),
    [amount === UNLIMITED || amount === 0n, 'amount', 'neither unlimited nor none'],
  ];
  return { contract, call: 'approve', purpose: 'allowances', checks };
}

function operatorRule(contract: ApprovedToken): CallRule {
  const checks: CallRule['checks'] = ([operator], caller) => [
    ofWallet(caller),
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

/** Whoever calls is paid; the key's own address is the wallet only with type 0. */
function paysWallet(caller: Caller): Check {
  const { signatureType } = caller.policy;
  return [isWallet(caller), 'signatureType', `${signatureType}: the key would be paid`];
}

function ofWallet(caller: Caller): Check {
  const { signatureType } = caller.policy;
  return [isWallet(caller), 'signatureType', `${signatureType}: the key holds no money`];
}

function isWallet({ as, policy }: Caller): boolean {
  return as === 'wallet' || policy.signatureType === 0;
}

function amountCheck(amount: unknown): Check {
  return [typeof amount === 'bigint' && amount > 0n, 'amount', 'nothing'];
}
