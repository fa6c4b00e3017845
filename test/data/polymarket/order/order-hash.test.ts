import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Exchange, exchangeOf } from '../../../../src/data/polymarket/order/exchange.ts';
import { ORDER_TYPE, orderHash } from '../../../../src/data/polymarket/order/order-hash.ts';
import {
  BYTES32_ZERO,
  type OrderStruct,
  saltOf,
} from '../../../../src/data/polymarket/order/order-struct.ts';
import type { IntentId } from '../../../../src/engine/domain/ids.ts';
import { type HashVector, hashVectors, published, skipped } from './vectors.ts';

const STANDARD = exchangeOf({ version: 'v1', negRisk: false }, 137);
const NEG_RISK = exchangeOf({ version: 'v1', negRisk: true }, 137);
const POSITIONS = exchangeOf({ version: 'v2', negRisk: false }, 137);
const ALL: readonly Exchange[] = [
  STANDARD,
  NEG_RISK,
  POSITIONS,
  exchangeOf({ version: 'v1', negRisk: false }, 80002),
  exchangeOf({ version: 'v1', negRisk: true }, 80002),
  exchangeOf({ version: 'v2', negRisk: true }, 80002),
];

/** Our exchange with this domain; a domain that is not ours fails the test. */
function exchangeWith({ domain }: HashVector): Exchange {
  const found = ALL.find((exchange) => JSON.stringify(exchange.domain) === JSON.stringify(domain));
  if (found === undefined) throw new Error(`no exchange has ${JSON.stringify(domain)}`);
  return found;
}

const ORDER: OrderStruct = {
  salt: '1234567890123456',
  maker: '0x1111111111111111111111111111111111111111',
  signer: '0x2222222222222222222222222222222222222222',
  tokenId: '98765432109876543210',
  makerAmount: '3300000',
  takerAmount: '10000000',
  side: 0,
  signatureType: 1,
  timestamp: '1795000000123',
  metadata: BYTES32_ZERO,
  builder: BYTES32_ZERO,
};

/** Computed with viem, in the order of `ALL`. */
const EXPECTED: readonly string[] = [
  '0x964179c71c9503baf96f60c8e8b3a93b81fed79b90ca4728b4927babefbf89f3',
  '0xde15d68747f578759200d3fd8f3585643345f94847d5ff6455477ab4cc19ca57',
  '0xd235bf2df3ad847571ae701663c0cd4f3e74255aff07e89d58735f6f5ab2809d',
  '0xd057e2a77d547975f78c0211ea4466568625a554cd9189ad21c332ab23b3cc28',
  '0x985619416262f9ce0612e0de65fc3332687a95f4244e08b4be505a239c20d4d9',
  '0xe91cc29bad57156a00188bda1f45481c92fd44a91a7bf96bc785fb911493a16d',
];

describe.skipIf(skipped !== '')(`published order hashes${skipped}`, () => {
  test('all 9 are ours, on every exchange and for every kind of wallet', () => {
    const { vectors } = hashVectors();
    const ours = vectors.map((vector) => orderHash(vector.order, exchangeWith(vector)));
    expect(ours).toEqual(vectors.map((vector) => vector.orderHash));
    expect(vectors).toHaveLength(9);
  });

  test('the order of a whole published session has its hash', () => {
    const { order } = published();
    expect(orderHash(order.message, STANDARD)).toBe(order.orderHash);
  });
});

describe('the hash of an order', () => {
  test('is that of a second, independent implementation', () => {
    expect(ALL.map((exchange) => orderHash(ORDER, exchange))).toEqual(EXPECTED);
  });

  test('is taken over the type that the exchange knows', () => {
    expect(ORDER_TYPE).toBe(
      'Order(uint256 salt,address maker,address signer,uint256 tokenId,uint256 makerAmount,' +
        'uint256 takerAmount,uint8 side,uint8 signatureType,uint256 timestamp,bytes32 metadata,' +
        'bytes32 builder)',
    );
  });

  test('is another one on another exchange or chain', () => {
    const hashes = new Set(ALL.map((exchange) => orderHash(ORDER, exchange)));
    expect(hashes.size).toBe(ALL.length);
  });

  test('changes with every field', () => {
    const others: Readonly<Record<keyof OrderStruct, fc.Arbitrary<string | number>>> = {
      salt: decimals(53n),
      maker: hex(20),
      signer: hex(20),
      tokenId: decimals(256n),
      makerAmount: decimals(53n),
      takerAmount: decimals(53n),
      side: fc.constant(1),
      signatureType: fc.constantFrom(0, 2, 3),
      timestamp: decimals(41n),
      metadata: hex(32),
      builder: hex(32),
    };
    const before = orderHash(ORDER, STANDARD);
    for (const [field, values] of Object.entries(others)) {
      fc.assert(
        fc.property(values, (value) => {
          const changed = { ...ORDER, [field]: value } as OrderStruct;
          const same = changed[field as keyof OrderStruct] === ORDER[field as keyof OrderStruct];
          expect(orderHash(changed, STANDARD) === before, field).toBe(same);
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe('the salt of an intent', () => {
  const salt = (text: string) => saltOf(text as IntentId);

  test('is the first 53 bits of the SHA-256 of its id', () => {
    // SHA-256 of "abc" begins with ba7816bf 8f01cf.
    expect(salt('abc')).toBe(Number(0xba7816bf8f01cfn >> 3n));
  });

  test('is the same for the same id, and a safe integer for any', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(salt(text)).toBe(salt(text));
        expect(Number.isSafeInteger(salt(text))).toBe(true);
      }),
    );
  });

  test('is another one for every attempt', () => {
    const salts = Array.from({ length: 1_000 }, (_, attempt) => salt(`an intent, ${attempt}`));
    expect(new Set(salts).size).toBe(salts.length);
  });
});

function decimals(bits: bigint): fc.Arbitrary<string> {
  return fc.bigInt({ min: 0n, max: (1n << bits) - 1n }).map(String);
}

function hex(bytes: number): fc.Arbitrary<string> {
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value) => `0x${Buffer.from(value).toString('hex')}`);
}
