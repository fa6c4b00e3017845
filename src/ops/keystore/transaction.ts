import { z } from 'zod';
import { address, uint } from './typed-data.ts';

/** Gas of one transaction of ours, at most: redeeming takes some 400,000. */
export const TRANSACTION_GAS_MAX = 700_000n;
const GWEI = 1_000_000_000n;
/** A unit of gas costs some 30 to 300 gwei, in rushes more. One transaction costs at most 0.7 POL. */
export const FEE_PER_GAS_WEI_MAX = 1_000n * GWEI;
/** Of it for whoever makes the block. */
export const TIP_PER_GAS_WEI_MAX = 500n * GWEI;

/** The longest call is `mergePositions` with two outcomes. */
const DATA_BYTES_MAX = 260;
const NONCE_BITS = 53;

/** A transaction that a signature is asked for, with every field that will be signed. */
export interface TransactionRequest {
  readonly type: 2;
  readonly chainId: number | bigint;
  readonly nonce: number;
  readonly to: string;
  readonly value: bigint;
  /** The call, as the contract's interface encodes it. */
  readonly data: string;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** As it is sent, and the hash that it is found by whether an answer comes or not. */
export interface SignedTransaction {
  readonly raw: string;
  readonly hash: string;
}

/** In small letters, no longer than any call that is signed. */
export const callData = z
  .string()
  .max('0x'.length + 2 * DATA_BYTES_MAX)
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
  .transform((hex) => hex.toLowerCase());

/** Of EIP-1559; an access list or anything else is unknown and so refused. */
export const transaction = z.strictObject({
  type: z.literal(2),
  chainId: uint(256),
  nonce: uint(NONCE_BITS),
  to: address,
  value: uint(256),
  data: callData,
  gasLimit: uint(64),
  maxFeePerGas: uint(128),
  maxPriorityFeePerGas: uint(128),
});

export type TransactionValue = z.infer<typeof transaction>;
