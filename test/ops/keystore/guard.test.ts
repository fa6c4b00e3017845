import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, type SignRequest } from '../../../src/ops/keystore/guard.ts';
import { bindPolicy, type SignerPolicy } from '../../../src/ops/keystore/policy.ts';
import { REFUSALS, type Refusal } from '../../../src/ops/keystore/refusal.ts';
import {
  ADDRESS,
  BUY_VALUE,
  CLOB_AUTH,
  EXCHANGE,
  EXCHANGE_V3,
  NEG_RISK_EXCHANGE,
  ORDER,
  POLICY,
  ZERO_BYTES32,
} from './keys.ts';
import { REFUSED_RELAYS } from './relays.ts';
import { REFUSED_TRANSACTIONS } from './transactions.ts';
import { REFUSED_WRAPPED, WRAPPED } from './wrapped.ts';

const OTHER = '0x2e234DAe75C793f67A35089C9d99245E1C58470b';

function asked(request: SignRequest, policy: SignerPolicy = POLICY) {
  return judge(request, bindPolicy(policy, ADDRESS));
}

function order(value: object, domain: object = {}): SignRequest {
  return {
    types: ORDER.types,
    domain: { ...ORDER.domain, ...domain },
    value: { ...ORDER.value, ...value },
  };
}

function auth(value: object, domain: object = {}): SignRequest {
  return {
    types: CLOB_AUTH.types,
    domain: { ...CLOB_AUTH.domain, ...domain },
    value: { ...CLOB_AUTH.value, ...value },
  };
}

const refusalOf = (request: SignRequest): Refusal | null => {
  const verdict = asked(request);
  return verdict.kind === 'refused' ? verdict.reason : null;
};

describe('what the guard allows', () => {
  test.each<[string, SignRequest]>([
    ['an order on the standard exchange', ORDER],
    ['on the neg-risk exchange', order({}, { verifyingContract: NEG_RISK_EXCHANGE })],
    ['on the newer protocol', order({}, { version: '3', verifyingContract: EXCHANGE_V3 })],
    ['an address in small letters', order({ maker: ADDRESS.toLowerCase() })],
    ['numbers in each form', order({ makerAmount: 5_200_000n, takerAmount: 10_000_000 })],
    ['a sale', order({ side: 1, makerAmount: '10000000', takerAmount: '5200000' })],
    ['the dearest order', order({ makerAmount: '50000000', takerAmount: '100000000' })],
    ['the largest order', order({ makerAmount: '5000000', takerAmount: '500000000' })],
    ['a login', CLOB_AUTH],
  ])('%s', (_what, request) => {
    expect(asked(request).kind).toBe('allowed');
  });

  test('money in a proxy or a Safe, when it was told so', () => {
    for (const signatureType of [1, 2] as const) {
      const policy = { ...POLICY, funder: OTHER, signatureType };
      expect(asked(order({ maker: OTHER, signatureType }), policy).kind).toBe('allowed');
      expect(asked(order({ maker: ADDRESS, signatureType }), policy)).toMatchObject({
        reason: 'maker',
      });
    }
  });

  test('a chain of its own, when it was told so', () => {
    const policy = { ...POLICY, chainId: 31_337 };
    expect(asked(order({}, { chainId: 31_337 }), policy).kind).toBe('allowed');
    expect(asked(ORDER, policy)).toMatchObject({
      reason: 'chain',
      detail: '137, not 31337',
    });
  });
});

