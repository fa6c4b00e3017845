import { Transaction } from 'ethers';
import { describe, expect, test } from 'vitest';
import type { TransactionRequest } from '../../../src/ops/keystore/transaction.ts';
import { ADDRESS, ORDER } from './keys.ts';
import { sign, started } from './started.ts';
import { ALLOWANCES, ALLOWED, OTHER, redeem, setApproval } from './transactions.ts';

const asRequest = (request: object) => request as TransactionRequest;

describe('a signer of transactions', () => {
  test('answers with bytes that anyone reads as that very transaction of this key', async () => {
    const { signer: trading } = await started();
    const { signer: approving } = await started({ policy: ALLOWANCES });
    for (const [signer, requests] of [
      [trading, ALLOWED.trade],
      [approving, ALLOWED.allowances],
    ] as const) {
      for (const [what, request] of requests) {
        const { raw, hash } = await signer.signTransaction(asRequest(request));
        const read = Transaction.from(raw);
        expect(read.from, what).toBe(ADDRESS);
        expect(read.hash).toBe(hash);
        expect({ ...read.toJSON(), sig: null }).toEqual({
          ...Transaction.from({ ...request, chainId: 137 } as object).toJSON(),
          sig: null,
        });
        expect(read.accessList).toEqual([]);
      }
    }
  });

  test('gives the same bytes for the same request', async () => {
    const { signer } = await started();
    const first = await signer.signTransaction(asRequest(redeem()));
    expect(await signer.signTransaction(asRequest(redeem()))).toEqual(first);
    const later = await signer.signTransaction(asRequest({ ...redeem(), nonce: 8 }));
    expect(later.hash).not.toBe(first.hash);
  });

  test('refuses by name, counts it together with orders, and signs on', async () => {
    const { signer } = await started();
    for (const [request, refusal] of [
      [{ ...redeem(), to: OTHER }, 'contract'],
      [setApproval(), 'purpose'],
      [{ ...redeem(), data: () => 1 }, 'malformed'],
    ] as const) {
      await expect(signer.signTransaction(asRequest(request))).rejects.toMatchObject({
        kind: 'refused',
        refusal,
      });
    }
    const value = { ...ORDER.value, makerAmount: '60000000', takerAmount: '100000000' };
    await expect(signer.signTypedData(ORDER.domain, ORDER.types, value)).rejects.toThrow();
    expect([...signer.refusals.keys()]).toEqual(['contract', 'purpose', 'malformed', 'notional']);
    expect((await signer.signTransaction(asRequest(redeem()))).raw).toMatch(/^0x02/);
    expect(await sign(signer)).toMatch(/^0x[0-9a-f]{130}$/);
  });

  test('for allowances signs no order', async () => {
    const { signer } = await started({ policy: ALLOWANCES });
    await expect(sign(signer)).rejects.toMatchObject({ refusal: 'purpose' });
  });

  test('that was closed signs none', async () => {
    const { signer } = await started();
    await signer.close();
    await expect(signer.signTransaction(asRequest(redeem()))).rejects.toMatchObject({
      kind: 'ended',
    });
  });
});
