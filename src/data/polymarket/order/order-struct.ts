import { createHash } from 'node:crypto';
import type { TypedDataField } from 'ethers';
import type { IntentId } from '../../../engine/domain/ids.ts';
import type { SignatureType } from './trading-account.ts';

/** What is signed, in the order of its fields. Numbers are plain decimals. */
export interface OrderStruct {
  readonly salt: string;
  readonly maker: string;
  readonly signer: string;
  readonly tokenId: string;
  readonly makerAmount: string;
  readonly takerAmount: string;
  /** 0 buys, 1 sells. */
  readonly side: 0 | 1;
  readonly signatureType: SignatureType;
  /** Milliseconds; makes orders of one salt differ, ends nothing. */
  readonly timestamp: string;
  readonly metadata: string;
  readonly builder: string;
}

/** The struct is the same for both versions of the exchange; only the domain differs. */
export const ORDER_FIELDS: readonly TypedDataField[] = [
  { name: 'salt', type: 'uint256' },
  { name: 'maker', type: 'address' },
  { name: 'signer', type: 'address' },
  { name: 'tokenId', type: 'uint256' },
  { name: 'makerAmount', type: 'uint256' },
  { name: 'takerAmount', type: 'uint256' },
  { name: 'side', type: 'uint8' },
  { name: 'signatureType', type: 'uint8' },
  { name: 'timestamp', type: 'uint256' },
  { name: 'metadata', type: 'bytes32' },
  { name: 'builder', type: 'bytes32' },
];

export const BYTES32_ZERO = `0x${'00'.repeat(32)}`;

/** The venue reads a salt as a JSON number, so it stays below 2^53. */
const SALT_BITS = 53n;
const DIGEST_BITS = 256n;

/** The first 53 bits of SHA-256 of the intent's id: the same intent is always the same order. */
export function saltOf(intentId: IntentId): number {
  const digest = createHash('sha256').update(intentId).digest('hex');
  return Number(BigInt(`0x${digest}`) >> (DIGEST_BITS - SALT_BITS));
}
