import { describe, expect, test } from 'vitest';
import { deployDepositWallet } from '../../../../src/data/polymarket/wallet/deploy-deposit-wallet.ts';
import { TURNS_WAITING_MAX } from '../../../../src/data/polymarket/wallet/in-turn.ts';
import { redeemCalls } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import {
  NONCE_LOOKS_MAX,
  RelayedCalls,
} from '../../../../src/data/polymarket/wallet/relayed-calls.ts';
import {
  RELAY_POLL_MS,
  RELAY_WAIT_MS_MAX,
} from '../../../../src/data/polymarket/wallet/relayed-outcome.ts';
import type { RelayedKind } from '../../../../src/data/polymarket/wallet/relayer.ts';
import { shares } from '../../../../src/engine/domain/values/money.ts';
import { plain } from '../../../servers/http-double.ts';
import { answer, type Fate } from '../../../servers/write-double.ts';
import { market } from '../order/setting.ts';
import { guardedSigner, KEY, WALLETS } from './guarded-signer.ts';
import { HASH, ID } from './relayer-double.ts';
import { chain, quickRuntime, relayers } from './setting.ts';

const made = redeemCalls({ kind: 'merge', market: market(), quantity: shares(3) }, null);
if (typeof made === 'string') throw new Error(made);
const CALLS = made;
const KINDS: readonly RelayedKind[] = ['proxy', 'safe', 'depositWallet'];
const LOG = { address: `0x${'5'.repeat(40)}`, topics: [`0x${'6'.repeat(64)}`], data: '0x07' };

async function setting(kind: RelayedKind = 'safe', withNode = false) {
  const runtime = quickRuntime();
  const { double, relayer } = await relayers(runtime);
  const onChain = withNode ? await chain(runtime) : null;
  const node = onChain?.node ?? null;
  const signer = guardedSigner(kind, { nowMs: runtime.nowMs });
  const options = { kind, wallet: WALLETS[kind], signer, relayer, node, runtime };
  return {
    double,
    runtime,
    node: onChain?.double ?? null,
    calls: new RelayedCalls(options),
    options,
  };
}

