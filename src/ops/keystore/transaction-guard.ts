import type { TransactionLike } from 'ethers';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { CALL_RULES, CALLS, type CallRule, isContract } from './call-rules.ts';
import { type Check, chainCheck, firstFailed, pathOf, type Refused, refused } from './check.ts';
import type { BoundPolicy } from './policy.ts';
import {
  FEE_PER_GAS_WEI_MAX,
  TIP_PER_GAS_WEI_MAX,
  TRANSACTION_GAS_MAX,
  type TransactionValue,
  transaction,
} from './transaction.ts';

export type TransactionVerdict =
  | { readonly kind: 'allowed'; readonly transaction: TransactionLike<string> }
  | Refused;

/** A call that was understood: its rule, its arguments, and they alone written anew. */
interface Understood {
  readonly kind: 'understood';
  readonly rule: CallRule;
  readonly args: readonly unknown[];
  readonly data: string;
}

/**
 * Whether this transaction may be signed. The call is decoded and encoded anew from what was checked,
 * for a contract of our own table: nothing of the request reaches the hash unseen.
 */
export function judgeTransaction(request: unknown, policy: BoundPolicy): TransactionVerdict {
  const parsed = transaction.safeParse(request);
  if (!parsed.success) return refused('malformed', `Transaction: ${pathOf(parsed.error)}`);
  const value = parsed.data;
  const wrongChain = firstFailed([chainCheck(value.chainId, policy), polygonCheck(value)]);
  if (wrongChain !== null) return wrongChain;
  const call = understood(value);
  if (call.kind === 'refused') return call;
  const { rule, args, data } = call;
  const failed = firstFailed([
    [
      rule.purpose === policy.purpose,
      'purpose',
      `${rule.call}: this signer is for ${policy.purpose}`,
    ],
    ...costChecks(value),
    ...rule.checks(args, policy),
  ]);
  return failed ?? { kind: 'allowed', transaction: rebuilt(value, { rule, data }) };
}

/** Elsewhere these addresses are somebody else's. */
function polygonCheck({ chainId }: TransactionValue): Check {
  return [chainId === BigInt(POLYGON_CHAIN_ID), 'chain', `${chainId}, not ${POLYGON_CHAIN_ID}`];
}

function costChecks(of: TransactionValue): Check[] {
  const { value, gasLimit, maxFeePerGas, maxPriorityFeePerGas: tip } = of;
  return [
    [value === 0n, 'value', `${value} wei, not 0`],
    [
      gasLimit > 0n && gasLimit <= TRANSACTION_GAS_MAX,
      'gas',
      `${gasLimit}, at most ${TRANSACTION_GAS_MAX}`,
    ],
    [
      maxFeePerGas <= FEE_PER_GAS_WEI_MAX,
      'fee',
      `${maxFeePerGas} wei, at most ${FEE_PER_GAS_WEI_MAX}`,
    ],
    [tip <= TIP_PER_GAS_WEI_MAX, 'fee', `a tip of ${tip} wei, at most ${TIP_PER_GAS_WEI_MAX}`],
    [tip <= maxFeePerGas, 'fee', `a tip of ${tip} wei in a fee of ${maxFeePerGas}`],
  ];
}

function understood({ to, data }: TransactionValue): Understood | Refused {
  const rules = CALL_RULES.filter(({ contract }) => isContract(to, contract));
  if (rules.length === 0) return refused('contract', `${to} is not pinned for any call`);
  for (const rule of rules) {
    const args = argsIn(rule, data);
    if (args !== null) return { kind: 'understood', rule, args, data };
  }
  const names = rules.map(({ call }) => call).join(' and ');
  return refused('call', `of ${rules[0]?.contract} only ${names} may be called, as it is encoded`);
}

/** The arguments, when the data is this call and encoding them gives the same data again. */
function argsIn({ call }: CallRule, data: string): readonly unknown[] | null {
  const fragment = CALLS.getFunction(call);
  if (fragment === null || !data.startsWith(fragment.selector)) return null;
  try {
    const args: readonly unknown[] = CALLS.decodeFunctionData(fragment, data).toArray(true);
    return CALLS.encodeFunctionData(fragment, args) === data ? args : null;
  } catch {
    // It says what it could not decode; that is the request's own, and is not repeated.
    return null;
  }
}

function rebuilt(
  of: TransactionValue,
  { rule, data }: Pick<Understood, 'rule' | 'data'>,
): TransactionLike<string> {
  return {
    type: 2,
    chainId: POLYGON_CHAIN_ID,
    nonce: Number(of.nonce),
    to: POLYMARKET_CONTRACTS[rule.contract],
    value: 0n,
    data,
    gasLimit: of.gasLimit,
    maxFeePerGas: of.maxFeePerGas,
    maxPriorityFeePerGas: of.maxPriorityFeePerGas,
  };
}
