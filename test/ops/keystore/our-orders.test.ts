import { verifyTypedData } from 'ethers';
import { expect, test } from 'vitest';
import { clobAuthData, clobAuthHeaders } from '../../../src/data/polymarket/auth/clob-auth.ts';
import {
  signedBy,
  type TypedDataSigner,
} from '../../../src/data/polymarket/auth/typed-data-signer.ts';
import { exchangeOf } from '../../../src/data/polymarket/order/exchange.ts';
import { ORDER_FIELDS, type OrderStruct } from '../../../src/data/polymarket/order/order-struct.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { ADDRESS, BUY_VALUE } from './keys.ts';
import { started } from './started.ts';

const KEY = ADDRESS.toLowerCase() as WalletAddress;

test('orders of every exchange and logins, as they are made here, are what the guard allows', async () => {
  const signer: TypedDataSigner = (await started()).signer;
  const struct: OrderStruct = { ...BUY_VALUE, side: 0, signatureType: 0 };
  const types = { Order: ORDER_FIELDS };
  for (const market of [
    { version: 'v1', negRisk: false },
    { version: 'v1', negRisk: true },
    { version: 'v2', negRisk: false },
    { version: 'v2', negRisk: true },
  ] as const) {
    const { domain } = exchangeOf(market, 137);
    const signature = await signedBy(signer, KEY, { domain, types, value: { ...struct } });
    expect(verifyTypedData(domain, { Order: [...ORDER_FIELDS] }, struct, signature)).toBe(ADDRESS);
  }

  const request = { chainId: 137, key: KEY, timestampS: 1_791_225_442, nonce: 0 } as const;
  const headers = await clobAuthHeaders(request, signer);
  const { domain, types: login, value } = clobAuthData(request);
  const fields = { ClobAuth: [...(login['ClobAuth'] ?? [])] };
  expect(verifyTypedData(domain, fields, value, headers['POLY_SIGNATURE'] ?? '')).toBe(ADDRESS);
});
