import type { z } from 'zod';
import type { ReceiptLog } from './wallet-calls.ts';

/** A call as `from` would make it. */
export interface NodeCall {
  readonly from?: string;
  readonly to: string;
  readonly data: string;
}

export interface NodeReceipt {
  readonly succeeded: boolean;
  readonly logs: readonly ReceiptLog[];
}

/**
 * What is asked of a node of the chain; `PolygonRpc` is one. Venues do not import each other, so it
 * is known by its shape, and the errors that its methods throw by {@link nodeFailureOf}.
 */
export interface ChainNode {
  chainId(): Promise<number>;
  call<T>(call: NodeCall, schema: z.ZodType<T>): Promise<T>;
  estimateGas(call: NodeCall): Promise<bigint>;
  /** Wei of POL. */
  balance(wallet: string): Promise<bigint>;
  minedNonce(wallet: string): Promise<number>;
  /** Behind those that wait. */
  nextNonce(wallet: string): Promise<number>;
  fees(): Promise<{ readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }>;
  send(transaction: {
    readonly raw: string;
    readonly hash: string;
  }): Promise<
    | { readonly kind: 'taken' }
    | { readonly kind: 'refused' | 'unknown'; readonly error: { readonly message: string } }
  >;
  receipt(hash: string): Promise<NodeReceipt | null>;
  /** Asks until there is one, for some minutes. */
  waitForReceipt(
    hash: string,
  ): Promise<
    | { readonly kind: 'mined'; readonly receipt: NodeReceipt }
    | { readonly kind: 'unknown'; readonly lastError: { readonly message: string } | null }
  >;
}

/** Why a node did not answer. */
export interface NodeFailure {
  readonly text: string;
  /** It did: the contract refuses what was asked. */
  readonly isRevert: boolean;
}

/** What an error of a node says, `null` for any other error. Its messages hold no address of a node. */
export function nodeFailureOf(error: unknown): NodeFailure | null {
  if (!(error instanceof Error) || error.name !== 'RpcError') return null;
  return { text: error.message, isRevert: 'isRevert' in error && error.isRevert === true };
}
