import { Contract, isError, JsonRpcProvider, Wallet } from 'ethers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { until } from '../wire/clients.ts';
import { CALLS, CTF, EXCHANGE, PUSD, USDCE_TOKEN, VIEWS } from './calls.ts';
import {
  ACCOUNTS,
  BLOCK_MS,
  type ChainFixture,
  DOLLAR,
  give,
  providerOf,
  signerOf,
  startChain,
} from './chain-fixture.ts';

const [OWN] = ACCOUNTS;
const GWEI = 1_000_000_000n;
const POL = 10n ** 18n;
/** Longer than any test takes. */
const LATE_MS = 600_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function post({ sim }: ChainFixture, body: unknown): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(sim.urls.rpcUrl ?? '', { method: 'POST', body: text });
  return { status: response.status, body: await response.json() };
}

const ask = (method: string, params: readonly unknown[] = [], id = 1) => ({
  ...{ jsonrpc: '2.0', id, method, params },
});

const codeOf = async (answer: Promise<Answer>): Promise<unknown> =>
  ((await answer).body as { readonly error?: { readonly code: number } }).error?.code;

describe('ethers', () => {
  test('finds a chain with blocks that follow each other', async () => {
    const fixture = await startChain();
    // Nothing is told to it: it asks for the chain itself.
    const provider = new JsonRpcProvider(fixture.sim.urls.rpcUrl ?? '');
    onTestFinished(() => provider.destroy());
    expect((await provider.getNetwork()).chainId).toBe(137n);
    const first = await provider.getBlock('latest');
    await until(() => fixture.chain.chain.blocks.number > (first?.number ?? 0), 'a block came');
    const next = await provider.getBlock((first?.number ?? 0) + 1);
    expect(next?.parentHash).toBe(first?.hash);
    expect(await provider.getBlock((first?.number ?? 0) + 1_000_000)).toBeNull();
    const fees = await providerOf(fixture).getFeeData();
    expect(fees.maxFeePerGas).toBe(30n * GWEI * 2n + 30n * GWEI);
    expect(await provider.getTransactionCount(OWN.address)).toBe(0);
  });

  test('reads balances, allowances and code', async () => {
    const fixture = await startChain();
    const provider = providerOf(fixture);
    const pusd = new Contract(PUSD, VIEWS, provider);
    const balanceOf = pusd.getFunction('balanceOf(address)');
    expect(await balanceOf(OWN.funder)).toBe(BigInt(100 * DOLLAR));
    expect(await pusd.getFunction('allowance')(OWN.funder, EXCHANGE)).toBe((1n << 256n) - 1n);
    expect(await provider.getBalance(OWN.address)).toBe(10n * POL);
    expect(await provider.getCode(PUSD)).not.toBe('0x');
    expect(await provider.getCode(OWN.address)).toBe('0x');
    for (const { funder } of ACCOUNTS.slice(1))
      expect(await provider.getCode(funder)).not.toBe('0x');
  });

  test('approves, pays and redeems from a key that set nothing up', async () => {
    const fixture = await startChain();
    const { chain, exchange, markets } = fixture;
    const [standard] = markets;
    const signer = Wallet.createRandom(providerOf(fixture));
    chain.fundBare(signer.address, { pusd: 20 * DOLLAR, usdce: DOLLAR, polWei: POL });
    give(fixture, signer.address, { market: standard, shares: [3 * DOLLAR, 2 * DOLLAR] });
    const adapter = CALLS.redeemAll(standard);
    await expect(signer.sendTransaction(adapter)).rejects.toSatisfy(
      (error) =>
        isError(error, 'CALL_EXCEPTION') && String(error.reason).includes('operator approval'),
    );
    const approval = CALLS.approveAll(CTF, adapter.to);
    expect((await (await signer.sendTransaction(approval)).wait())?.status).toBe(1);
    // It is the very balance of the exchange.
    standard.resolve([1, 0]);
    const sent = await signer.sendTransaction(adapter);
    expect((await signer.provider?.getTransaction(sent.hash))?.from).toBe(signer.address);
    const receipt = await sent.wait();
    expect(receipt?.logs.map(({ address }) => address)).toEqual([CTF, CTF, PUSD]);
    expect(exchange.balance(signer.address, null)).toBe(23 * DOLLAR);
    expect(exchange.balance(signer.address, standard.tokenIds[0])).toBe(0);
    const gas = (receipt?.gasUsed ?? 0n) * (receipt?.gasPrice ?? 0n);
    expect(gas).toBeGreaterThan(0n);
    expect(await signer.provider?.getBalance(signer.address)).toBeLessThan(POL - gas);
    expect(await signer.getNonce()).toBe(2);
    const wish = CALLS.transfer(PUSD, ACCOUNTS[1].funder, BigInt(3 * DOLLAR));
    await (await signer.sendTransaction(wish)).wait();
    expect(exchange.balance(ACCOUNTS[1].funder, null)).toBe(103 * DOLLAR);
  });

  test('finds logs by contract, topic and block, of all or of some', async () => {
    const fixture = await startChain();
    const signer = signerOf(fixture, OWN);
    const { provider } = signer;
    const approve = await signer.sendTransaction(CALLS.approve(USDCE_TOKEN, EXCHANGE, 5n));
    const block = (await approve.wait())?.blockNumber ?? 0;
    const pay = await signer.sendTransaction(CALLS.transfer(PUSD, ACCOUNTS[2].funder, 7n));
    await pay.wait();
    const from = `0x${OWN.address.slice(2).toLowerCase().padStart(64, '0')}`;
    const find = async (filter: object) =>
      (await provider?.getLogs({ fromBlock: block, toBlock: 'latest', ...filter }))?.map(
        ({ transactionHash }) => transactionHash,
      );
    expect(await find({})).toEqual([approve.hash, pay.hash]);
    expect(await find({ address: PUSD })).toEqual([pay.hash]);
    expect(await find({ address: [PUSD, USDCE_TOKEN] })).toEqual([approve.hash, pay.hash]);
    expect(await find({ topics: [null, from] })).toEqual([approve.hash, pay.hash]);
    expect(await find({ topics: [null, [from], [from]] })).toEqual([]);
    expect(await find({ toBlock: block })).toEqual([approve.hash]);
  });
});

