import { Interface } from 'ethers';
import {
  isDollarToken,
  POLYMARKET_CALLS,
  POLYMARKET_CONTRACTS,
  type PolymarketApproval,
  UNLIMITED,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import { flag, word } from './answers.ts';
import type { ContractCall, PolygonRpc } from './polygon-rpc.ts';

const TOKENS = new Interface([
  POLYMARKET_CALLS.approve,
  POLYMARKET_CALLS.setApprovalForAll,
  'function allowance(address owner, address spender) view returns (uint256)',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function balanceOf(address account) view returns (uint256)',
]);

/** What a spender may move now: micro-dollars, or all shares or none. */
export type AllowanceNow =
  | { readonly kind: 'dollars'; readonly micros: bigint }
  | { readonly kind: 'shares'; readonly all: boolean };

/** @throws RpcError */
export async function allowanceNow(
  rpc: PolygonRpc,
  wallet: string,
  { token, spender }: PolymarketApproval,
): Promise<AllowanceNow> {
  const to = POLYMARKET_CONTRACTS[token];
  const parties = [wallet, POLYMARKET_CONTRACTS[spender]];
  if (isDollarToken(token)) {
    const data = TOKENS.encodeFunctionData('allowance', parties);
    return { kind: 'dollars', micros: await rpc.call({ to, data }, word) };
  }
  const data = TOKENS.encodeFunctionData('isApprovedForAll', parties);
  return { kind: 'shares', all: await rpc.call({ to, data }, flag) };
}

/** Micro-dollars in a wallet, of pUSD when no other token is named. @throws RpcError */
export async function dollarsIn(
  rpc: PolygonRpc,
  wallet: string,
  token: string = POLYMARKET_CONTRACTS.pusd,
): Promise<bigint> {
  const data = TOKENS.encodeFunctionData('balanceOf', [wallet]);
  return await rpc.call({ to: token, data }, word);
}

/** The call that gives an allowance without end, or takes it back. */
export function approvalCall(
  { token, spender }: PolymarketApproval,
  change: 'set' | 'revoke',
): ContractCall {
  const to = POLYMARKET_CONTRACTS[token];
  const isGiven = change === 'set';
  return isDollarToken(token)
    ? { to, data: encoded('approve', spender, isGiven ? UNLIMITED : 0n) }
    : { to, data: encoded('setApprovalForAll', spender, isGiven) };
}

function encoded(
  call: 'approve' | 'setApprovalForAll',
  spender: PolymarketApproval['spender'],
  given: bigint | boolean,
): string {
  return TOKENS.encodeFunctionData(call, [POLYMARKET_CONTRACTS[spender], given]);
}
