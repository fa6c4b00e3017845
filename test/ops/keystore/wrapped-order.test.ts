import { Wallet } from 'ethers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOf } from '../../../src/data/polymarket/order/exchange.ts';
import { orderHash } from '../../../src/data/polymarket/order/order-hash.ts';
import type { OrderStruct } from '../../../src/data/polymarket/order/order-struct.ts';
import { planOrder } from '../../../src/data/polymarket/order/plan-order.ts';
import { signOrder } from '../../../src/data/polymarket/order/sign-order.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { judge, type SignRequest } from '../../../src/ops/keystore/guard.ts';
import { bindPolicy, type SignerPolicy } from '../../../src/ops/keystore/policy.ts';
import { intent, setting } from '../../data/polymarket/order/setting.ts';
import { published, skipped } from '../../data/polymarket/order/vectors.ts';
import { temporaryFolder } from '../folder.ts';
import {
  ADDRESS,
  CLOB_AUTH,
  EXCHANGE,
  EXCHANGE_V3,
  KEY,
  keystoreIn,
  NEG_RISK_EXCHANGE,
  POLICY,
  ZERO_BYTES32,
} from './keys.ts';
import { started } from './started.ts';
import { CONTENTS, REFUSED_WRAPPED, WALLET, WRAPPED, WRAPPED_POLICY, wrapped } from './wrapped.ts';

const asked = (request: SignRequest, policy: SignerPolicy = WRAPPED_POLICY) =>
  judge(request, bindPolicy(policy, ADDRESS));

describe('orders of a deposit wallet that are signed', () => {
  test.each<[string, SignRequest]>([
    ['on the standard exchange', WRAPPED],
    ['on the neg-risk exchange', wrapped({}, {}, { verifyingContract: NEG_RISK_EXCHANGE })],
    ['on the newer', wrapped({}, {}, { version: '3', verifyingContract: EXCHANGE_V3 })],
    ['a sale', wrapped({}, { side: 1, makerAmount: '10000000', takerAmount: '5200000' })],
    ['the largest', wrapped({}, { makerAmount: '50000000', takerAmount: '500000000' })],
    ['with the wallet in small letters', wrapped({ verifyingContract: WALLET.toLowerCase() })],
  ])('%s', (_what, request) => {
    expect(asked(request).kind).toBe('allowed');
  });

  test('its login names the key, as that of any wallet', () => {
    expect(asked(CLOB_AUTH).kind).toBe('allowed');
    const ofWallet = { ...CLOB_AUTH, value: { ...CLOB_AUTH.value, address: WALLET } };
    expect(asked(ofWallet)).toMatchObject({ reason: 'account' });
  });

  test.each([0, 1, 2] as const)('none by a signer of type %i', (signatureType) => {
    const funder = signatureType === 0 ? null : WALLET;
    expect(asked(WRAPPED, { ...POLICY, funder, signatureType })).toEqual({
      kind: 'refused',
      reason: 'primaryType',
      detail: `wrapped Order: type ${signatureType} signs Order`,
    });
  });

  test('none by a signer for allowances', () => {
    const policy: SignerPolicy = { ...WRAPPED_POLICY, purpose: 'allowances' };
    expect(asked(WRAPPED, policy)).toMatchObject({ reason: 'purpose' });
  });
});

