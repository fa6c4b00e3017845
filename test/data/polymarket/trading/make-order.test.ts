import { describe, expect, test } from 'vitest';
import { PolymarketExecutor } from '../../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { account, CREATED_AT_MS, FUNDER, intent, market, WALLET } from '../order/setting.ts';
import { SECRETS } from './clob-double.ts';
import { madeBy, started } from './executor-setup.ts';

describe('an order is made', () => {
  test('the same, byte for byte, for the same intent, and by another process', async () => {
    const { executor, double } = await started({});
    const first = await madeBy(executor);
    expect(await madeBy(executor)).toEqual(first);
    const other = new PolymarketExecutor(
      {
        ...{ clobUrl: double.server.url, account: account(), signer: WALLET },
        onFault: () => undefined,
      },
      (await started({})).runtime,
    );
    expect(await madeBy(other)).toEqual(first);
    expect(first.hash).toMatch(/^0x[0-9a-f]{64}$/);
    expect(JSON.parse(first.body)).toMatchObject({ owner: SECRETS.apiKey, orderType: 'FAK' });
  });

  test('as what its intent asks for, or as any kind that a tool asks for', async () => {
    const { executor } = await started({});
    const restsUntilMs = CREATED_AT_MS + 600_000;
    const resting = intent({ timeInForce: 'GTD', restsUntilMs });
    const kindOf = (made: object) => ('body' in made ? JSON.parse(String(made.body)) : made);
    expect(kindOf(await executor.makeOrder(resting, market()))).toMatchObject({
      orderType: 'GTD',
      order: { expiration: String(Math.floor(restsUntilMs / 1_000) + 60) },
    });
    const post = { kind: 'GTC', postOnly: true, restsUntilMs: null } as const;
    expect(kindOf(await executor.makeOrderWith(resting, market(), post))).toMatchObject({
      ...{ orderType: 'GTC', postOnly: true },
      order: { expiration: '0' },
    });
    const kill = { kind: 'FOK', postOnly: false, restsUntilMs: null } as const;
    expect(kindOf(await executor.makeOrderWith(intent(), market(), kill))).toMatchObject({
      orderType: 'FOK',
    });
  });

  test.each([
    ['a price outside the grid', intent({ limitPrice: cents(0) }), /no price/],
    ['another ledger', intent({ ledger: 'live:polymarket:0x1' as LedgerId }), /ledger/],
    ['a paper ledger', intent({ ledger: 'paper' as LedgerId }), /ledger/],
  ])('is refused with %s, and nothing is asked of the venue', async (_name, wrong, why) => {
    const { executor, double } = await started({});
    expect(await executor.makeOrder(wrong, market())).toEqual({
      refused: expect.stringMatching(why),
    });
    expect(double.server.taken).toHaveLength(0);
  });

  test('is refused without credentials', async () => {
    const { executor, double } = await started({});
    double.deriveStatus = 401;
    expect(await executor.makeOrder(intent(), market())).toEqual({
      refused: expect.stringContaining('no credentials'),
    });
  });

  test.each([
    ['refused', []],
    ['ended', [['signer', 'no more']]],
  ])('is refused when the signer has %s', async (kind, expected) => {
    let isBroken = false;
    const signer = {
      address: WALLET.address,
      signTypedData: (...of: Parameters<typeof WALLET.signTypedData>) => {
        const failure = Object.assign(new Error('no more'), { name: 'SignerError', kind });
        return isBroken ? Promise.reject(failure) : WALLET.signTypedData(...of);
      },
    };
    const { executor, faults } = await started({}, { signer });
    await madeBy(executor);
    isBroken = true;
    expect(await executor.makeOrder(intent(), market())).toEqual({ refused: 'no more' });
    expect(faults).toEqual(expected);
  });

  test('with an account that contradicts itself there is no executor', async () => {
    const wrong = account({ funder: FUNDER });
    await expect(started({}, { account: wrong })).rejects.toThrow(/funder/);
  });
});
