import { describe, expect, test } from 'vitest';
import { bytes } from '../../../../src/data/polygon/rpc/answers.ts';
import { holdingsOf } from '../../../../src/data/polygon/rpc/holdings.ts';
import { POLYMARKET_CONTRACTS } from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { json, plain } from '../../../servers/http-double.ts';
import { node, WALLET } from './hosted-node.ts';

describe('asking a node what calls would do', () => {
  const call = { to: POLYMARKET_CONTRACTS.router, data: '0xabcdef' };

  test('gives coins, code and the time of the newest block', async () => {
    const { double, rpc } = await node();
    double.giveCoins(WALLET.address, 25n * 10n ** 15n);
    double.setCode(POLYMARKET_CONTRACTS.router, '0x6080');
    expect(await rpc.balance(WALLET.address)).toBe(25n * 10n ** 15n);
    expect(await rpc.code(POLYMARKET_CONTRACTS.router)).toBe('0x6080');
    expect(await rpc.code(WALLET.address)).toBe('0x');
    expect(await rpc.latestBlock()).toEqual({ number: 1_000, atMs: 1_795_000_000_000 });
  });

  test('tells mined nonces from those behind what waits', async () => {
    const { double, rpc } = await node();
    double.setNonce(WALLET.address, 9);
    double.minedNonces.set(WALLET.address.toLowerCase(), 7);
    expect(await rpc.nextNonce(WALLET.address)).toBe(9);
    expect(await rpc.minedNonce(WALLET.address)).toBe(7);
  });

  test('asks as the wallet would, and only then names it', async () => {
    const { double, rpc } = await node();
    const seen: (string | null)[] = [];
    double.contract = ({ from }) => {
      seen.push(from);
      return '0x';
    };
    double.gasOf = ({ from }) => (from === null ? 'no sender' : 123_456n);
    await rpc.call({ ...call, from: WALLET.address }, bytes);
    await rpc.call(call, bytes);
    expect(seen).toEqual([WALLET.address.toLowerCase(), null]);
    expect(await rpc.estimateGas({ ...call, from: WALLET.address })).toBe(123_456n);
  });

  test('a contract that refuses is a revert, and nothing else is', async () => {
    const { double, rpc } = await node();
    double.gasOf = () => 'not resolved';
    const error = await rpc.estimateGas(call).catch((one: unknown) => one);
    expect(error).toMatchObject({ kind: 'refused', isRevert: true });
    expect(String(error)).toContain('execution reverted: not resolved');
    for (const message of ['header not found', 'execution timeout', 'reversion']) {
      const refusal = json({ jsonrpc: '2.0', id: 2, error: { code: -32_000, message } });
      double.insteadOnce.set('eth_estimateGas', refusal);
      await expect(rpc.estimateGas(call)).rejects.toMatchObject({ isRevert: false });
    }
    double.insteadOnce.set('eth_estimateGas', plain('reverted', 400));
    await expect(rpc.estimateGas(call)).rejects.toMatchObject({
      kind: 'rejected',
      isRevert: false,
    });
  });

  test('what an address holds is told in one answer', async () => {
    const { double, rpc } = await node();
    double.give(WALLET.address, 5_000_000n);
    double.give(WALLET.address, 7n, POLYMARKET_CONTRACTS.usdce);
    double.giveCoins(WALLET.address, 3n);
    const holdings = { pusd: 5_000_000n, usdce: 7n, pol: 3n };
    expect(await holdingsOf(rpc, WALLET.address)).toEqual({ ...holdings, isContract: false });
    double.setCode(WALLET.address, '0x01');
    expect(await holdingsOf(rpc, WALLET.address)).toEqual({ ...holdings, isContract: true });
  });
});