describe('the node', () => {
  test('answers batches, and errors in their usual shapes', async () => {
    const fixture = await startChain();
    const batch = await post(fixture, [
      ask('eth_chainId', [], 7),
      ask('eth_mine', [], 8),
      ask('eth_getCode', ['nowhere'], 9),
    ]);
    expect(batch.body).toMatchObject([
      { jsonrpc: '2.0', id: 7, result: '0x89' },
      { id: 8, error: { code: -32_601, message: expect.stringContaining('eth_mine') } },
      { id: 9, error: { code: -32_602 } },
    ]);
    expect(await codeOf(post(fixture, '{'))).toBe(-32_700);
    expect(await codeOf(post(fixture, { id: 1 }))).toBe(-32_600);
    expect(await codeOf(post(fixture, []))).toBe(-32_600);
    const call = { to: PUSD, data: CALLS.transfer(PUSD, EXCHANGE, 1n).data };
    expect((await post(fixture, ask('eth_call', [call, 'latest']))).body).toMatchObject({
      error: {
        code: 3,
        message: 'execution reverted: insufficient balance',
        data: expect.stringMatching(/^0x08c379a0/),
      },
    });
    expect(fixture.sim.counts.failures).toBe(0);
  });

  test('takes only transactions of its chain, in order, paid for, and once', async () => {
    const fixture = await startChain();
    const wallet = new Wallet(OWN.privateKey);
    const fees = { maxFeePerGas: 90n * GWEI, maxPriorityFeePerGas: 30n * GWEI };
    const wish = {
      ...{ type: 2, chainId: 137, nonce: 0, gasLimit: 100_000n, ...fees },
      ...CALLS.transfer(PUSD, EXCHANGE, 1n),
    };
    const send = async (changes: object, by = wallet): Promise<string> => {
      const raw = await by.signTransaction({ ...wish, ...changes });
      const { body } = await post(fixture, ask('eth_sendRawTransaction', [raw]));
      const { result, error } = body as { result?: string; error?: { message: string } };
      return error?.message ?? (result?.startsWith('0x') ? 'taken' : '');
    };
    expect(await send({ chainId: 1 })).toBe('invalid chain id for signer: have 1 want 137');
    expect(await send({ gasLimit: 20_000n })).toContain('intrinsic gas too low');
    expect(await send({ maxPriorityFeePerGas: GWEI })).toContain('transaction underpriced');
    const low = { maxFeePerGas: 29n * GWEI, maxPriorityFeePerGas: 29n * GWEI };
    expect(await send(low)).toContain('less than block base fee');
    expect(await send({}, new Wallet(`0x${'7'.repeat(64)}`))).toContain('insufficient funds');
    // One with a later nonce waits for the ones before it.
    expect(await send({ nonce: 1 })).toBe('taken');
    expect(await send({ nonce: 1 })).toBe('already known');
    expect(await send({ nonce: 1, gasLimit: 99_000n })).toContain('replacement');
    expect(fixture.chain.chain.nonceOf(OWN.address)).toBe(0);
    expect(await send({})).toBe('taken');
    await until(() => fixture.chain.chain.nonceOf(OWN.address) === 2, 'both were mined');
    expect(await send({})).toContain('nonce too low');
    expect(await codeOf(post(fixture, ask('eth_sendRawTransaction', ['0x02ff'])))).toBe(-32_000);
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(2);
  });

  test('mines what cannot be done, and only its gas is paid', async () => {
    const fixture = await startChain();
    const signer = signerOf(fixture, OWN);
    const wish = { ...CALLS.transfer(PUSD, EXCHANGE, BigInt(101 * DOLLAR)), gasLimit: 200_000n };
    const reverted = await signer.sendTransaction(wish);
    await expect(reverted.wait()).rejects.toSatisfy((error) => isError(error, 'CALL_EXCEPTION'));
    const poor = { ...CALLS.transfer(PUSD, EXCHANGE, 1n), gasLimit: 30_000n };
    const out = await signer.sendTransaction(poor);
    await expect(out.wait()).rejects.toSatisfy((error) => isError(error, 'CALL_EXCEPTION'));
    expect(fixture.chain.chain.mined(out.hash)).toMatchObject({ reason: 'out of gas' });
    expect(fixture.exchange.balance(OWN.funder, null)).toBe(100 * DOLLAR);
    expect(await signer.getNonce()).toBe(2);
  });
});

