import { existsSync, readFileSync } from 'node:fs';
import type { OrderStruct } from '../../../../src/data/polymarket/order/order-struct.ts';

/** Published vectors, kept beside the project: most are not ours to publish. */
const VECTORS = new URL('../../../../../shared/data/vectors/', import.meta.url);

/** What the name of a suite says when its vectors are absent, else empty. */
export const skipped = existsSync(VECTORS) ? '' : ' (SKIPPED: no vectors beside the project)';

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
}

export interface AmountVector {
  readonly kind: 'limit' | 'market';
  readonly tickSize: string;
  readonly price: number;
  readonly side: 'BUY' | 'SELL';
  /** Shares of a limit order. */
  readonly size?: number;
  /** Dollars of a market buy, shares of a market sell. */
  readonly amount?: number;
  readonly makerAmount: string;
  readonly takerAmount: string;
}

export const amountVectors = () =>
  read<{ vectors: readonly AmountVector[] }>('amount_rounding_clob-client-v2-1.1.0.json').vectors;

interface Domain {
  readonly name: string;
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: string;
}

export interface HashVector {
  readonly name: string;
  readonly domain: Domain;
  readonly order: OrderStruct;
  readonly orderHash: string;
  readonly signature?: string;
}

export const hashVectors = () =>
  read<{ privateKey: string; vectors: readonly HashVector[] }>('order_hash_vectors.json');

export interface HmacVector {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly sig: string;
}

/** Vectors of a whole session: level 1, orders of three wallets, the body, level 2. */
export interface Published {
  readonly privateKey: string;
  readonly address: string;
  readonly depositWallet: string;
  readonly chainId: 137;
  readonly timestampSeconds: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
  readonly l1: { readonly signature: string };
  readonly order: {
    readonly message: OrderStruct;
    readonly orderHash: string;
    readonly signature: string;
  };
  readonly depositWalletOrder: { readonly signature: string };
  readonly proxyOrderSignature: string;
  readonly postOrderBody: string;
  readonly hmac: readonly HmacVector[];
}

export const published = () => read<Published>('published_signing_vectors.json');

export interface ClientVectors {
  readonly hmac: HmacVector & { readonly secret: string; readonly timestamp: number };
  readonly l1: {
    readonly privateKey: string;
    readonly chainId: 80002;
    readonly timestamp: number;
    readonly nonce: number;
    readonly signature: string;
  };
}

export const clientVectors = () => read<ClientVectors>('clob-client-v2_test_vectors.json');