/** A receipt of the relayer's transaction. */
function receipt(status: '0x1' | '0x0'): ReturnType<typeof plain> {
  const result = { transactionHash: HASH, blockNumber: '0x10', status, logs: [LOG] };
  return plain(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
}

describe.each(KINDS)('calls of a %s', (kind) => {
  test('are signed, handed over once, and awaited', async () => {
    const { double, calls, runtime } = await setting(kind);
    expect(await calls.make(CALLS, 'Merge: Will it rain?')).toEqual({
      ...{ kind: 'mined', transactions: [HASH], logs: null },
    });
    expect(double.submits).toHaveLength(1);
    expect(double.submits[0]).toMatchObject({
      nonce: '7',
      from: KEY,
      metadata: 'Merge: Will it rain?',
    });
    expect(double.count(ID)).toBe(4);
    expect(runtime.passedMs()).toBe(3 * RELAY_POLL_MS);
  });

  test('answer with the logs of the chain where a node is', async () => {
    const { calls, node } = await setting(kind, true);
    node?.instead.set('eth_getTransactionReceipt', receipt('0x1'));
    // The double counts questions: the estimate of a proxy comes first.
    if (kind === 'proxy') node?.instead.set('eth_getTransactionReceipt', withId(receipt('0x1'), 2));
    expect(await calls.make(CALLS, '')).toEqual({
      ...{ kind: 'mined', transactions: [HASH], logs: [LOG] },
    });
  });

  test('of two at once are made one after the other, each with its own nonce', async () => {
    const { double, calls } = await setting(kind);
    const both = await Promise.all([calls.make(CALLS, 'one'), calls.make(CALLS, 'two')]);
    expect(both.map((one) => one.kind)).toEqual(['mined', 'mined']);
    expect(double.submits.map(({ nonce, metadata }) => [nonce, metadata])).toEqual([
      ['7', 'one'],
      ['8', 'two'],
    ]);
  });
});

function withId(reply: ReturnType<typeof plain>, id: number): ReturnType<typeof plain> {
  if (reply.kind !== 'answer') return reply;
  return { ...reply, text: reply.text.replace('"id":1', `"id":${id}`) };
}

describe('what the relayer refuses', () => {
  test.each<[string, Fate, RegExp]>([
    ['too many', answer({ error: 'Too Many Requests' }, 429), /429: Too Many/],
    ['a busy wallet', answer({ error: 'wallet busy: active action' }, 400), /wallet busy/],
    [
      'an old nonce',
      answer({ error: 'batch nonce 7 does not match on-chain nonce 8' }, 400),
      /nonce 7/,
    ],
    ['a signature', answer({ error: 'invalid signature' }, 400), /invalid signature/],
    ['the key', answer({ error: 'unauthorized' }, 401), /does not take POLYMARKET_RELAYER_KEY/],
  ])('for %s did not happen', async (_what, fate, why) => {
    const { double, calls } = await setting();
    double.onSubmit = () => fate;
    expect(await calls.make(CALLS, '')).toEqual({
      ...{ kind: 'failed', transaction: null, why: expect.stringMatching(why) },
    });
    expect(double.submits).toHaveLength(1);
  });

  test('does not happen either when it says so later', async () => {
    const { double, calls } = await setting();
    double.stages = [{ state: 'STATE_NEW' }, { state: 'STATE_INVALID', error: 'not deployed' }];
    expect(await calls.make(CALLS, '')).toEqual({
      ...{ kind: 'failed', transaction: null, why: 'the relayer says STATE_INVALID: not deployed' },
    });
  });

  test('is believed less than the chain', async () => {
    const failed = [{ state: 'STATE_FAILED', hash: HASH }];
    const { double, calls, node } = await setting('safe', true);
    double.stages = failed;
    node?.instead.set('eth_getTransactionReceipt', receipt('0x1'));
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'mined', transactions: [HASH] });
    const other = await setting('safe', true);
    other.node?.instead.set('eth_getTransactionReceipt', receipt('0x0'));
    expect(await other.calls.make(CALLS, '')).toEqual({
      ...{ kind: 'failed', transaction: HASH, why: 'it was mined and reverted' },
    });
  });
});

describe('what is not known', () => {
  const lost: readonly [string, (of: Awaited<ReturnType<typeof setting>>) => Fate][] = [
    ['the connection broke', () => ({ kind: 'drop' })],
    ['it was reset', () => ({ kind: 'reset' })],
    ['garbage came', () => ({ kind: 'garbage' })],
    ['half of it came', () => ({ kind: 'truncate', text: '{"transactionID":"' })],
    ['the relayer failed', () => answer({ error: 'oops' }, 503)],
    ['it cannot be read', () => answer({ ok: true })],
    [
      'nothing came in time',
      ({ runtime }) => {
        setImmediate(runtime.expire);
        return { kind: 'silence' };
      },
    ],
  ];

  test.each(lost)(
    'is looked for by the nonce, and not sent again, when %s',
    async (_what, fate) => {
      for (const happened of [true, false]) {
        const of = await setting();
        of.double.onSubmit = () => {
          if (happened) of.double.nonce += 1n;
          return fate(of);
        };
        const words = happened
          ? "the wallet's nonce went from 7 to 8"
          : "the wallet's nonce was still 7";
        expect(await of.calls.make(CALLS, '')).toEqual({
          ...{ kind: 'unknown', transaction: null, why: expect.stringContaining(words) },
        });
        expect(of.double.submits).toHaveLength(1);
        expect(of.double.count('params')).toBe(1 + (happened ? 1 : NONCE_LOOKS_MAX));
      }
    },
  );

  test('is signed anew with the same nonce when it did not move: only one of both can happen', async () => {
    const { double, calls } = await setting();
    double.onSubmit = (nth) => (nth === 0 ? { kind: 'drop' } : null);
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'unknown' });
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'mined' });
    expect(double.submits.map(({ nonce }) => nonce)).toEqual(['7', '7']);
  });

  test('stays so when it does not end in time, with its hash', async () => {
    const { double, calls, runtime } = await setting();
    double.stages = [{ state: 'STATE_EXECUTED', hash: HASH }];
    expect(await calls.make(CALLS, '')).toEqual({
      ...{ kind: 'unknown', transaction: HASH },
      why: 'it did not end in time, and is at STATE_EXECUTED',
    });
    expect(runtime.passedMs()).toBe(RELAY_WAIT_MS_MAX);
  });

  test('stays so when it is confirmed without a hash', async () => {
    const { double, calls } = await setting();
    double.stages = [{ state: 'STATE_CONFIRMED' }];
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'unknown', transaction: null });
  });

  test('is asked for again when the relayer does not say', async () => {
    const { double, calls } = await setting();
    double.instead.set(ID, (nth) => (nth < 3 ? answer({ error: 'oops' }, 500) : null));
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'mined' });
  });
});