describe('what goes wrong when it is told to', () => {
  test('a node that is down, full, strange or slow', async () => {
    const fixture = await startChain();
    const { chain } = fixture;
    const number = () => post(fixture, ask('eth_blockNumber'));
    chain.inject({ on: 'rpc', fault: { kind: 'drop' }, times: 2 });
    await expect(number()).rejects.toThrow();
    await expect(number()).rejects.toThrow();
    chain.inject({
      on: 'rpc',
      fault: { kind: 'refuse', status: 429, error: 'Too Many Requests', retryAfterS: 2 },
    });
    expect((await number()).status).toBe(429);
    chain.inject({ on: 'rpc', fault: { kind: 'garbled' } });
    await expect(number()).rejects.toThrow();
    chain.inject({ on: 'rpc', fault: { kind: 'error', code: -32_005, message: 'limit' } });
    expect(await codeOf(number())).toBe(-32_005);
    // One that is meant for another question waits for it.
    chain.inject({ on: 'rpc', method: 'eth_chainId', fault: { kind: 'slow', delayMs: BLOCK_MS } });
    expect(await codeOf(number())).toBeUndefined();
    expect(chain.pending).toBe(1);
    expect((await post(fixture, ask('eth_chainId'))).status).toBe(200);
    expect(chain.pending).toBe(0);
  });

  test('a transaction that lands though its answer was lost', async () => {
    const fixture = await startChain();
    fixture.chain.inject({
      on: 'rpc',
      method: 'eth_sendRawTransaction',
      fault: { kind: 'doThenDrop' },
    });
    const signer = signerOf(fixture, OWN);
    await expect(signer.sendTransaction(CALLS.transfer(PUSD, EXCHANGE, 9n))).rejects.toThrow();
    await until(() => fixture.exchange.balance(EXCHANGE, null) === 9, 'it was mined');
  });

  test('one that is reverted, one whose receipt is late, and one that is never mined until it is replaced', async () => {
    const fixture = await startChain();
    const { chain, exchange } = fixture;
    const signer = signerOf(fixture, OWN);
    const pay = (nonce: number, changes: object = {}) =>
      signer.sendTransaction({ ...CALLS.transfer(PUSD, EXCHANGE, 1n), nonce, ...changes });
    chain.inject({ on: 'transaction', fault: { kind: 'reverted' } });
    await expect((await pay(0)).wait()).rejects.toThrow();
    expect(exchange.balance(EXCHANGE, null)).toBe(0);
    chain.inject({ on: 'transaction', fault: { kind: 'receiptLate', lateMs: LATE_MS } });
    const late = await pay(1);
    await until(() => exchange.balance(EXCHANGE, null) === 1, 'it was mined');
    expect(chain.chain.mined(late.hash)?.succeeded).toBe(true);
    expect(await signer.provider?.getTransactionReceipt(late.hash)).toBeNull();
    chain.inject({ on: 'transaction', fault: { kind: 'neverMined' } });
    const stuck = await pay(2);
    const behind = await pay(3);
    const passed = chain.chain.blocks.number;
    await until(() => chain.chain.blocks.number > passed + 3, 'blocks came');
    expect(chain.chain.waiting(stuck.hash)).not.toBeNull();
    expect(await signer.getNonce('pending')).toBe(4);
    const dear = { maxFeePerGas: 400n * GWEI, maxPriorityFeePerGas: 100n * GWEI };
    await (await pay(2, dear)).wait();
    await behind.wait();
    expect(chain.chain.waiting(stuck.hash)).toBeNull();
    expect(exchange.balance(EXCHANGE, null)).toBe(3);
  });

  test('a redemption that pays somebody else', async () => {
    const fixture = await startChain();
    const { chain, exchange, markets } = fixture;
    const [standard] = markets;
    standard.resolve([1, 0]);
    give(fixture, OWN.funder, { market: standard, shares: [5 * DOLLAR, 0] });
    const signer = signerOf(fixture, OWN);
    chain.inject({ on: 'redeem', fault: 'paysNothing' });
    const receipt = await (await signer.sendTransaction(CALLS.redeemAll(standard))).wait();
    expect(receipt?.status).toBe(1);
    expect(exchange.balance(OWN.funder, null)).toBe(100 * DOLLAR);
    expect(exchange.balance(OWN.funder, standard.tokenIds[0])).toBe(0);
  });
});
