import { Wallet } from 'ethers';
import { expect, onTestFinished, test } from 'vitest';
import { orderFilledSchema } from '../../../src/data/polygon/schema.ts';
import { accountsOf } from '../../../src/sim/accounts.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { until } from '../wire/clients.ts';
import { ManualClock, START_AT_MS } from '../wire/manual-clock.ts';
import { clientOf } from '../wire/trading/trading-fixture.ts';
import { CALLS, EXCHANGE, PUSD, USDCE_TOKEN, VIEWS, view } from './calls.ts';

const DOLLAR = 1_000_000;
const ACCOUNT = accountsOf('seeded chain', 1)[0] as ReturnType<typeof accountsOf>[0];
const ORDER_FILLED = '0xd543adfd945773f1a62f74f0ee55a5e3b9b1a28262980ba90b1a89f2ea84d8ee';

/** A seeded world on a manual clock, and a key that set nothing up. */
async function world() {
  const clock = new ManualClock();
  const venue = createVenue({ seed: '7', startsAtMs: START_AT_MS });
  const sim = await startPolymarketSim({ venue, clock, startsAtMs: START_AT_MS, seed: '7' });
  onTestFinished(() => sim.close());
  if (sim.chain === null) throw new Error('the chain is not served');
  sim.chain.fundBare(ACCOUNT.funder, { usdce: 100 * DOLLAR, polWei: 10n ** 18n });
  const client = await clientOf({ sim, clock }, ACCOUNT);
  const ask = async (method: string, ...params: readonly unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(sim.urls.rpcUrl ?? '', { method: 'POST', body });
    return ((await response.json()) as { readonly result: unknown }).result;
  };
  return { clock, venue, sim, client, ask, chain: sim.chain.chain };
}

test('a key wraps, approves and buys, and the chain tells of its fill in the words of our feed', async () => {
  const { clock, venue, sim, client, ask, chain } = await world();
  const wallet = new Wallet(ACCOUNT.privateKey);
  const calls = [
    CALLS.approve(USDCE_TOKEN, '0x93070a847efEf7F70739046A929D47a521F5B8ee'),
    CALLS.wrap(ACCOUNT.funder, BigInt(100 * DOLLAR)),
    CALLS.approve(PUSD, EXCHANGE),
  ];
  for (const [nonce, call] of calls.entries()) {
    const fees = { maxFeePerGas: 90_000_000_000n, maxPriorityFeePerGas: 30_000_000_000n };
    const wish = { type: 2, chainId: 137, nonce, gasLimit: 300_000n, ...fees, ...call };
    await ask('eth_sendRawTransaction', await wallet.signTransaction(wish));
  }
  expect(venue.exchange.balance(ACCOUNT.funder, null)).toBe(0);
  expect(await ask('eth_getTransactionCount', wallet.address, 'pending')).toBe('0x3');
  clock.advance(2_000);
  expect(chain.nonceOf(wallet.address)).toBe(3);
  const call = view(PUSD, 'balanceOf(address)', [ACCOUNT.funder]);
  const told = VIEWS.decodeFunctionResult(
    'balanceOf(address)',
    String(await ask('eth_call', call, 'latest')),
  );
  expect(told[0]).toBe(BigInt(100 * DOLLAR));
  const market = venue.markets.find(
    ({ version, negRisk, tags }) =>
      version === 'v1' &&
      !negRisk &&
      !tags.some((tag) => ['crypto', 'sports', 'finance'].includes(tag)),
  );
  if (market === undefined) throw new Error('the seed has such a market');
  const allowances = async () => {
    const path = '/balance-allowance?asset_type=COLLATERAL&signature_type=0';
    return (await client.get(path)).body;
  };
  expect(await allowances()).toMatchObject({
    balance: String(100 * DOLLAR),
    allowances: { [EXCHANGE]: ((1n << 256n) - 1n).toString() },
  });
  const price = market.book(0).asks.at(-1)?.price ?? 0;
  const wish = {
    market,
    makerAmount: price * 5,
    takerAmount: 5 * DOLLAR,
    orderType: 'GTC',
  } as const;
  const order = await client.order(wish);
  const { body } = await client.post(order);
  expect(body).toMatchObject({ status: 'matched', orderID: order.hash });
  const find = () =>
    chain
      .minedBetween(0, chain.blocks.number)
      .flatMap(({ logs }) => logs.filter(({ topics }) => topics[1] === order.hash));
  await until(() => {
    clock.advance(1_000);
    return find().length > 0;
  }, 'its match was in a block');
  const filter = { toBlock: 'latest', address: [EXCHANGE], topics: [ORDER_FILLED, order.hash] };
  // So long a range is more than a node answers.
  expect(await ask('eth_getLogs', { ...filter, fromBlock: 'earliest' })).toBeUndefined();
  const since = `0x${(chain.blocks.number - 1_000).toString(16)}`;
  const found = (await ask('eth_getLogs', { ...filter, fromBlock: since })) as readonly unknown[];
  expect(found).toHaveLength(1);
  expect(orderFilledSchema.parse(found[0])).toMatchObject({
    wallet: ACCOUNT.funder.toLowerCase(),
    kind: 'buy',
    tokenId: market.tokenIds[0],
    quantity: 5 * DOLLAR,
  });
  expect(sim.counts.failures).toBe(0);
});