/** Everything that is refused, by its reason; each row differs from an allowed request in one place. */
const REFUSED: readonly (readonly [Refusal, string, SignRequest])[] = [
  ['malformed', 'no types', { ...ORDER, types: null }],
  ['malformed', 'no value', { ...ORDER, value: undefined }],
  ['malformed', 'an amount below zero', order({ makerAmount: '-1' })],
  ['malformed', 'a number in hex', order({ tokenId: '0x10' })],
  ['malformed', 'more than 256 bits', order({ tokenId: (1n << 256n).toString() })],
  ['malformed', 'no such side', order({ side: 2 })],
  ['malformed', 'a part of a dollar unit', order({ makerAmount: 1.5 })],
  ['malformed', 'a field too many', order({ nonce: 0 })],
  ['malformed', 'a login without a time', auth({ timestamp: '' })],
  ['primaryType', 'no struct', { ...ORDER, types: {} }],
  ['primaryType', 'a permit', { ...ORDER, types: { Permit: ORDER.types.Order } }],
  ['primaryType', 'a struct of Object', { ...ORDER, types: { constructor: [] } }],
  ['primaryType', 'two structs', { ...ORDER, types: { ...ORDER.types, ...CLOB_AUTH.types } }],
  ['primaryType', 'an order of a deposit wallet', WRAPPED],
  ['primaryType', 'what wraps an order, alone', { ...WRAPPED, types: { TypedDataSign: [] } }],
  ['types', 'a field less', { ...ORDER, types: { Order: ORDER.types.Order.slice(1) } }],
  ['types', 'another order', { ...ORDER, types: { Order: ORDER.types.Order.toReversed() } }],
  ['types', 'no fields', { ...ORDER, types: { Order: 'uint256 salt' } }],
  ['types', 'empty fields', { ...ORDER, types: { Order: ORDER.types.Order.map(() => null) } }],
  ['domain', 'another name', order({}, { name: 'ClobAuthDomain' })],
  ['domain', 'the first protocol', order({}, { version: '1' })],
  ['domain', 'a salt', order({}, { salt: ZERO_BYTES32 })],
  ['domain', 'none', { ...ORDER, domain: null }],
  ['domain', 'a contract in a login', auth({}, { verifyingContract: EXCHANGE })],
  ['chain', 'an order of another chain', order({}, { chainId: 1 })],
  ['chain', 'a login of another chain', auth({}, { chainId: 80_002 })],
  ['contract', 'an unknown contract', order({}, { verifyingContract: OTHER })],
  ['contract', 'a contract of the other version', order({}, { version: '3' })],
  ['maker', 'the money of another', order({ maker: OTHER })],
  ['signer', 'the key of another', order({ signer: OTHER })],
  ['signatureType', 'a kind of account that it is not', order({ signatureType: 2 })],
  ['signatureType', 'a deposit wallet', order({ signatureType: 3 })],
  ['builder', 'somebody who takes a fee', order({ builder: `0x${'01'.repeat(32)}` })],
  ['metadata', 'reserved bytes', order({ metadata: `0x${'01'.repeat(32)}` })],
  ['amount', 'nothing given', order({ makerAmount: 0 })],
  ['amount', 'nothing taken', order({ takerAmount: 0 })],
  ['price', 'a dollar for a share', order({ makerAmount: '10000000' })],
  ['price', 'a sale above a dollar', order({ side: 1 })],
  ['notional', 'a micro-dollar too many', order({ makerAmount: 50_000_001, takerAmount: 1e8 })],
  [
    'notional',
    'a sale for a micro-dollar too many',
    order({ side: 1, makerAmount: 1e8, takerAmount: 50_000_001 }),
  ],
  ['quantity', 'a micro-share too many', order({ takerAmount: 500_000_001 })],
  [
    'quantity',
    'a sale of everything for next to nothing',
    order({ side: 1, makerAmount: 500_000_001, takerAmount: 1 }),
  ],
  ['account', 'a login of another', auth({ address: OTHER })],
  ['message', 'a login that says something else', auth({ message: 'I give you my wallet' })],
];

describe('what the guard refuses', () => {
  test.each(REFUSED)('for %s: %s', (reason, _what, request) => {
    expect(refusalOf(request)).toBe(reason);
  });

  test('each reason has a case', () => {
    const cases = [
      ...[...REFUSED, ...REFUSED_WRAPPED].map(([reason]) => reason),
      ...REFUSED_RELAYS.map(({ reason }) => reason),
      ...REFUSED_TRANSACTIONS.map(([reason]) => reason),
    ];
    expect(new Set(cases)).toEqual(new Set(REFUSALS));
  });

  test('with the numbers on both sides, and without repeating what it could not read', () => {
    expect(asked(order({ makerAmount: 60_000_000, takerAmount: 1e8 }))).toEqual({
      kind: 'refused',
      reason: 'notional',
      detail: '60000000 micro-dollars, at most 50000000',
    });
    expect(asked(order({ salt: 'a secret' }))).toMatchObject({ detail: 'Order: salt' });
  });
});

