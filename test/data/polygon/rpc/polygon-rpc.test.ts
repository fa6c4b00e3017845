import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SYSTEM_RUNTIME } from '../../../../src/data/http/runtime.ts';
import { word } from '../../../../src/data/polygon/rpc/answers.ts';
import { PolygonRpc } from '../../../../src/data/polygon/rpc/polygon-rpc.ts';
import { RpcError } from '../../../../src/data/polygon/rpc/rpc-error.ts';
import { allowanceNow, dollarsIn } from '../../../../src/data/polygon/rpc/token-calls.ts';
import {
  isDollarToken,
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
} from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { html, json, plain, type Reply } from '../../../servers/http-double.ts';
import type { OnSend, RpcNode } from '../../../servers/polygon/rpc-node.ts';
import { GWEI, NODE_KEY, node, signed, WALLET } from './hosted-node.ts';

const sends = (double: RpcNode) =>
  double.asked.filter((method) => method === 'eth_sendRawTransaction').length;

describe('asking a node', () => {
  test('gives its chain, nonces and fees', async () => {
    const { double, rpc } = await node();
    double.setNonce(WALLET.address, 41);
    expect(await rpc.chainId()).toBe(137);
    expect(await rpc.nextNonce(WALLET.address)).toBe(41);
    expect(await rpc.fees()).toEqual({
      maxPriorityFeePerGas: 31n * GWEI,
      maxFeePerGas: 131n * GWEI,
    });
  });

  test('offers at least the tip that Polygon takes', async () => {
    const { double, rpc } = await node();
    double.tip = 1n;
    expect(await rpc.fees()).toEqual({
      maxPriorityFeePerGas: 30n * GWEI,
      maxFeePerGas: 130n * GWEI,
    });
  });

  test('reads allowances of each kind, and balances', async () => {
    const { double, rpc } = await node();
    const owner = WALLET.address;
    double.give(owner, 123_456_789n);
    expect(await dollarsIn(rpc, owner)).toBe(123_456_789n);
    for (const approval of POLYMARKET_APPROVALS) {
      const token = POLYMARKET_CONTRACTS[approval.token];
      const spender = POLYMARKET_CONTRACTS[approval.spender];
      const isDollars = isDollarToken(approval.token);
      expect(await allowanceNow(rpc, owner, approval)).toEqual(
        isDollars ? { kind: 'dollars', micros: 0n } : { kind: 'shares', all: false },
      );
      double.allow({ token, owner, spender, amount: isDollars ? 77n : true });
      expect(await allowanceNow(rpc, owner, approval)).toEqual(
        isDollars ? { kind: 'dollars', micros: 77n } : { kind: 'shares', all: true },
      );
    }
  });

  test('asks again after a failure that passes', async () => {
    const { double, rpc } = await node();
    double.insteadOnce.set('eth_chainId', plain('busy', 503));
    expect(await rpc.chainId()).toBe(137);
    expect(double.asked).toEqual(['eth_chainId', 'eth_chainId']);
  });

  const refusal = { code: -32_000, message: 'pruned' };
  test.each<[string, Reply, string]>([
    ['a page', html(200), 'malformed): answered an HTML page'],
    ['another answer', json({ jsonrpc: '2.0', id: 9, result: '0x89' }), 'malformed): no answer to'],
    ['no result', json({ jsonrpc: '2.0', id: 1 }), 'malformed): no answer to this question'],
    ['decimal digits', json({ jsonrpc: '2.0', id: 1, result: '137' }), 'malformed): an answer of'],
    [
      'a zero in front',
      json({ jsonrpc: '2.0', id: 1, result: '0x089' }),
      'malformed): an answer of',
    ],
    ['a refusal', json({ jsonrpc: '2.0', id: 1, error: refusal }), 'refused): pruned (-32000)'],
    ['a refusal at the door', json({ error: refusal }, 401), 'rejected): pruned'],
  ])('that answers with %s is an error by its kind', async (_what, reply, words) => {
    const { double, rpc } = await node();
    double.instead.set('eth_chainId', reply);
    const error = await rpc.chainId().catch((one: unknown) => one);
    expect(error).toBeInstanceOf(RpcError);
    expect(String(error)).toContain(`The Polygon node, eth_chainId (${words}`);
  });

  test('that is not there is an error without its address', async () => {
    const { double, rpc } = await node();
    await double.stop();
    const error = await rpc.chainId().catch((one: unknown) => one);
    expect(error).toMatchObject({ kind: 'unreachable', method: 'eth_chainId' });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(NODE_KEY);
  });

  test('never repeats the key of the address, also where the node does', async () => {
    const { double, rpc } = await node();
    const words = `invalid key ${NODE_KEY}`;
    for (const reply of [
      json({ jsonrpc: '2.0', id: 1, error: { code: 1, message: words } }),
      json({ error: { code: 1, message: words } }, 403),
      plain(words, 400),
    ]) {
      double.instead.set('eth_chainId', reply);
      const error = await rpc.chainId().catch((one: unknown) => one);
      expect(error).toBeInstanceOf(RpcError);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(NODE_KEY);
      expect(String(error)).toContain('invalid key [hidden]');
    }
  });

  test('a name and password in its address are refused without repeating them', () => {
    const make = () => new PolygonRpc('https://someone:hunter2@node.example/', SYSTEM_RUNTIME);
    expect(make).toThrow(/nodes take their key in the path/);
    expect(make).not.toThrow(/hunter2/);
  });

  test('a word that is none is malformed', async () => {
    const { double, rpc } = await node();
    double.instead.set('eth_call', json({ jsonrpc: '2.0', id: 1, result: '0x' }));
    const call = { to: POLYMARKET_CONTRACTS.pusd, data: '0x' };
    await expect(rpc.call(call, word)).rejects.toMatchObject({ kind: 'malformed' });
  });
});

