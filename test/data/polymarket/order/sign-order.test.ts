import { verifyTypedData, Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import {
  SignatureError,
  type TypedDataSigner,
} from '../../../../src/data/polymarket/auth/typed-data-signer.ts';
import { exchangeOf } from '../../../../src/data/polymarket/order/exchange.ts';
import { postOrderBody } from '../../../../src/data/polymarket/order/order-body.ts';
import { orderHash } from '../../../../src/data/polymarket/order/order-hash.ts';
import {
  ORDER_FIELDS,
  type OrderStruct,
} from '../../../../src/data/polymarket/order/order-struct.ts';
import { type PlannedOrder, planOrder } from '../../../../src/data/polymarket/order/plan-order.ts';
import { signOrder } from '../../../../src/data/polymarket/order/sign-order.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { account, FUNDER, intent, KEY, setting, terms, WALLET } from './setting.ts';
import { type HashVector, hashVectors, published, skipped } from './vectors.ts';

const { exchange: STANDARD } = planOrder(intent(), setting());

/** A vector's struct as if we had planned it. */
function plannedWith(struct: OrderStruct, key: WalletAddress, exchange = STANDARD): PlannedOrder {
  const hash = orderHash(struct, exchange);
  return { ...planOrder(intent(), setting()), hash, struct, exchange, key };
}

function exchangeOfVector({ domain }: HashVector) {
  const version = domain.version === '3' ? 'v2' : 'v1';
  const negRisk = domain.verifyingContract.startsWith('0xe2222');
  return exchangeOf({ version, negRisk }, domain.chainId === 137 ? 137 : 80002);
}

/** Made with the official client for the same key, salt, timestamp and amounts. */
const GOLD_EOA =
  '0xb0939d5385aa69d4b43f143ff9fd1b9329e9571b4ee6a1451424b0990b7200e618d3e628c000e99414f75f58e78c19b2b3a36764a25db79dfb13fc6a89628c301b';
const GOLD_WRAPPED = [
  '0x211fad0614b86da147705e19e6970d720b1229f0535e427faf43bcec799515af7e337d927c291a672d95bbd6',
  '6e1e7c0a4a553a83a69a2d1c01f09767ddb8a7381c3264e159346253e26a64e00b69032db0e7d32f94628de3e6',
  'eecb50304d7af3d207b6b89b6a5c23f977ea821fc030496e2d561329c9cc534ed0681a8bf8ea9dd94f72646572',
  '2875696e743235362073616c742c61646472657373206d616b65722c61646472657373207369676e65722c7569',
  '6e7432353620746f6b656e49642c75696e74323536206d616b6572416d6f756e742c75696e743235362074616b',
  '6572416d6f756e742c75696e743820736964652c75696e7438207369676e6174757265547970652c75696e7432',
  '35362074696d657374616d702c62797465733332206d657461646174612c62797465733332206275696c646572',
  '2900ba',
].join('');

describe.skipIf(skipped !== '')(`published signatures${skipped}`, () => {
  test('all 8 of orders are ours, on every exchange', async () => {
    const { privateKey, vectors } = hashVectors();
    const wallet = new Wallet(privateKey);
    const key = wallet.address.toLowerCase() as WalletAddress;
    const signed = vectors.filter((vector) => vector.signature !== undefined);
    for (const vector of signed) {
      const planned = plannedWith(vector.order, key, exchangeOfVector(vector));
      expect((await signOrder(planned, wallet)).signature, vector.name).toBe(vector.signature);
    }
    expect(signed).toHaveLength(8);
  });

  test('those of a key, a proxy and a deposit wallet are ours', async () => {
    const { privateKey, order, depositWallet, ...expected } = published();
    const wallet = new Wallet(privateKey);
    const key = wallet.address.toLowerCase() as WalletAddress;
    const signatureOf = async (over: Partial<OrderStruct>) =>
      (await signOrder(plannedWith({ ...order.message, ...over }, key), wallet)).signature;
    expect(await signatureOf({})).toBe(order.signature);
    expect(await signatureOf({ maker: depositWallet, signatureType: 1 })).toBe(
      expected.proxyOrderSignature,
    );
    const wrapped = { maker: depositWallet, signer: depositWallet, signatureType: 3 } as const;
    expect(await signatureOf(wrapped)).toBe(expected.depositWalletOrder.signature);
  });

  test('the body of a published POST is ours, byte for byte', async () => {
    const { privateKey, order, apiKey, postOrderBody: body } = published();
    const wallet = new Wallet(privateKey);
    const key = wallet.address.toLowerCase() as WalletAddress;
    const resting = { ...plannedWith(order.message, key), terms: terms({ kind: 'GTC' }) };
    expect(postOrderBody(await signOrder(resting, wallet), apiKey)).toBe(body);
  });
});

describe('a signed order', () => {
  test('has the signatures of the official client', async () => {
    const of = async (wallet: 'eoa' | 'depositWallet') => {
      const funder = wallet === 'eoa' ? KEY : FUNDER;
      const planned = planOrder(intent(), setting({ account: account({ wallet, funder }) }));
      return (await signOrder(planned, WALLET)).signature;
    };
    expect(await of('eoa')).toBe(GOLD_EOA);
    expect(await of('depositWallet')).toBe(GOLD_WRAPPED);
  });

  test('is signed by its key and verifies', async () => {
    const { struct, exchange, signature } = await signOrder(planOrder(intent(), setting()), WALLET);
    const types = { Order: [...ORDER_FIELDS] };
    expect(verifyTypedData(exchange.domain, types, struct, signature)).toBe(WALLET.address);
    const tampered = { ...struct, takerAmount: String(BigInt(struct.takerAmount) + 1n) };
    expect(verifyTypedData(exchange.domain, types, tampered, signature)).not.toBe(WALLET.address);
  });

  test('is the same order as before its signature', async () => {
    for (const wallet of ['proxy', 'depositWallet'] as const) {
      const planned = planOrder(
        intent(),
        setting({ account: account({ wallet, funder: FUNDER }) }),
      );
      const { signature, ...rest } = await signOrder(planned, WALLET);
      expect(rest).toEqual(planned);
      expect(signature).toMatch(/^0x[0-9a-f]+$/);
    }
  });

  test('is the same bytes each time it is made', async () => {
    const make = async () =>
      postOrderBody(await signOrder(planOrder(intent(), setting()), WALLET), 'us');
    expect(await make()).toBe(await make());
  });
});

describe('a signer', () => {
  const answering = (answer: string): TypedDataSigner => ({
    address: WALLET.address,
    signTypedData: () => Promise.resolve(answer),
  });

  test('with another key is not even asked', async () => {
    let asked = 0;
    const other: TypedDataSigner = {
      address: FUNDER,
      signTypedData: () => {
        asked += 1;
        return Promise.resolve('');
      },
    };
    await expect(signOrder(planOrder(intent(), setting()), other)).rejects.toThrow(SignatureError);
    expect(asked).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['a compact signature', `0x${'1'.repeat(128)}`],
    ['a recovery number of its own', `0x${'1'.repeat(128)}01`],
    ['more than a signature', `0x${'1'.repeat(128)}1bff`],
  ])('that answers with %s signs no order', async (_, answer) => {
    const planned = planOrder(intent(), setting());
    await expect(signOrder(planned, answering(answer))).rejects.toThrow(SignatureError);
  });

  test('that fails fails the order with its own reason', async () => {
    const broken: TypedDataSigner = {
      address: WALLET.address,
      signTypedData: () => Promise.reject(new Error('the keystore is locked')),
    };
    const signing = signOrder(planOrder(intent(), setting()), broken);
    await expect(signing).rejects.toThrow('the keystore is locked');
  });
});

describe('the body of an order', () => {
  const bodyOf = async (over: Parameters<typeof terms>[0] = {}) => {
    const timeInForce = over?.kind === undefined ? 'FAK' : 'GTD';
    const planned = planOrder(intent({ timeInForce }), setting({ terms: terms(over) }));
    return postOrderBody(await signOrder(planned, WALLET), 'an-api-key');
  };

  test('says side and amounts as the venue reads them', async () => {
    const { order, ...rest } = JSON.parse(await bodyOf());
    expect(rest).toEqual({ deferExec: false, orderType: 'FAK', owner: 'an-api-key' });
    expect(order).toMatchObject({ side: 'BUY', expiration: '0', signatureType: 0 });
    expect(order).toMatchObject({ makerAmount: '10000000', takerAmount: '30303000' });
    expect(String(order.salt)).toBe(planOrder(intent(), setting()).struct.salt);
  });

  test('carries expiry and post-only beside the signed order', async () => {
    const restsUntilMs = intent().expiresAtMs + 600_000;
    const body = JSON.parse(await bodyOf({ kind: 'GTD', postOnly: true, restsUntilMs }));
    expect(body).toMatchObject({ orderType: 'GTD', postOnly: true });
    expect(body.order.expiration).toBe(String(Math.floor(restsUntilMs / 1_000) + 60));
  });
});
