import type { z } from 'zod';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { block, bytes, feeHistory, hash, quantity, receipt, smallQuantity } from './answers.ts';
import { JsonRpcHttp } from './json-rpc-http.ts';
import { RpcError, type RpcErrorKind } from './rpc-error.ts';

const GWEI = 1_000_000_000n;
/** Nodes of Polygon refuse what gives a block's maker less. */
const TIP_PER_GAS_WEI_MIN = 30n * GWEI;
/** The base fee grows by an eighth a block at most: twice of it lasts for six full blocks. */
const BASE_FEE_FACTOR = 2n;

/** A question to a contract. */
export interface ContractCall {
  readonly to: string;
  readonly data: string;
}

/** The same, as this address would ask it. */
export interface CallFrom extends ContractCall {
  readonly from?: string;
}

/** What a unit of gas may cost, in wei. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** A signed transaction, and the hash of these bytes. */
export interface RawTransaction {
  readonly raw: string;
  readonly hash: string;
}

/** What a contract wrote down; in lower case. */
export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export interface Receipt {
  readonly hash: string;
  readonly blockNumber: number;
  /** It did what it says; otherwise only its gas was paid. */
  readonly succeeded: boolean;
  readonly logs: readonly Log[];
}

/**
 * - `taken`: the node has it.
 * - `refused`: the node says that it will not have it.
 * - `unknown`: there was no answer; only its receipt tells.
 */
export type SendAnswer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' | 'unknown'; readonly error: RpcError };

export type AwaitedReceipt =
  | { readonly kind: 'mined'; readonly receipt: Receipt }
  /** None came in time; it may be mined yet. */
  | { readonly kind: 'unknown'; readonly lastError: RpcError | null };

/** How often a receipt is asked for, about the time of a block. */
export const RECEIPT_POLL_MS = 2_000;
/** After it nobody waits at a terminal. */
export const RECEIPT_WAIT_MS_MAX = 180_000;

/** A node that says so has the transaction from somebody who passed it on. */
const HAS_IT = /already known|known transaction|already imported/i;
/** What nodes refuse before a transaction can spread; other words prove nothing. */
const WILL_NOT_HAVE_IT =
  /nonce too (?:low|high)|insufficient funds|underpriced|below minimum|less than block base fee|intrinsic gas|exceeds block gas|(?:fee|tip) cap|chain ?id|invalid sender|invalid signature|txpool is full/i;
/** The request did not get past the node's door. */
const TURNED_AWAY: ReadonlySet<RpcErrorKind> = new Set(['rateLimited', 'rejected', 'blocked']);

/** What is asked of a node of Polygon. Every method throws {@link RpcError}. */
export class PolygonRpc {
  readonly #rpc: JsonRpcHttp;
  readonly #runtime: HttpRuntime;

  constructor(url: string, runtime: HttpRuntime) {
    this.#rpc = new JsonRpcHttp(url, runtime);
    this.#runtime = runtime;
  }

  async chainId(): Promise<number> {
    return await this.#read(smallQuantity, 'eth_chainId', []);
  }

  /** What the contract would answer now, as `schema` reads it. */
  async call<T>(call: CallFrom, schema: z.ZodType<T>): Promise<T> {
    return await this.#read(schema, 'eth_call', [call, 'latest']);
  }

  /** Gas that the call would use now. A contract that refuses it is an error that `isRevert`. */
  async estimateGas(call: CallFrom): Promise<bigint> {
    return await this.#read(quantity, 'eth_estimateGas', [call]);
  }

  /** Wei of POL. */
  async balance(wallet: string): Promise<bigint> {
    return await this.#read(quantity, 'eth_getBalance', [wallet, 'latest']);
  }

  /** Code of the contract there; `0x` when there is none. */
  async code(address: string): Promise<string> {
    return await this.#read(bytes, 'eth_getCode', [address, 'latest']);
  }

  async latestBlock(): Promise<{ readonly number: number; readonly atMs: AtMs }> {
    const read = await this.#read(block, 'eth_getBlockByNumber', ['latest', false]);
    return { number: read.number, atMs: read.timestamp * SECOND_MS };
  }

