import { describe, expect, test } from 'vitest';
import {
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
} from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { ADDRESS } from '../../ops/keystore/keys.ts';
import { MAX } from '../../ops/keystore/transactions.ts';
import { allowances, FUNDER, NODE_KEY, startNode } from './called.ts';

const { pusd, conditionalTokens, exchange, exchangeV3 } = POLYMARKET_CONTRACTS;

describe('allowances of a wallet', () => {
  test('are told with what each is needed for and what is allowed now', async () => {
    const node = await startNode();
    node.allow({ token: pusd, owner: ADDRESS, spender: exchange, amount: MAX });
    node.allow({ token: pusd, owner: ADDRESS, spender: exchangeV3, amount: 12_340_000n });
    node.allow({ token: conditionalTokens, owner: ADDRESS, spender: exchange, amount: true });
    const called = allowances([], { env: { POLYGON_RPC_URL: node.url } });
    expect(await called.code).toBe(0);
    expect(called.err()).toBe('');
    const lines = called.out().split('\n');
    const cells = lines.map((line) => line.split(/ {2,}/));
    expect(lines.every(({ length }) => length <= 120)).toBe(true);
    expect(cells).toEqual([
      [`${ADDRESS} (own key), holds 250.5 pUSD`],
      [''],
      ['', 'name', 'allowance', 'needed for', 'now'],
      ['', 'v1-buy', 'pUSD for CTF Exchange', 'buying', 'unlimited'],
      ['', 'v1-sell', 'v1 shares for CTF Exchange', 'selling', 'all'],
      [' !', 'v1-negrisk-buy', 'pUSD for NegRisk Exchange', 'buying in neg-risk markets', 'none'],
      [' !', 'v1-negrisk-sell', 'v1 shares for NegRisk Exchange', 'selling there', 'none'],
      [' !', 'v1-redeem', 'v1 shares for collateral adapter', 'redeeming', 'none'],
      [
        ' !',
        'v1-negrisk-redeem',
        'v1 shares for NegRisk collateral adapter',
        'redeeming there',
        'none',
      ],
      ['', 'v2-buy', 'pUSD for Exchange V3', 'buying', '12.34 pUSD'],
      [' !', 'v2-sell', 'v2 shares for Exchange V3', 'selling', 'none'],
      [' !', 'v2-redeem', 'v2 shares for Router', 'redeeming and merging', 'none'],
      [
        '',
        'v1-negrisk-adapter',
        'pUSD for NegRisk adapter',
        'some neg-risk buys (optional)',
        'none',
      ],
      ['', 'v1-wrap', 'USDC.e for collateral onramp', 'making pUSD of USDC.e (optional)', 'none'],
      ['', 'v2-split', 'pUSD for Router', 'splitting, by hand only (optional)', 'none'],
      [''],
      ['6 of the 9 that trading needs are missing: polymind allowances set'],
      [''],
    ]);
  });

  test('are one document with --json', async () => {
    const node = await startNode();
    const called = allowances(['--json'], { env: { POLYGON_RPC_URL: node.url } });
    expect(await called.code).toBe(0);
    const document = JSON.parse(called.out());
    expect(document).toMatchObject({
      wallet: { kind: 'eoa', key: ADDRESS, funder: ADDRESS },
      chainId: 137,
      isRead: true,
      pusdMicros: '250500000',
    });
    expect(document.allowances).toHaveLength(POLYMARKET_APPROVALS.length);
    expect(document.allowances[0]).toEqual({
      name: 'v1-buy',
      version: 'v1',
      token: 'pusd',
      tokenAddress: pusd,
      spender: 'exchange',
      spenderAddress: exchange,
      neededFor: 'buying',
      isNeeded: true,
      now: 'none',
    });
  });

  test('are listed without a node, which says how to read them', async () => {
    const called = allowances([]);
    expect(await called.code).toBe(0);
    expect(called.out()).toContain(`${ADDRESS} (own key)\n`);
    expect(called.out().match(/not read$/gm)).toHaveLength(POLYMARKET_APPROVALS.length);
    expect(called.out()).toContain('set POLYGON_RPC_URL to a Polygon node to read it');
    const json = allowances(['--json']);
    await json.code;
    expect(JSON.parse(json.out())).toMatchObject({
      isRead: false,
      pusdMicros: null,
      allowances: POLYMARKET_APPROVALS.map(() => ({ now: null })),
    });
  });

  test.each([
    ['1', 'proxy'],
    ['2', 'Safe'],
    ['3', 'deposit wallet'],
  ])('of signature type %s are read, and how they are set is said', async (type, words) => {
    const node = await startNode();
    node.allow({ token: pusd, owner: FUNDER, spender: exchange, amount: MAX });
    const env = {
      POLYGON_RPC_URL: node.url,
      POLYMARKET_FUNDER: FUNDER,
      POLYMARKET_SIGNATURE_TYPE: type,
    };
    const called = allowances([], { env });
    expect(await called.code).toBe(0);
    expect(called.out()).toContain(`${FUNDER} (${words}), holds 0 pUSD`);
    expect(called.out()).toMatch(/v1-buy .+ unlimited$/m);
    expect(called.out()).toContain(
      `A ${words} acts through the venue's relayer: with POLYMARKET_RELAYER_KEY, polymind allowances set`,
    );
    expect(called.out()).toContain(
      `  v1-sell: setApprovalForAll(${exchange}, true) on ${conditionalTokens}\n`,
    );
    expect(called.out()).not.toContain('  v1-buy: approve');
    const keyed = allowances([], { env: { ...env, POLYMARKET_RELAYER_KEY: 'a relayer key' } });
    await keyed.code;
    expect(keyed.out()).not.toContain('To be called by');
    const set = allowances(['set'], { env });
    expect(await set.code).toBe(1);
    expect(set.err()).toContain('wants an API key: set POLYMARKET_RELAYER_KEY');
    expect(node.arrived).toEqual([]);
  });

  test.each([
    [{ POLYMARKET_FUNDER: FUNDER }, /set POLYMARKET_SIGNATURE_TYPE=1 \(proxy\)/],
    [{ POLYMARKET_FUNDER: FUNDER, POLYMARKET_SIGNATURE_TYPE: '0' }, /FUNDER is another$/m],
    [{ POLYMARKET_SIGNATURE_TYPE: '2' }, /needs POLYMARKET_FUNDER, the Safe's address/],
    [{ POLYMARKET_KEYSTORE: '/nowhere/keystore.json' }, /There is no keystore at \/nowhere/],
  ])('are of no wallet that fits with %j', async (env, message) => {
    const called = allowances([], { env });
    expect(await called.code).toBe(1);
    expect(called.err()).toMatch(message);
  });

  test('are not read from another chain, nor from a node that is not there', async () => {
    const node = await startNode();
    node.chainId = 1;
    const env = { POLYGON_RPC_URL: node.url };
    const other = allowances([], { env });
    expect(await other.code).toBe(1);
    expect(other.err()).toContain('it is of chain 1, and Polygon is 137');
    await node.stop();
    const gone = allowances([], { env });
    expect(await gone.code).toBe(1);
    expect(gone.err()).toMatch(/^polymind: The Polygon node, eth_chainId \(unreachable\): .+\n$/);
    expect(other.all() + gone.all()).not.toContain(NODE_KEY);
  });

  test.each([[['give']], [['set', 'all']], [['--only', 'v1-buy']], [['set', '--only', 'v1-bye']]])(
    '%j is wrong use',
    async (argv) => {
      const called = allowances(argv);
      expect(await called.code).toBe(2);
      expect(called.err()).toMatch(/polymind allowances set|--only v1-buy/);
    },
  );
});