describe('before anything is signed', () => {
  test('a relayer that does not say the nonce is the end of it', async () => {
    const { double, calls } = await setting();
    double.instead.set('params', answer({ error: 'oops' }, 500));
    expect(await calls.make(CALLS, '')).toMatchObject({
      ...{
        kind: 'failed',
        why: expect.stringMatching(/^nothing was sent: relayer\.params .*oops/),
      },
    });
    expect(double.submits).toHaveLength(0);
  });

  test('a contract that would refuse a proxy is the end of it', async () => {
    const { double, calls, node } = await setting('proxy', true);
    if (node !== null) node.gasOf = () => 'result not received yet';
    expect(await calls.make(CALLS, '')).toMatchObject({
      ...{ kind: 'failed', why: expect.stringContaining('result not received yet') },
    });
    expect(double.submits).toHaveLength(0);
  });

  test('a signer that refuses throws, and nothing is handed over', async () => {
    const { double, calls } = await setting();
    const foreign = [{ to: `0x${'9'.repeat(40)}`, data: '0x12345678' }];
    await expect(calls.make(foreign, '')).rejects.toMatchObject({ name: 'SignerError' });
    expect(double.submits).toHaveLength(0);
    expect(await calls.make(CALLS, '')).toMatchObject({ kind: 'mined' });
  });

  test('no more than so many wait for their turn', async () => {
    const { double, calls } = await setting();
    double.instead.set('params', answer({ error: 'no' }, 400));
    const all = Array.from({ length: TURNS_WAITING_MAX + 1 }, () => calls.make(CALLS, ''));
    const answers = await Promise.all(all);
    const words = answers.map((one) => ('why' in one ? one.why : ''));
    expect(words.filter((one) => one.startsWith('too many calls'))).toHaveLength(1);
  });
});

describe('making a deposit wallet', () => {
  test('is asked for without a signature, and awaited', async () => {
    const { double, options } = await setting('depositWallet');
    expect(await deployDepositWallet(KEY, options)).toMatchObject({ kind: 'mined' });
    expect(double.submits).toEqual([
      {
        from: KEY,
        metadata: 'Deploy Deposit Wallet',
        to: '0x00000000000Fb5C9ADea0298D729A0CB3823Cc07',
        type: 'WALLET-CREATE',
      },
    ]);
  });

  test.each<[Fate, string]>([
    [answer({ error: 'already there' }, 400), 'failed'],
    [{ kind: 'drop' }, 'unknown'],
  ])('that was refused or lost says so', async (fate, kind) => {
    const { double, options } = await setting('depositWallet');
    double.onSubmit = () => fate;
    expect(await deployDepositWallet(KEY, options)).toMatchObject({ kind });
    expect(double.submits).toHaveLength(1);
  });
});