  /** The nonce of the wallet's next transaction, behind those that wait. */
  async nextNonce(wallet: string): Promise<number> {
    return await this.#read(smallQuantity, 'eth_getTransactionCount', [wallet, 'pending']);
  }

  /** The same, without those that wait. */
  async minedNonce(wallet: string): Promise<number> {
    return await this.#read(smallQuantity, 'eth_getTransactionCount', [wallet, 'latest']);
  }

  /** Fees that the next blocks will take. */
  async fees(): Promise<Fees> {
    const asked = await this.#read(quantity, 'eth_maxPriorityFeePerGas', []);
    const { baseFeePerGas } = await this.#read(feeHistory, 'eth_feeHistory', ['0x1', 'latest', []]);
    const maxPriorityFeePerGas = asked > TIP_PER_GAS_WEI_MIN ? asked : TIP_PER_GAS_WEI_MIN;
    const base = baseFeePerGas.at(-1) ?? 0n;
    return { maxPriorityFeePerGas, maxFeePerGas: base * BASE_FEE_FACTOR + maxPriorityFeePerGas };
  }

  /** Sends a signed transaction, once. Its hash was known before, and finds it whatever is answered. */
  async send({ raw, hash: own }: RawTransaction): Promise<SendAnswer> {
    const answer = await this.#sendOnce(raw, own);
    if (answer.kind !== 'refused') return answer;
    // Passed on twice by somebody between, the second one is refused: the first one counts.
    return (await this.#isMined(own)) ? { kind: 'taken' } : answer;
  }

  /** `null` while there is none. */
  async receipt(of: string): Promise<Receipt | null> {
    const found = await this.#read(receipt.nullable(), 'eth_getTransactionReceipt', [of]);
    if (found === null) return null;
    if (found.transactionHash !== of.toLowerCase()) {
      throw this.#rpc.error('malformed', 'eth_getTransactionReceipt', 'of another transaction');
    }
    const { blockNumber, status: succeeded, logs } = found;
    return { hash: of, blockNumber, succeeded, logs };
  }

  /** Asks until there is a receipt, {@link RECEIPT_WAIT_MS_MAX} at most. */
  async waitForReceipt(of: string): Promise<AwaitedReceipt> {
    const untilMs = this.#runtime.monotonicMs() + RECEIPT_WAIT_MS_MAX;
    let lastError: RpcError | null = null;
    for (;;) {
      try {
        const found = await this.receipt(of);
        if (found !== null) return { kind: 'mined', receipt: found };
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        lastError = error;
      }
      if (this.#runtime.monotonicMs() + RECEIPT_POLL_MS > untilMs) {
        return { kind: 'unknown', lastError };
      }
      await this.#runtime.sleep(RECEIPT_POLL_MS);
    }
  }

  async #sendOnce(raw: string, own: string): Promise<SendAnswer> {
    const method = 'eth_sendRawTransaction';
    try {
      const told = hash.safeParse(await this.#rpc.ask({ method, params: [raw], isRead: false }));
      if (told.success && told.data === own.toLowerCase()) return { kind: 'taken' };
      return { kind: 'unknown', error: this.#rpc.error('malformed', method, 'another hash') };
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      if (error.kind === 'refused' && HAS_IT.test(error.message)) return { kind: 'taken' };
      const isFinal =
        TURNED_AWAY.has(error.kind) ||
        (error.kind === 'refused' && WILL_NOT_HAVE_IT.test(error.message));
      return { kind: isFinal ? 'refused' : 'unknown', error };
    }
  }

  async #isMined(of: string): Promise<boolean> {
    try {
      return (await this.receipt(of)) !== null;
    } catch (error) {
      if (error instanceof RpcError) return false;
      throw error;
    }
  }

  async #read<T>(schema: z.ZodType<T>, method: string, params: readonly unknown[]): Promise<T> {
    const read = schema.safeParse(await this.#rpc.ask({ method, params, isRead: true }));
    if (read.success) return read.data;
    throw this.#rpc.error('malformed', method, 'an answer of another kind');
  }
}
