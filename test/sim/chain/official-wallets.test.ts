import {
  createSecureClient,
  forkEnvironmentConfig,
  RequestRejectedError,
  relayerApiKey,
  type SecureClient,
  TransactionFailedError,
} from '@polymarket/client';
import {
  deployDepositWallet,
  fetchBalanceAllowance,
  isWalletDeployed,
} from '@polymarket/client/actions';
import { privateKey } from '@polymarket/client/viem';
import { Wallet } from 'ethers';
import { describe, expect, test } from 'vitest';
import { beaconWalletOf } from '../../../src/sim/wire/trading/wallet-addresses.ts';
import { CTF, EXCHANGE, PUSD } from './calls.ts';
import { ACCOUNTS, type ChainFixture, DOLLAR, startChain } from './chain-fixture.ts';

const POLL_MS = 10;
/** Relaying takes seconds, as it does at the venue. */
const PATIENCE_MS = 120_000;
const [, PROXY, SAFE, DEPOSIT] = ACCOUNTS;

interface Key {
  readonly privateKey: string;
  readonly address: string;
  readonly funder: string;
}

function environment({ sim: { urls } }: ChainFixture) {
  return forkEnvironmentConfig({
    name: 'simulator',
    rpc: urls.rpcUrl ?? '',
    relayer: { rest: urls.relayerUrl ?? '' },
    clob: {
      rest: urls.clobUrl,
      market: { ws: `${urls.wsUrl}/ws/market` },
      user: { ws: `${urls.wsUrl}/ws/user` },
    },
    gamma: { rest: urls.gammaUrl },
    data: { rest: urls.dataUrl },
    relayerPollFrequencyMs: POLL_MS,
    relayerMaxPolls: 1_000,
  });
}

function clientOf(fixture: ChainFixture, { privateKey: key, address, funder }: Key) {
  return createSecureClient({
    environment: environment(fixture),
    signer: privateKey(key),
    wallet: funder,
    apiKey: relayerApiKey({ key: fixture.chain.relayerKey, address }),
  });
}

const money = ({ exchange }: ChainFixture, { funder }: Key): number =>
  exchange.balance(funder, null) / DOLLAR;

describe.each([
  ['proxy', PROXY],
  ['safe', SAFE],
  ['deposit wallet', DEPOSIT],
] as const)("the venue's own client with a %s", (_, account) => {
  test(
    'approves what it needs, and finds that it is there',
    async () => {
      const fixture = await startChain();
      const key = { ...account };
      // The same wallet as one that allowed nothing yet.
      fixture.exchange.fundBare(key.funder, { dollars: 50 * DOLLAR });
      const client = await clientOf(fixture, key);
      const allowed = () =>
        fixture.exchange.chainAccounts.allowance({
          ...{ owner: key.funder.toLowerCase(), token: 'pusd' },
          spender: EXCHANGE.toLowerCase(),
        });
      expect(allowed()).toBe(0n);
      await client.setupTradingApprovals();
      expect(allowed()).toBe((1n << 256n) - 1n);
      // A second time there is nothing to send.
      await client.setupTradingApprovals();
      const handle = await client.approveErc20({
        ...{ tokenAddress: PUSD, spenderAddress: EXCHANGE, amount: 7n },
      });
      const { transactionHash } = await handle.wait();
      expect(fixture.chain.chain.mined(transactionHash)).toMatchObject({ succeeded: true });
      expect(allowed()).toBe(7n);
      const all = await client.approveErc1155ForAll({
        ...{ tokenAddress: CTF, operatorAddress: EXCHANGE },
      });
      await all.wait();
      expect(fixture.sim.counts.failures).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'splits, merges and redeems in plain and neg-risk markets, and is paid itself',
    async () => {
      const fixture = await startChain();
      const client = await clientOf(fixture, account);
      const [standard, negRisk] = fixture.markets;
      const done = async (sent: ReturnType<SecureClient['redeemPositions']>) => (await sent).wait();
      const before = money(fixture, account);
      const amount = BigInt(10 * DOLLAR);
      for (const { conditionId } of [standard, negRisk]) {
        await done(client.splitPosition({ conditionId, amount }));
        await done(client.mergePositions({ conditionId, amount: amount / 2n }));
      }
      expect(money(fixture, account)).toBe(before - 2 * 5);
      standard.resolve([0, 1]);
      negRisk.resolve([0.5, 0.5]);
      for (const { conditionId } of [standard, negRisk]) {
        await done(client.redeemPositions({ conditionId }));
      }
      expect(money(fixture, account)).toBe(before);
      for (const token of [...standard.tokenIds, ...negRisk.tokenIds]) {
        expect(fixture.exchange.balance(account.funder, token)).toBe(0);
      }
      expect(fixture.exchange.balance(account.address, null)).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'is told when it is refused, reverted or never sent',
    async () => {
      const fixture = await startChain();
      const { chain } = fixture;
      const client = await clientOf(fixture, account);
      const approve = async () => {
        const wish = { tokenAddress: PUSD, spenderAddress: EXCHANGE, amount: 'max' } as const;
        return (await client.approveErc20(wish)).wait();
      };
      for (const kind of ['failed', 'invalid'] as const) {
        chain.inject({ on: 'submit', fault: { kind } });
        await expect(approve()).rejects.toThrow(TransactionFailedError);
      }
      // What it may try again it does by itself.
      chain.inject({ on: 'submit', fault: { kind: 'busy' } });
      await approve();
      expect(chain.pending).toBe(0);
      chain.inject({
        ...{ on: 'submit', fault: { kind: 'refuse', status: 401, error: 'invalid authorization' } },
      });
      await expect(approve()).rejects.toThrow(RequestRejectedError);
      const stranger = { ...account, address: new Wallet(`0x${'5'.repeat(64)}`).address };
      const other = await clientOf(fixture, stranger);
      const wish = { tokenAddress: PUSD, spenderAddress: EXCHANGE, amount: 'max' } as const;
      await expect(other.approveErc20(wish)).rejects.toThrow('invalid authorization');
    },
    PATIENCE_MS,
  );
});

test(
  'a deposit wallet is made by the relayer, once, and then acts',
  async () => {
    const fixture = await startChain();
    const { address, privateKey: key } = new Wallet(`0x${'3'.repeat(64)}`);
    const { funder, client } = await ownDefault(fixture, { privateKey: key, address });
    const { chain } = fixture.chain;
    expect(funder).toBe(beaconWalletOf(address).toLowerCase());
    expect(chain.hasCode(funder)).toBe(true);
    fixture.chain.fundBare(funder, { pusd: 5 * DOLLAR });
    expect(await isWalletDeployed(client)).toBe(true);
    const wish = { tokenAddress: PUSD, spenderAddress: EXCHANGE, amount: 'max' } as const;
    await (await client.approveErc20(wish)).wait();
    expect(chain.wallets.nonceOf(funder)).toBe(1n);
    await expect(deployDepositWallet(client)).rejects.toThrow('already deployed');
    const { balance } = await fetchBalanceAllowance(client, {
      assetType: 'COLLATERAL' as never,
    });
    expect(Number(balance)).toBe(5 * DOLLAR);
  },
  PATIENCE_MS,
);

/** Without a word about the wallet the client makes that of today. */
async function ownDefault(fixture: ChainFixture, key: Omit<Key, 'funder'>) {
  const client = await createSecureClient({
    environment: environment(fixture),
    signer: privateKey(key.privateKey),
    apiKey: relayerApiKey({ key: fixture.chain.relayerKey, address: key.address }),
  });
  return { client, funder: client.account.wallet.toLowerCase() };
}
