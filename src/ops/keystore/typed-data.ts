import type { TypedDataDomain, TypedDataField } from 'ethers';
import { z } from 'zod';

/** EIP-712 typed data, complete and checked: what is hashed and signed. */
export interface TypedData {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly value: Record<string, unknown>;
}

function fields(text: string): TypedDataField[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

/**
 * The structs that are signed when they are asked for, field by field as the venue's contracts declare
 * them. `TypedDataSign` is around the order of a deposit wallet (ERC-7739).
 */
export const STRUCTS: Readonly<Record<'Order' | 'TypedDataSign' | 'ClobAuth', TypedDataField[]>> = {
  Order: fields(
    'uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,' +
      'uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder',
  ),
  TypedDataSign: fields(
    'Order contents,string name,string version,uint256 chainId,address verifyingContract,bytes32 salt',
  ),
  ClobAuth: fields('address address,string timestamp,uint256 nonce,string message'),
};

/** The structs of calls that a wallet makes; only our own packing fills them. */
export const RELAY_STRUCTS: Readonly<Record<'SafeTx' | 'Batch' | 'Call', TypedDataField[]>> = {
  SafeTx: fields(
    'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,' +
      'uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce',
  ),
  Batch: fields('address wallet,uint256 nonce,uint256 deadline,Call[] calls'),
  Call: fields('address target,uint256 value,bytes data'),
};

/** The EIP-712 domain of every deposit wallet, besides its chain and address. */
export const DEPOSIT_WALLET = { name: 'DepositWallet', version: '1' } as const;

/** Digits of the largest number of 256 bits. */
const UINT_DIGITS_MAX = 78;
const CLOCK_DIGITS_MAX = 13;

const decimal = z
  .string()
  .max(UINT_DIGITS_MAX)
  .regex(/^(?:0|[1-9]\d*)$/);
const fits = (bits: number) => (number: bigint) => number >= 0n && number < 1n << BigInt(bits);

/** A number of the chain, as integer, bigint or decimal text. */
export const uint = (bits: number) =>
  z.union([z.bigint(), z.int(), decimal]).transform(BigInt).refine(fits(bits));

/** A number of the chain as decimal text alone. */
export const uintText = (bits: number) => decimal.transform(BigInt).refine(fits(bits));

/** In small letters: two spellings of one address are one address. */
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase());

const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase());

export const order = z.strictObject({
  salt: uint(256),
  maker: address,
  signer: address,
  tokenId: uint(256),
  makerAmount: uint(256),
  takerAmount: uint(256),
  side: uint(8).refine((side) => side <= 1n),
  signatureType: uint(8),
  timestamp: uint(256),
  metadata: bytes32,
  builder: bytes32,
});
export type OrderValue = z.infer<typeof order>;

export const typedDataSign = z.strictObject({
  contents: order,
  name: z.string(),
  version: z.string(),
  chainId: uint(256),
  verifyingContract: address,
  salt: bytes32,
});
export type TypedDataSignValue = z.infer<typeof typedDataSign>;

export const clobAuth = z.strictObject({
  address,
  timestamp: z
    .string()
    .max(CLOCK_DIGITS_MAX)
    .regex(/^[1-9]\d*$/),
  nonce: uint(256),
  message: z.string(),
});

export const exchangeDomain = z.strictObject({
  name: z.literal('Polymarket CTF Exchange'),
  version: z.enum(['2', '3']),
  chainId: uint(256),
  verifyingContract: address,
});

export const clobAuthDomain = z.strictObject({
  name: z.literal('ClobAuthDomain'),
  version: z.literal('1'),
  chainId: uint(256),
});
