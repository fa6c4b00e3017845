import { describe, expect, test } from 'vitest';
import {
  POLYMARKET_APPROVALS,
  POLYMARKET_CONTRACTS,
  type PolymarketApproval,
} from '../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import { ADDRESS, KEY, PASSPHRASE } from '../../ops/keystore/keys.ts';
import { MAX } from '../../ops/keystore/transactions.ts';
import { plain } from '../../servers/http-double.ts';
import type { RpcNode } from '../../servers/polygon/rpc-node.ts';
import { allowances, FUNDER, NODE_KEY, startNode } from './called.ts';

const { pusd, exchange } = POLYMARKET_CONTRACTS;
const GWEI = 1_000_000_000n;
const NEEDED = POLYMARKET_APPROVALS.filter(({ isNeeded }) => isNeeded);

const named = (name: string) =>
  POLYMARKET_APPROVALS.find((one) => one.name === name) as PolymarketApproval;
const standsAt = (node: RpcNode, { token, spender }: PolymarketApproval) =>
  node.allowance(POLYMARKET_CONTRACTS[token], ADDRESS, POLYMARKET_CONTRACTS[spender]);
const env = (node: RpcNode) => ({ POLYGON_RPC_URL: node.url });

/** Calls it, says yes, types the passphrase, and waits. */
async function confirmed(argv: readonly string[], node: RpcNode) {
  const called = allowances(argv, { env: env(node) });
  await called.says('y');
  await called.types();
  return { ...called, exit: await called.code };
}

describe('setting allowances', () => {
  test('shows, asks, signs each once in order and waits until it is mined', async () => {
    const node = await startNode();
    node.setNonce(ADDRESS, 5);
    node.allow({ token: pusd, owner: ADDRESS, spender: exchange, amount: MAX });
    const called = await confirmed(['set'], node);
    expect(called.exit).toBe(0);
    const missing = NEEDED.filter(({ name }) => name !== 'v1-buy');
    expect(node.arrived.map(({ nonce }) => nonce)).toEqual(missing.map((_, index) => 5 + index));
    expect(node.arrived.every(({ from }) => from === ADDRESS)).toBe(true);
    for (const approval of NEEDED) {
      expect(standsAt(node, approval), approval.name).toBe(approval.token === 'pusd' ? MAX : true);
    }
    for (const name of ['v1-negrisk-adapter', 'v2-split']) {
      expect(standsAt(node, named(name))).toBe(false);
    }
    const rows = called.out().trimEnd().split('\n');
    expect(rows).toEqual(
      missing.map(({ name }, index) => {
        const hash = node.arrived[index]?.hash;
        return `${name.padEnd(18)}  ${hash}  mined in block ${1_001 + index}`;
      }),
    );
    expect(called.err()).toContain(
      'Each costs at most 0.01572 POL (120000 gas at 131 gwei), all of them\n0.12576 POL.\n',
    );
    // The hash is told before the bytes leave.
    for (const { hash } of node.arrived) expect(called.err()).toContain(`as ${hash} ...`);

    const again = allowances(['set'], { env: env(node) });
    expect(await again.code).toBe(0);
    expect(again.out()).toBe('Nothing to set: it is there.\n');
  });

  test('of one name alone, also of one that is optional, and raises one that is limited', async () => {
    const node = await startNode();
    const limited = named('v2-buy');
    const spender = POLYMARKET_CONTRACTS[limited.spender];
    node.allow({ token: pusd, owner: ADDRESS, spender, amount: 5n });
    for (const name of ['v1-negrisk-adapter', 'v2-buy']) {
      const called = await confirmed(['set', '--only', name], node);
      expect(called.exit).toBe(0);
      expect(called.err()).toContain('Sign and send it? y/N ');
      expect(standsAt(node, named(name))).toBe(MAX);
    }
    expect(node.arrived).toHaveLength(2);
  });

  test('tells what became of each as one document with --json', async () => {
    const node = await startNode();
    const called = await confirmed(['set', '--only', 'v1-sell', '--json'], node);
    expect(called.exit).toBe(0);
    expect(JSON.parse(called.out())).toEqual({
      wallet: ADDRESS,
      change: 'set',
      transactions: [
        { name: 'v1-sell', hash: node.arrived[0]?.hash, state: 'mined', block: 1_001 },
      ],
    });
  });

  test.each(['', 'n', 'no', 'Y?', 'yess'])('signs nothing after "%s"', async (answer) => {
    const node = await startNode();
    const called = allowances(['set'], { env: env(node) });
    await called.says(answer);
    expect(await called.code).toBe(1);
    expect(called.err()).toMatch(/Nothing was signed\.\n$/);
    expect(node.asked).not.toContain('eth_sendRawTransaction');
  });

  test('sends nothing with a wrong passphrase', async () => {
    const node = await startNode();
    const called = allowances(['set'], { env: env(node) });
    await called.says('yes');
    await called.types('not the passphrase');
    expect(await called.code).toBe(1);
    expect(called.err()).toContain('The passphrase does not open the keystore');
    expect(node.asked).not.toContain('eth_sendRawTransaction');
  });

  test('needs a terminal, a node, and that node to be one of Polygon', async () => {
    const node = await startNode();
    const piped = allowances(['set'], { env: env(node), terminal: false });
    expect(await piped.code).toBe(2);
    expect(piped.err()).toMatch(/asks before it signs, so it needs a terminal/);
    const alone = allowances(['set']);
    expect(await alone.code).toBe(1);
    expect(alone.err()).toMatch(/nothing is sent without a node of the chain: set POLYGON_RPC_URL/);
    node.chainId = 80_002;
    const other = allowances(['revoke'], { env: env(node) });
    expect(await other.code).toBe(1);
    expect(other.err()).toContain('it is of chain 80002');
    expect(node.arrived).toEqual([]);
  });

  test('waits for another day while gas is dear', async () => {
    const node = await startNode();
    node.baseFee = 500n * GWEI;
    const called = allowances(['set'], { env: env(node) });
    expect(await called.code).toBe(1);
    expect(called.err()).toContain('gas costs up to 1031 gwei now and 1000 gwei at most is paid');
    expect(node.arrived).toEqual([]);
  });
});

