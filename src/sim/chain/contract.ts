import type { Interface } from 'ethers';
import type { Condition, Conditions } from './conditions.ts';
import type { ContractName } from './contract-addresses.ts';
import type { Draft } from './draft.ts';

/** A call of a contract, addresses in lower case. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly data: string;
}

/** What a contract sees while it is called. */
export interface Frame {
  readonly draft: Draft;
  readonly conditions: Conditions;
  /** Who calls, in lower case. */
  readonly caller: string;
  /** In whose name a proxy factory calls for a key. */
  readonly proxyOf: (key: string) => string;
  /** Who is paid for what is redeemed: the caller, unless something is wrong. */
  readonly payeeOf: (caller: string, condition: Condition) => string;
  /** Calls another contract in the same transaction. @throws Revert */
  run(call: Call): string;
}

/** Arguments of a call as the interface decodes them. */
export type Args = readonly unknown[];

/** What a function does, and what it returns. @throws Revert */
export type Act = (frame: Frame, args: Args) => readonly unknown[];

/** The functions that are served, by name; one named twice takes different arguments. */
export interface Contract {
  readonly name: ContractName;
  readonly abi: Interface;
  readonly acts: Readonly<Record<string, Act>>;
}

export function addressIn(value: unknown): string {
  return String(value).toLowerCase();
}

export function amountIn(value: unknown): bigint {
  return BigInt(value as bigint);
}