describe('what a signer of a deposit wallet refuses', () => {
  test.each(REFUSED_WRAPPED)('for %s: %s', (reason, _what, request) => {
    expect(asked(request)).toMatchObject({ kind: 'refused', reason });
  });

  const anything = fc.oneof(
    fc.string(),
    fc.constantFrom(ADDRESS, WALLET, EXCHANGE, EXCHANGE_V3, ZERO_BYTES32, '1', 'DepositWallet'),
    fc.bigInt(),
    fc.integer({ min: -1, max: 4 }),
    fc.anything({ withBigInt: true, maxDepth: 1 }),
  );
  const bent = fc.record({
    value: fc.dictionary(fc.constantFrom(...Object.keys(WRAPPED.value), 'extra'), anything, {
      maxKeys: 2,
    }),
    contents: fc.dictionary(fc.constantFrom(...Object.keys(CONTENTS), 'extra'), anything, {
      maxKeys: 2,
    }),
    domain: fc.dictionary(fc.constantFrom(...Object.keys(WRAPPED.domain), 'salt'), anything, {
      maxKeys: 1,
    }),
  });
  const same = (a: unknown, b: string) => String(a).toLowerCase() === b.toLowerCase();

  /** The promise, written a second time and without the guard's code. */
  function mayBeSigned({ domain, types, value }: SignRequest): boolean {
    const of = value as typeof WRAPPED.value;
    const { verifyingContract, version, chainId, name } = domain as typeof WRAPPED.domain;
    const { contents } = of;
    const [maker, taker] = [BigInt(contents.makerAmount), BigInt(contents.takerAmount)];
    const [dollars, shares] = BigInt(contents.side) === 0n ? [maker, taker] : [taker, maker];
    const exchanges = version === '2' ? [EXCHANGE, NEG_RISK_EXCHANGE] : [EXCHANGE_V3];
    return (
      Object.keys(types as object).length === 2 &&
      [name, of.name, of.version].join() === 'Polymarket CTF Exchange,DepositWallet,1' &&
      [chainId, of.chainId].every((chain) => BigInt(chain) === 137n) &&
      exchanges.some((exchange) => same(verifyingContract, exchange)) &&
      [of.verifyingContract, contents.maker, contents.signer].every((one) => same(one, WALLET)) &&
      [of.salt, contents.builder, contents.metadata].every((one) => same(one, ZERO_BYTES32)) &&
      BigInt(contents.signatureType) === 3n &&
      dollars > 0n &&
      dollars < shares &&
      dollars <= 50_000_000n &&
      shares <= 500_000_000n
    );
  }

  test('whatever is changed, nothing outside the promise is allowed', () => {
    const counted = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(bent, ({ value, contents, domain }) => {
        const request = wrapped(value, contents, domain);
        const verdict = asked(request);
        counted[verdict.kind] += 1;
        // What the hash is made of, not what was asked: spelling apart they are one.
        expect(verdict.kind === 'refused' || mayBeSigned(verdict.typed)).toBe(true);
      }),
      { numRuns: 2_500 },
    );
    expect(Math.min(counted.allowed, counted.refused)).toBeGreaterThan(50);
  });
});

describe('the signature', () => {
  const deposit = (privateKey: string, funder: string) =>
    started({
      keystorePath: keystoreIn(temporaryFolder(), privateKey),
      policy: { ...POLICY, funder, signatureType: 3 },
    });

  /** A struct as if the program had planned it. */
  function planned(struct: OrderStruct, key: string, exchange = exchangeOf(MARKETS[0], 137)) {
    const hash = orderHash(struct, exchange);
    const of = { hash, struct, exchange, key: key.toLowerCase() as WalletAddress };
    return { ...planOrder(intent(), setting()), ...of };
  }
  const MARKETS = [
    { version: 'v1', negRisk: false },
    { version: 'v1', negRisk: true },
    { version: 'v2', negRisk: false },
  ] as const;

  test('of orders as the program makes them is that of the bare key, on every exchange', async () => {
    const { signer } = await deposit(KEY, WALLET);
    const struct: OrderStruct = { ...CONTENTS, side: 0, signatureType: 3 };
    for (const market of MARKETS) {
      const order = planned(struct, ADDRESS, exchangeOf(market, 137));
      const { signature } = await signOrder(order, new Wallet(KEY));
      expect((await signOrder(order, signer)).signature).toBe(signature);
    }
    const other = planned({ ...struct, maker: ADDRESS, signer: ADDRESS }, ADDRESS);
    await expect(signOrder(other, signer)).rejects.toMatchObject({ refusal: 'wallet' });
    expect([...signer.refusals]).toEqual([['wallet', 1]]);
  });

  test.skipIf(skipped !== '')(`is the published one${skipped}`, async () => {
    const { privateKey, address, depositWallet, order, depositWalletOrder } = published();
    const { signer } = await deposit(privateKey, depositWallet);
    const parties = { maker: depositWallet, signer: depositWallet, signatureType: 3 } as const;
    const { signature } = await signOrder(
      planned({ ...order.message, ...parties }, address),
      signer,
    );
    expect(signature).toBe(depositWalletOrder.signature);
  });
});
