import { Interface } from 'ethers';
import { CONTRACTS, type ContractName, ZERO_ADDRESS } from './contract-addresses.ts';
import type { Draft, EventLog } from './draft.ts';

/** Events as the contracts declare them. */
const EVENTS = new Interface([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event ApprovalForAll(address indexed account, address indexed operator, bool approved)',
  'event PayoutRedemption(address indexed redeemer, address indexed collateralToken, bytes32 indexed parentCollectionId, bytes32 conditionId, uint256[] indexSets, uint256 payout)',
]);

export type EventName =
  | 'Transfer'
  | 'Approval'
  | 'TransferSingle'
  | 'ApprovalForAll'
  | 'PayoutRedemption';

export function eventLog(
  contract: ContractName,
  name: EventName,
  values: readonly unknown[],
): EventLog {
  const { topics, data } = EVENTS.encodeEventLog(name, values);
  return { address: CONTRACTS[contract].toLowerCase(), topics, data };
}

interface Moved {
  /** `null` mints. */
  readonly from: string | null;
  /** `null` burns. */
  readonly to: string | null;
  readonly amount: bigint;
}

/** Moves money of the draft and tells of it. @throws Revert */
export function moveMoney(
  draft: Draft,
  token: 'pusd' | 'usdce',
  { from, to, amount }: Moved,
): void {
  const asset = token === 'pusd' ? null : token;
  if (from !== null) draft.take(from, asset, amount);
  if (to !== null) draft.give(to, asset, amount);
  const values = [from ?? ZERO_ADDRESS, to ?? ZERO_ADDRESS, amount];
  draft.logs.push(eventLog(token, 'Transfer', values));
}

/** Moves shares of the draft in the name of `operator` and tells of it. @throws Revert */
export function moveShares(
  draft: Draft,
  of: { readonly contract: 'conditionalTokens' | 'positionManager'; readonly operator: string },
  moved: Moved & { readonly tokenId: string },
): void {
  const { from, to, amount, tokenId } = moved;
  if (from !== null) draft.take(from, tokenId, amount);
  if (to !== null) draft.give(to, tokenId, amount);
  const values = [of.operator, from ?? ZERO_ADDRESS, to ?? ZERO_ADDRESS, BigInt(tokenId), amount];
  draft.logs.push(eventLog(of.contract, 'TransferSingle', values));
}
