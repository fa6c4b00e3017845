import { Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { SUBMITS_PER_MINUTE } from '../../../src/sim/chain/relayer.ts';
import { until } from '../wire/clients.ts';
import { CALLS, CTF, EXCHANGE, PUSD } from './calls.ts';
import { ACCOUNTS, DOLLAR, give, startChain } from './chain-fixture.ts';
import { type Body, RelayUser } from './relay-user.ts';

const [, PROXY, SAFE, DEPOSIT] = ACCOUNTS;
const PAY = CALLS.transfer(PUSD, EXCHANGE, 5n);
const STRANGER = new Wallet(`0x${'6'.repeat(64)}`).address;
const WAY = ['STATE_NEW', 'STATE_EXECUTED', 'STATE_MINED', 'STATE_CONFIRMED'];

/** In the order of the way, some of them seen and some too short. */
function isOnTheWay(states: readonly string[]): boolean {
  const places = states.map((state) => WAY.indexOf(state));
  return places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1));
}

describe.each([
  ['proxy', PROXY],
  ['safe', SAFE],
  ['deposit wallet', DEPOSIT],
] as const)('for a %s', (kind, account) => {
  test('calls are made in its name, one or several, and counted', async () => {
    const fixture = await startChain();
    const user = new RelayUser(fixture, account);
    const [standard] = fixture.markets;
    give(fixture, account.funder, { market: standard, shares: [DOLLAR, 2 * DOLLAR] });
    standard.resolve([0, 1]);
    const one = await user.submit(await user.body([CALLS.redeemAll(standard)]));
    expect(JSON.parse(one.text)).toMatchObject({ state: 'STATE_NEW', transactionHash: null });
    const states = await user.states(one);
    expect([states[0], states.at(-1)]).toEqual(['STATE_NEW', 'STATE_CONFIRMED']);
    expect(states).toSatisfy(isOnTheWay);
    expect(fixture.exchange.balance(account.funder, null)).toBe(102 * DOLLAR);
    const three = [PAY, CALLS.approveAll(CTF, EXCHANGE, false), PAY];
    await user.states(await user.submit(await user.body(three)));
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(10);
    expect((await user.params()).nonce).toBe('2');
    expect(fixture.exchange.balance(account.address, null)).toBe(0);
  });

  test('nothing is taken that its key did not sign exactly so', async () => {
    const fixture = await startChain();
    const user = new RelayUser(fixture, account);
    const body = await user.body([PAY]);
    const other = CALLS.transfer(PUSD, STRANGER, 5n).data;
    const inner = body['depositWalletParams'] as Body | undefined;
    const params = (body['signatureParams'] ?? {}) as Body;
    const changed: readonly Body[] =
      inner === undefined
        ? [
            { data: other },
            { signature: `${String(body['signature']).slice(0, -2)}1b`, nonce: '7' },
            { signatureParams: { ...params, gasPrice: '1' } },
            { signature: '0x1234' },
          ]
        : [
            { depositWalletParams: { ...inner, deadline: '99999999999' } },
            {
              depositWalletParams: { ...inner, calls: [{ target: PUSD, value: '0', data: other }] },
            },
            { nonce: '7' },
            { signature: '0x1234' },
          ];
    for (const change of changed) {
      expect(await user.refusal({ ...body, ...change })).toBe('400 invalid signature');
    }
    const elsewhere =
      inner === undefined
        ? { proxyWallet: STRANGER }
        : { depositWalletParams: { ...inner, depositWallet: STRANGER } };
    expect(await user.refusal({ ...body, ...elsewhere })).toBe(
      '400 wallet does not belong to the signer',
    );
    expect(await user.refusal({ ...body, type: 'OTHER' })).toBe('400 invalid transaction type');
    expect(await user.refusal({ ...body, metadata: 'x'.repeat(501) })).toBe(
      '400 metadata is too long',
    );
    expect(await user.refusal({ ...body, from: STRANGER })).toBe('401 invalid authorization');
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(0);
    expect((await user.submit(body)).status).toBe(200);
    expect(fixture.sim.counts.failures).toBe(0);
  });

  test('what was taken though its answer was lost is not taken again', async () => {
    const fixture = await startChain();
    const user = new RelayUser(fixture, account);
    const body = await user.body([PAY]);
    fixture.chain.inject({ on: 'submit', fault: { kind: 'acceptThenDrop' } });
    await expect(user.submit(body)).rejects.toThrow();
    const wallet = account.funder;
    await until(() => fixture.chain.chain.wallets.nonceOf(wallet) === 1n, 'the lost one acted');
    expect(await user.refusal(body)).toBe('400 batch nonce 0 does not match on-chain nonce 1');
    expect(await user.refusal(await user.body([PAY], { nonce: '3' }))).toBe(
      '400 batch nonce 3 does not match on-chain nonce 1',
    );
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(5);
  });

  test('a call that is refused takes all others with it', async () => {
    const fixture = await startChain();
    const user = new RelayUser(fixture, account);
    const tooMuch = CALLS.transfer(PUSD, EXCHANGE, BigInt(1_000 * DOLLAR));
    const answer = await user.submit(await user.body([PAY, tooMuch]));
    expect((await user.states(answer)).at(-1)).toBe('STATE_FAILED');
    const { transactionID } = JSON.parse(answer.text) as { readonly transactionID: string };
    const read = await user.read(transactionID);
    expect(read['error_msg']).toBe('execution reverted: insufficient balance');
    expect(fixture.chain.chain.mined(String(read['transaction_hash']))?.succeeded).toBe(false);
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(0);
    // The hub in front of a proxy counts it all the same.
    expect((await user.params()).nonce).toBe(kind === 'proxy' ? '1' : '0');
  });

  test('faults happen as they are told, and then it is well again', async () => {
    const fixture = await startChain();
    const { chain } = fixture;
    const user = new RelayUser(fixture, account);
    const body = () => user.body([PAY]);
    chain.inject({ on: 'submit', fault: { kind: 'refuse', status: 503, error: 'down' } });
    chain.inject({ on: 'submit', fault: { kind: 'dropUnread' } });
    chain.inject({ on: 'submit', fault: { kind: 'busy' } });
    chain.inject({ on: 'submit', fault: { kind: 'invalid' } });
    chain.inject({ on: 'submit', fault: { kind: 'failed' } });
    expect(await user.refusal(await body())).toBe('503 down');
    await expect(body().then((sent) => user.submit(sent))).rejects.toThrow();
    expect(await user.refusal(await body())).toContain('400 wallet busy');
    expect((await user.states(await user.submit(await body()))).at(-1)).toBe('STATE_INVALID');
    expect((await user.states(await user.submit(await body()))).at(-1)).toBe('STATE_FAILED');
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(0);
    chain.inject({ on: 'relayerRead', fault: { kind: 'drop' } });
    await expect(user.params()).rejects.toThrow();
    expect(chain.pending).toBe(0);
    expect((await user.states(await user.submit(await body()))).at(-1)).toBe('STATE_CONFIRMED');
    chain.inject({ on: 'submit', fault: { kind: 'stuck' } });
    expect((await user.submit(await body())).status).toBe(200);
    expect(await user.refusal(await body())).toMatch(
      /^400 wallet busy: 0x[0-9a-f]{40} has an active action$/,
    );
    expect(fixture.exchange.balance(EXCHANGE, null)).toBe(5);
  });
});

test('whoever has not the key, or says another address, is not let in', async () => {
  const fixture = await startChain();
  const user = new RelayUser(fixture, SAFE);
  const body = await user.body([PAY]);
  for (const headers of [
    { RELAYER_API_KEY: 'another' },
    { RELAYER_API_KEY_ADDRESS: STRANGER },
    { RELAYER_API_KEY_ADDRESS: '' },
  ]) {
    expect(await user.refusal(body, headers)).toBe('401 invalid authorization');
  }
});

test('a batch of a deposit wallet is not taken after its deadline', async () => {
  const fixture = await startChain();
  const user = new RelayUser(fixture, DEPOSIT);
  const deadline = Math.floor(Date.now() / 1_000) - 1;
  expect(await user.refusal(await user.body([PAY], { deadline }))).toBe('400 deadline expired');
});

test('there are so many submissions in a minute, and then it says how long to wait', async () => {
  const fixture = await startChain();
  const user = new RelayUser(fixture, SAFE);
  const wrong = { type: 'SAFE' };
  for (let count = 0; count < SUBMITS_PER_MINUTE; count += 1) {
    expect((await user.submit(wrong)).status).toBe(400);
  }
  const { status, headers } = await user.submit(wrong);
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});