describe('what goes wrong on the way', () => {
  test('a lost answer is followed by its hash, and it goes on', async () => {
    const node = await startNode();
    node.onSend = (nth) => (nth === 0 ? { kind: 'takeSilently' } : { kind: 'take' });
    const called = await confirmed(['set'], node);
    expect(called.exit).toBe(0);
    expect(node.arrived).toHaveLength(NEEDED.length);
  });

  test('a refusal by the node ends it, with its words and what was done', async () => {
    const node = await startNode();
    const message = 'insufficient funds for gas * price + value';
    node.onSend = (nth) => (nth < 2 ? { kind: 'take' } : { kind: 'error', code: -32_000, message });
    const called = await confirmed(['set'], node);
    expect(called.exit).toBe(1);
    expect(called.out().match(/mined in block/g)).toHaveLength(2);
    expect(called.out()).toMatch(/not sent: .+insufficient funds for gas \* price \+ value/);
    expect(called.err()).toContain('polymind allowances shows what is allowed now.');
    expect(node.arrived).toHaveLength(3);
  });

  test('a reverted one ends it', async () => {
    const node = await startNode();
    node.reverts = true;
    const called = await confirmed(['set', '--json'], node);
    expect(called.exit).toBe(1);
    expect(JSON.parse(called.out()).transactions).toEqual([
      expect.objectContaining({ name: 'v1-buy', state: 'reverted', block: 1_001 }),
    ]);
    expect(node.arrived).toHaveLength(1);
  });

  test('a door that stays shut is told without the key of the node', async () => {
    const node = await startNode();
    node.onSend = () => ({ kind: 'answer', reply: plain(`bad key ${NODE_KEY}`, 403) });
    const called = await confirmed(['set'], node);
    expect(called.exit).toBe(1);
    expect(called.out()).toContain('not sent: The Polygon node, eth_sendRawTransaction (blocked)');
    expect(called.all()).not.toContain(NODE_KEY);
  });
});

describe('revoking', () => {
  test('takes back what is allowed and nothing else', async () => {
    const node = await startNode();
    const given = [named('v1-buy'), named('v2-split'), named('v2-sell')];
    for (const { token, spender } of given) {
      node.allow({
        token: POLYMARKET_CONTRACTS[token],
        owner: ADDRESS,
        spender: POLYMARKET_CONTRACTS[spender],
        amount: token === 'pusd' ? 7_000_000n : true,
      });
    }
    const called = await confirmed(['revoke'], node);
    expect(called.exit).toBe(0);
    expect(node.arrived).toHaveLength(given.length);
    for (const approval of given) expect([0n, false]).toContain(standsAt(node, approval));
    const again = allowances(['revoke', '--json'], { env: env(node) });
    expect(await again.code).toBe(0);
    expect(JSON.parse(again.out())).toMatchObject({ change: 'revoke', transactions: [] });
  });

  test('of a wallet that is a contract takes the key of the relayer', async () => {
    const node = await startNode();
    const called = allowances(['revoke'], {
      env: { ...env(node), POLYMARKET_FUNDER: FUNDER, POLYMARKET_SIGNATURE_TYPE: '1' },
    });
    expect(await called.code).toBe(1);
    expect(called.err()).toContain('wants an API key: set POLYMARKET_RELAYER_KEY');
    expect(node.arrived).toEqual([]);
  });
});

test('neither key nor passphrase nor the key of the node is ever written', async () => {
  const node = await startNode();
  node.onSend = (nth) =>
    nth < 3 ? { kind: 'take' } : { kind: 'error', code: -32_000, message: 'nonce too low' };
  const called = await confirmed(['set'], node);
  for (const secret of [KEY.slice(2), PASSPHRASE, NODE_KEY]) {
    expect(called.all().toLowerCase()).not.toContain(secret.toLowerCase());
  }
});
