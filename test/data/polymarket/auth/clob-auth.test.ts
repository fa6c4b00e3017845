import { verifyTypedData, Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { clobAuthData, clobAuthHeaders } from '../../../../src/data/polymarket/auth/clob-auth.ts';
import { SignatureError } from '../../../../src/data/polymarket/auth/typed-data-signer.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { FUNDER, KEY, WALLET } from '../order/setting.ts';
import { clientVectors, published, skipped } from '../order/vectors.ts';

const REQUEST = { chainId: 137, key: KEY, timestampS: 1_795_000_000, nonce: 7 } as const;

describe.skipIf(skipped !== '')(`published signatures of level 1${skipped}`, () => {
  test('that of a whole session is ours', async () => {
    const { privateKey, address, timestampSeconds, l1 } = published();
    const key = address.toLowerCase() as WalletAddress;
    const request = { chainId: 137, key, timestampS: Number(timestampSeconds), nonce: 0 } as const;
    expect(await clobAuthHeaders(request, new Wallet(privateKey))).toEqual({
      POLY_ADDRESS: address,
      POLY_SIGNATURE: l1.signature,
      POLY_TIMESTAMP: timestampSeconds,
      POLY_NONCE: '0',
    });
  });

  test("that of the official client's own test is ours", async () => {
    const { privateKey, chainId, timestamp, nonce, signature } = clientVectors().l1;
    const wallet = new Wallet(privateKey);
    const key = wallet.address.toLowerCase() as WalletAddress;
    const headers = await clobAuthHeaders({ chainId, key, timestampS: timestamp, nonce }, wallet);
    expect(headers['POLY_SIGNATURE']).toBe(signature);
  });
});

describe('level 1', () => {
  test('has the headers of the official client', async () => {
    expect(await clobAuthHeaders(REQUEST, WALLET)).toEqual({
      POLY_ADDRESS: '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A',
      POLY_SIGNATURE:
        '0xc625190cab4a40d64145062e95d38a18326ff0ba98f60caffb33c1b0f0efef71004c1e689b246f64b9a8cac4898ac1474a7862b4606ed633d9d1651cea865ae71b',
      POLY_TIMESTAMP: '1795000000',
      POLY_NONCE: '7',
    });
  });

  test('attests the address, time and nonce of its headers', async () => {
    const headers = await clobAuthHeaders(REQUEST, WALLET);
    const verified = (over: Partial<typeof REQUEST | { nonce: number }>) => {
      const { domain, types, value } = clobAuthData({ ...REQUEST, ...over });
      const fields = { ClobAuth: [...(types['ClobAuth'] ?? [])] };
      return verifyTypedData(domain, fields, value, headers['POLY_SIGNATURE'] ?? '');
    };
    expect(verified({})).toBe(WALLET.address);
    expect(verified({ nonce: 8 })).not.toBe(WALLET.address);
  });

  test('is never signed with another key', async () => {
    const other = { ...REQUEST, key: FUNDER };
    await expect(clobAuthHeaders(other, WALLET)).rejects.toThrow(SignatureError);
  });
});
