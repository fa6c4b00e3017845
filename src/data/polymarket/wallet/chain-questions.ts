import { Interface } from 'ethers';
import { z } from 'zod';
import type { TokenId } from '../../../engine/domain/ids.ts';
import { MICRO } from '../../../engine/domain/values/micro.ts';
import { POLYMARKET_CONTRACTS } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import { converted } from '../../fields.ts';
import { type ChainNode, nodeFailureOf } from './chain-node.ts';
import type { RedeemContracts } from './redeem-calls.ts';

const QUESTIONS = new Interface([
  'function balanceOfBatch(address[] accounts, uint256[] ids) view returns (uint256[])',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function payoutDenominator(bytes32 conditionId) view returns (uint256)',
  'function payoutNumerators(bytes32 conditionId, uint256 index) view returns (uint256)',
  // Dollars of so many shares; of a position that is not resolved it may revert.
  'function getPayout(uint256 positionId, uint256 amount) view returns (uint256)',
]);

/** Whatever a call gives back. */
export const BYTES = z.string().regex(/^0x(?:[0-9a-fA-F]{2})*$/);
const WORD = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform(BigInt);
const FLAG = converted(WORD, 'true or false', (value) => (value <= 1n ? value === 1n : null));

/** Shares of each token in a wallet, micro-units. @throws RpcError */
export async function sharesIn(
  node: ChainNode,
  { shares, wallet }: { readonly shares: RedeemContracts['shares']; readonly wallet: string },
  tokens: readonly TokenId[],
): Promise<ReadonlyMap<TokenId, bigint>> {
  const data = QUESTIONS.encodeFunctionData('balanceOfBatch', [tokens.map(() => wallet), tokens]);
  const list = converted(BYTES, 'a number for each token', (raw) => numbersIn(raw, tokens.length));
  const balances = await node.call({ to: POLYMARKET_CONTRACTS[shares], data }, list);
  return new Map(tokens.map((token, index) => [token, balances[index] ?? 0n]));
}

/** Whether the contract that pays may move the shares of the wallet. @throws RpcError */
export async function mayMoveShares(
  node: ChainNode,
  wallet: string,
  { shares, payer }: RedeemContracts,
): Promise<boolean> {
  const parties = [wallet, POLYMARKET_CONTRACTS[payer]];
  const data = QUESTIONS.encodeFunctionData('isApprovedForAll', parties);
  return await node.call({ to: POLYMARKET_CONTRACTS[shares], data }, FLAG);
}

/** Micro-dollars for one share of v1 by its place; `null` before it is final. @throws RpcError */
export async function payoutV1(
  node: ChainNode,
  condition: string,
  index: number,
): Promise<bigint | null> {
  const to = POLYMARKET_CONTRACTS.conditionalTokens;
  const whole = QUESTIONS.encodeFunctionData('payoutDenominator', [condition]);
  const denominator = await node.call({ to, data: whole }, WORD);
  if (denominator === 0n) return null;
  const part = QUESTIONS.encodeFunctionData('payoutNumerators', [condition, index]);
  return ((await node.call({ to, data: part }, WORD)) * BigInt(MICRO)) / denominator;
}

/** The same for v2; `null` also when the contract does not say. @throws RpcError */
export async function payoutV2(node: ChainNode, tokenId: TokenId): Promise<bigint | null> {
  const data = QUESTIONS.encodeFunctionData('getPayout', [tokenId, MICRO]);
  try {
    return await node.call({ to: POLYMARKET_CONTRACTS.positionManager, data }, WORD);
  } catch (error) {
    if (nodeFailureOf(error)?.isRevert === true) return null;
    throw error;
  }
}

function numbersIn(raw: string, count: number): readonly bigint[] | null {
  let decoded: unknown;
  try {
    decoded = QUESTIONS.decodeFunctionResult('balanceOfBatch', raw)[0].toArray();
  } catch {
    // It says which bytes it could not read; the caller says that they are none.
    return null;
  }
  return Array.isArray(decoded) && decoded.length === count ? decoded.map(BigInt) : null;
}
