import { isAddress, isHexString } from 'ethers';
import type { Call } from './contract.ts';
import { ZERO_ADDRESS } from './contract-addresses.ts';
import { badParams, refusedBy } from './rpc-problem.ts';

/** States of the accounts that a node of the usual kind still has. */
const STATES_KEPT = 128;
const QUANTITY = /^0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,15})$/;
const HASH_BYTES = 32;

export type Params = readonly unknown[];

type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws RpcProblem */
export function addressParam(value: unknown): string {
  if (typeof value !== 'string' || !isAddress(value)) throw badParams('an address is expected');
  return value.toLowerCase();
}

/** @throws RpcProblem */
export function hashParam(value: unknown): string {
  if (!isHexString(value, HASH_BYTES)) throw badParams('a hash of 32 bytes is expected');
  return value.toLowerCase();
}

/** @throws RpcProblem */
export function bytesParam(value: unknown): string {
  if (!isHexString(value) || value.length % 2 !== 0) throw badParams('bytes in hex are expected');
  return value.toLowerCase();
}

/** A call of `eth_call` and `eth_estimateGas`. @throws RpcProblem */
export function callParam(value: unknown): Call {
  if (!isFields(value)) throw badParams('a call is expected');
  const data = value['data'] ?? value['input'] ?? '0x';
  return {
    from: addressParam(value['from'] ?? ZERO_ADDRESS),
    to: addressParam(value['to']),
    data: bytesParam(data),
  };
}

/** The block that a tag or a number names. @throws RpcProblem */
export function blockParam(value: unknown, latest: number): number {
  if (value === undefined || value === null) return latest;
  if (value === 'latest' || value === 'pending' || value === 'safe' || value === 'finalized') {
    return latest;
  }
  if (value === 'earliest') return 0;
  if (typeof value !== 'string' || !QUANTITY.test(value)) {
    throw badParams('a block number in hex or a tag is expected');
  }
  return Number(value);
}

/** Accounts are read as they are now; nodes forget older states. @throws RpcProblem */
export function checkState(value: unknown, latest: number): void {
  const block = blockParam(value, latest);
  if (block > latest) throw refusedBy('header not found');
  if (block <= latest - STATES_KEPT) throw refusedBy('missing trie node');
}