describe('sending a transaction', () => {
  test('is taken, mined after a while, and found by its hash', async () => {
    const { double, rpc } = await node();
    double.pollsUntilMined = 4;
    const transaction = await signed();
    expect(await rpc.send(transaction)).toEqual({ kind: 'taken' });
    expect(await rpc.waitForReceipt(transaction.hash)).toEqual({
      kind: 'mined',
      receipt: { hash: transaction.hash, blockNumber: 1_001, succeeded: true, logs: [] },
    });
    expect(double.asked.filter((one) => one === 'eth_getTransactionReceipt')).toHaveLength(4);
  });

  test('that reverts is mined and did not succeed', async () => {
    const { double, rpc } = await node();
    double.reverts = true;
    const transaction = await signed();
    await rpc.send(transaction);
    expect(await rpc.waitForReceipt(transaction.hash)).toMatchObject({
      kind: 'mined',
      receipt: { succeeded: false },
    });
  });

  const answered = (reply: Reply): OnSend => ({ kind: 'answer', reply });
  test.each<[string, OnSend]>([
    ['the connection breaks before it', { kind: 'drop' }],
    ['the answer is lost behind it', { kind: 'takeSilently' }],
    ['a gateway fails', answered(plain('bad gateway', 502))],
    ['a page comes', answered(html(200))],
    [
      'another hash comes',
      answered(json({ jsonrpc: '2.0', id: 1, result: `0x${'1'.repeat(64)}` })),
    ],
    ['words come that prove nothing', { kind: 'error', code: -32_603, message: 'timeout' }],
  ])('is not known, and was sent once, when %s', async (_what, onSend) => {
    const { double, rpc } = await node();
    double.onSend = () => onSend;
    const transaction = await signed();
    expect(await rpc.send(transaction)).toMatchObject({ kind: 'unknown' });
    expect(sends(double)).toBe(1);
  });

  test('whose answer was lost is found by its hash', async () => {
    const { double, rpc } = await node();
    double.onSend = () => ({ kind: 'takeSilently' });
    const transaction = await signed();
    expect(await rpc.send(transaction)).toMatchObject({ kind: 'unknown' });
    expect(await rpc.waitForReceipt(transaction.hash)).toMatchObject({ kind: 'mined' });
  });

  test.each([
    'nonce too low: next nonce 9, tx nonce 7',
    'insufficient funds for gas * price + value: balance 0',
    'replacement transaction underpriced',
    'transaction gas price below minimum: gas tip cap 1, minimum needed 30000000000',
    'max fee per gas less than block base fee',
    'intrinsic gas too low',
  ])('is refused for: %s', async (message) => {
    const { double, rpc } = await node();
    double.onSend = () => ({ kind: 'error', code: -32_000, message });
    const answer = await rpc.send(await signed());
    expect(answer).toMatchObject({
      kind: 'refused',
      error: { message: expect.stringContaining(message) },
    });
    expect(sends(double)).toBe(1);
  });

  test.each([401, 403, 429])('is refused at a door that answers %d', async (status) => {
    const { double, rpc } = await node();
    double.onSend = () => answered(plain('no', status));
    expect(await rpc.send(await signed())).toMatchObject({ kind: 'refused' });
    expect(sends(double)).toBe(1);
  });

  test('that the node has already is taken', async () => {
    const { double, rpc } = await node();
    double.onSend = () => ({ kind: 'error', code: -32_000, message: 'already known' });
    expect(await rpc.send(await signed())).toEqual({ kind: 'taken' });
  });

  test('that is refused for its nonce because it is mined is taken', async () => {
    const { double, rpc } = await node();
    const transaction = await signed();
    expect(await rpc.send(transaction)).toEqual({ kind: 'taken' });
    double.onSend = () => ({ kind: 'error', code: -32_000, message: 'nonce too low' });
    expect(await rpc.send(transaction)).toEqual({ kind: 'taken' });
  });
});

describe('waiting for a receipt', () => {
  test('ends when none comes, with what the node said last', async () => {
    const { double, rpc } = await node();
    const { hash } = await signed();
    expect(await rpc.waitForReceipt(hash)).toEqual({ kind: 'unknown', lastError: null });
    expect(double.asked).toHaveLength(91);
    double.instead.set(
      'eth_getTransactionReceipt',
      json({ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'syncing' } }),
    );
    expect(await rpc.waitForReceipt(hash)).toMatchObject({
      kind: 'unknown',
      lastError: { kind: 'refused' },
    });
  });

  test('gives the logs of the transaction, in lower case', async () => {
    const { double, rpc } = await node();
    const address = POLYMARKET_CONTRACTS.pusd;
    const topics = [`0x${'AB'.repeat(32)}`];
    double.logsOf = () => [{ address, topics, data: '0x01', logIndex: '0x0' }];
    const transaction = await signed();
    await rpc.send(transaction);
    const logs = [
      { address: address.toLowerCase(), topics: [`0x${'ab'.repeat(32)}`], data: '0x01' },
    ];
    expect(await rpc.receipt(transaction.hash)).toMatchObject({ logs });
  });

  test('takes none of another transaction', async () => {
    const { double, rpc } = await node();
    const { hash } = await signed();
    const result = {
      ...{ transactionHash: `0x${'2'.repeat(64)}`, blockNumber: '0x1', status: '0x1' },
      logs: [],
    };
    double.instead.set('eth_getTransactionReceipt', json({ jsonrpc: '2.0', id: 1, result }));
    await expect(rpc.receipt(hash)).rejects.toMatchObject({ kind: 'malformed' });
  });
});
