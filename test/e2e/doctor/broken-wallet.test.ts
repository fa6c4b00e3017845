import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { POLYMARKET_CONTRACTS } from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { UNLIMITED } from '../../../src/sim/exchange/exchange.ts';
import { RpcNode } from '../../servers/polygon/rpc-node.ts';
import { DoctorHost, finds } from './doctor-host.ts';

const START_MS_MAX = 120_000;
const OF_THE_ACCOUNT = ['api-key', 'account', 'settlement-prices', 'balance', 'allowances'];

let host: DoctorHost;
beforeAll(async () => {
  host = await DoctorHost.start();
}, START_MS_MAX);
afterEach(() => host.mend());
afterAll(() => host.close());

describe('What is broken about key and money is named, and nothing else', () => {
  test('a passphrase that does not open the keystore', async () => {
    await finds(
      host,
      {
        id: 'keystore',
        found: /passphrase does not open/,
        todo: /POLYMARKET_KEYSTORE_PASSPHRASE/,
        isOpened: true,
        unseen: ['api-key', 'account', 'settlement-prices'],
      },
      { POLYMARKET_KEYSTORE_PASSPHRASE: 'another passphrase of somebody' },
    );
  });

  test('a keystore that is not there', async () => {
    await finds(
      host,
      {
        id: 'keystore',
        found: /There is no keystore at .*gone\.json/,
        todo: /POLYMARKET_KEYSTORE, or make one/,
        unseen: [...OF_THE_ACCOUNT, 'wallet', 'deployed', 'relayer'],
      },
      { POLYMARKET_KEYSTORE: join(host.folder, 'gone.json') },
    );
  });

  test('a funder that is no wallet of the key', async () => {
    await finds(
      host,
      {
        id: 'wallet',
        found: /0x11{39} is no wallet of the key 0x/,
        todo: new RegExp(`${host.account.funder.toLowerCase()} \\(Safe, type 2\\)`),
        unseen: ['deployed', 'balance', 'allowances', 'relayer'],
      },
      { POLYMARKET_FUNDER: `0x${'1'.repeat(40)}` },
    );
  });

  test('a type that is not that of the wallet, or of none', async () => {
    const cause = {
      id: 'wallet',
      found: /in the Safe of the key .* POLYMARKET_SIGNATURE_TYPE is/,
      todo: /^set POLYMARKET_SIGNATURE_TYPE=2$/,
      unseen: ['deployed', 'balance', 'allowances', 'relayer'],
    };
    await finds(host, cause, { POLYMARKET_SIGNATURE_TYPE: '1' });
    await finds(host, cause, { POLYMARKET_SIGNATURE_TYPE: undefined });
    await finds(
      host,
      { ...cause, found: /no address of that wallet/, todo: /^set POLYMARKET_FUNDER=0x/ },
      { POLYMARKET_FUNDER: undefined },
    );
  });

  test('an allowance that is missing, by the chain and by the venue', async () => {
    const { exchange } = host.world.venue;
    exchange.setAllowance(host.account.funder, POLYMARKET_CONTRACTS.exchangeV3, 0);
    host.afterwards(() =>
      exchange.setAllowance(host.account.funder, POLYMARKET_CONTRACTS.exchangeV3, UNLIMITED),
    );
    const cause = {
      id: 'allowances',
      found:
        /^Exchange V3 may not move pUSD \(v2-buy\), Exchange V3 may not move v2 shares \(v2-sell\)$/,
      todo: /^polymind allowances set$/,
    };
    await finds(host, cause);
    await finds(
      host,
      { ...cause, unseen: ['chain-node'], isOpened: true },
      { POLYGON_RPC_URL: undefined },
    );
  });

  test('a wallet without money, or with money of the wrong kind', async () => {
    const env = host.envOf(host.empty);
    const cause = { id: 'balance', found: /^0\.5 pUSD in 0x/, todo: /send pUSD to that address/ };
    await finds(host, cause, env);
    await finds(
      host,
      { ...cause, unseen: ['chain-node'], isOpened: true },
      { ...env, POLYGON_RPC_URL: undefined },
    );
    host.world.venue.exchange.fund(host.empty.funder, { usdce: 40 * MICRO });
    await finds(host, { ...cause, found: /and 40 USDC\.e/, todo: /make pUSD of it/ }, env);
  });

  test('a node of another chain', async () => {
    const node = await RpcNode.start();
    host.afterwards(() => node.stop());
    node.chainId = 80_002;
    await finds(
      host,
      {
        id: 'chain-node',
        isOpened: true,
        found: /^POLYGON_RPC_URL is a node of chain 80002, and Polygon is 137$/,
        todo: /a node of Polygon/,
      },
      { POLYGON_RPC_URL: node.url },
    );
  });

  test('an API key that was revoked', async () => {
    const clob = await host.edited('POLYMARKET_CLOB_URL', ({ headers }) =>
      headers['poly_api_key'] === undefined
        ? null
        : { status: 401, body: { error: 'Unauthorized/Invalid api key' } },
    );
    await finds(
      host,
      {
        id: 'api-key',
        isOpened: true,
        found: /was revoked \(401\): Unauthorized\/Invalid api key/,
        todo: /start the service, which asks for it anew/,
        unseen: ['account', 'settlement-prices'],
      },
      { POLYMARKET_CLOB_URL: clob.url },
    );
  });

  test('a relayer that refuses the key', async () => {
    const refusing = await host.edited('POLYMARKET_RELAYER_URL', () => ({
      status: 401,
      body: { error: 'invalid api key' },
    }));
    await finds(
      host,
      {
        id: 'relayer',
        found: /refuses POLYMARKET_RELAYER_KEY \(401\)/,
        todo: /make a new relayer/,
      },
      { POLYMARKET_RELAYER_URL: refusing.url },
    );
  });

  test('a node that answers nothing of use', async () => {
    const node = await host.edited('POLYGON_RPC_URL', () => ({ status: 200, body: 'what' }));
    await finds(
      host,
      {
        id: 'chain-node',
        found: /^The Polygon node/,
        todo: /POLYGON_RPC_URL$/,
        unseen: ['balance', 'allowances'],
      },
      { POLYGON_RPC_URL: `${node.url}/v1/very-secret-key` },
    );
  });

  test('a wallet that is not on the chain, as the relayer tells it', async () => {
    const relayer = await host.edited('POLYMARKET_RELAYER_URL', ({ path }) =>
      path === '/deployed' ? { status: 200, body: { deployed: false } } : null,
    );
    await finds(
      host,
      {
        id: 'deployed',
        found: /^the Safe 0x.{40} is not on the chain yet$/,
        todo: /enable trading once/,
        unseen: ['chain-node', 'balance', 'allowances'],
      },
      { POLYGON_RPC_URL: undefined, POLYMARKET_RELAYER_URL: relayer.url },
    );
  });

  test('an account that may close positions only', async () => {
    const clob = await host.edited('POLYMARKET_CLOB_URL', ({ path }) =>
      path === '/auth/ban-status/closed-only' ? { status: 200, body: { closed_only: true } } : null,
    );
    await finds(
      host,
      { id: 'account', isOpened: true, found: /close positions only$/, todo: /polymarket\.com/ },
      { POLYMARKET_CLOB_URL: clob.url },
    );
  });
});
