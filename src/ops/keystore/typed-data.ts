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

/** The structs that are ever signed, field by field as the exchange's contracts declare them. */
export const STRUCTS: Readonly<Record<'Order' | 'ClobAuth', TypedDataField[]>> = {
  Order: fields(
    'uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,' +
      'uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,bytes32 builder',
  ),
  ClobAuth: fields('address address,string timestamp,uint256 nonce,string message'),
};

/** Digits of the largest number of 256 bits. */
const UINT_DIGITS_MAX = 78;
const CLOCK_DIGITS_MAX = 13;

/** A number of the chain, as integer, bigint or decimal text. */
export const uint = (bits: number) =>
  z
    .union([
      z.bigint(),
      z.int(),
      z
        .string()
        .max(UINT_DIGITS_MAX)
        .regex(/^(?:0|[1-9]\d*)$/),
    ])
    .transform(BigInt)
    .refine((number) => number >= 0n && number < 1n << BigInt(bits));

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
