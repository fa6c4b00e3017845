import type { TransactionLike } from 'ethers';
import { POLYGON_CHAIN_ID } from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import {
  type Check,
  chainCheck,
  firstFailed,
  pathOf,
  polygonCheck,
  type Refused,
  refused,
} from './check.ts';
import type { BoundPolicy } from './policy.ts';
import {
  FEE_PER_GAS_WEI_MAX,
  TIP_PER_GAS_WEI_MAX,
  TRANSACTION_GAS_MAX,
  type TransactionValue,
  transaction,
} from './transaction.ts';
import { type AskedCall, purposeCheck, understood } from './understood-call.ts';

export type TransactionVerdict =
  | { readonly kind: 'allowed'; readonly transaction: TransactionLike<string> }
  | Refused;

/**
 * Whether this transaction may be signed. The call is decoded and encoded anew from what was checked,
 * for a contract of our own table: nothing of the request reaches the hash unseen.
 */
export function judgeTransaction(request: unknown, policy: BoundPolicy): TransactionVerdict {
  const parsed = transaction.safeParse(request);
  if (!parsed.success) return refused('malformed', `Transaction: ${pathOf(parsed.error)}`);
  const value = parsed.data;
  const wrongChain = firstFailed([chainCheck(value.chainId, policy), polygonCheck(value.chainId)]);
  if (wrongChain !== null) return wrongChain;
  const known = understood(value);
  if (known.kind === 'refused') return known;
  const key = { as: 'key', policy } as const;
  const failed = firstFailed([
    purposeCheck(known, key),
    ...costChecks(value),
    ...known.rule.checks(known.args, key),
  ]);
  return failed ?? { kind: 'allowed', transaction: rebuilt(value, known.call) };
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

function rebuilt(of: TransactionValue, { to, data }: AskedCall): TransactionLike<string> {
  return {
    type: 2,
    chainId: POLYGON_CHAIN_ID,
    nonce: Number(of.nonce),
    to,
    value: 0n,
    data,
    gasLimit: of.gasLimit,
    maxFeePerGas: of.maxFeePerGas,
    maxPriorityFeePerGas: of.maxPriorityFeePerGas,
  };
}