describe('whatever is asked', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(ADDRESS, OTHER, EXCHANGE, ZERO_BYTES32));
  const number = fc.oneof(fc.integer(), fc.bigInt(), fc.double(), fc.bigInt().map(String));
  const anything = fc.oneof(text, number, fc.anything({ withBigInt: true, maxDepth: 2 }));

  /** An allowed request in which some places were replaced by something. */
  const bent = (base: SignRequest & { value: object; domain: object; types: object }) =>
    fc
      .record({
        value: fc.dictionary(fc.constantFrom(...Object.keys(base.value), 'extra'), anything, {
          maxKeys: 3,
        }),
        domain: fc.dictionary(
          fc.constantFrom('name', 'version', 'chainId', 'verifyingContract', 'salt'),
          anything,
          { maxKeys: 2 },
        ),
        types: fc.option(fc.dictionary(fc.constantFrom('Order', 'ClobAuth', 'Mail'), anything), {
          nil: {},
        }),
      })
      .map(({ value, domain, types }) => ({
        value: { ...base.value, ...value },
        domain: { ...base.domain, ...domain },
        types: { ...base.types, ...types },
      }));

  /** The promise, written a second time and without the guard's code. */
  function mayBeSigned(typed: ReturnType<typeof asked>): boolean {
    if (typed.kind !== 'allowed') return true;
    const { domain, types, value } = typed.typed;
    const same = (a: unknown, b: string) => String(a).toLowerCase() === b.toLowerCase();
    if (BigInt(domain.chainId ?? 0) !== 137n) return false;
    if ('ClobAuth' in types) {
      return (
        same(value['address'], ADDRESS) &&
        value['message'] === CLOB_AUTH.value.message &&
        domain.verifyingContract === undefined
      );
    }
    const [maker, taker] = [
      BigInt(String(value['makerAmount'])),
      BigInt(String(value['takerAmount'])),
    ];
    const [dollars, shares] =
      BigInt(String(value['side'])) === 0n ? [maker, taker] : [taker, maker];
    return (
      [EXCHANGE, NEG_RISK_EXCHANGE].some((one) => same(domain.verifyingContract, one)) ===
        (domain.version === '2') &&
      (domain.version === '2' || same(domain.verifyingContract, EXCHANGE_V3)) &&
      same(value['maker'], ADDRESS) &&
      same(value['signer'], ADDRESS) &&
      same(value['builder'], ZERO_BYTES32) &&
      dollars > 0n &&
      dollars < shares &&
      dollars <= 50_000_000n &&
      shares <= 500_000_000n
    );
  }

  test('nothing outside the promise is allowed, and nothing makes it throw', () => {
    let allowed = 0;
    fc.assert(
      fc.property(fc.oneof(bent(ORDER), bent(CLOB_AUTH)), (request) => {
        const verdict = asked(request);
        if (verdict.kind === 'allowed') allowed += 1;
        expect(mayBeSigned(verdict)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    // The draws reach both sides.
    expect(allowed).toBeGreaterThan(50);
    expect(allowed).toBeLessThan(4_950);
  });

  test('no garbage is allowed', () => {
    const garbage = fc.record({ domain: anything, types: anything, value: anything });
    fc.assert(
      fc.property(garbage, (request) => asked(request).kind === 'refused'),
      { numRuns: 2_000 },
    );
  });

  test('an order is allowed exactly within its limits', () => {
    const amount = fc.bigInt({ min: 0n, max: 1_200_000_000n });
    let allowed = 0;
    fc.assert(
      fc.property(amount, amount, fc.constantFrom(0, 1), (dollars, shares, side) => {
        const [makerAmount, takerAmount] = side === 0 ? [dollars, shares] : [shares, dollars];
        const right =
          dollars > 0n && dollars < shares && dollars <= 50_000_000n && shares <= 500_000_000n;
        if (right) allowed += 1;
        expect(asked(order({ side, makerAmount, takerAmount })).kind === 'allowed').toBe(right);
      }),
      { numRuns: 5_000 },
    );
    expect(allowed).toBeGreaterThan(50);
  });

  test('the order that is allowed is the order that was asked for', () => {
    const verdict = asked(order({ makerAmount: 7, takerAmount: '8' }));
    expect(verdict.kind === 'allowed' && verdict.typed.value).toEqual({
      ...BUY_VALUE,
      maker: ADDRESS.toLowerCase(),
      signer: ADDRESS.toLowerCase(),
      salt: BigInt(BUY_VALUE.salt),
      tokenId: BigInt(BUY_VALUE.tokenId),
      makerAmount: 7n,
      takerAmount: 8n,
      side: 0n,
      signatureType: 0n,
      timestamp: BigInt(BUY_VALUE.timestamp),
    });
  });
});

describe('a policy', () => {
  test.each<[string, object, RegExp]>([
    ['an unknown field', { exportKey: true }, /^The signer's policy is wrong: it is none$/],
    ['no exchange', { exchanges: [] }, /exchanges/],
    ['an unknown purpose', { purpose: 'withdrawals' }, /purpose/],
    ['no limit', { orderNotionalMax: Number.POSITIVE_INFINITY }, /orderNotionalMax/],
    ['a limit of nothing', { orderQuantityMax: 0 }, /orderQuantityMax/],
    ['an unknown kind of wallet', { signatureType: 4, funder: OTHER }, /signatureType/],
    ['money that the key does not hold', { funder: OTHER }, /takes signature type 1, 2 or 3$/],
    [
      'a deposit wallet of unknown address',
      { signatureType: 3 },
      /needs the address of the wallet/,
    ],
    ['a Safe of unknown address', { signatureType: 2 }, /needs the address of the wallet/],
    ['a Safe that is the key', { signatureType: 2, funder: ADDRESS }, /needs the address/],
  ])('with %s is refused', (_what, change, message) => {
    expect(() => bindPolicy({ ...POLICY, ...change }, ADDRESS)).toThrow(message);
  });
});
