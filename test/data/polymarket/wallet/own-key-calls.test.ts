import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { OwnKeyCalls } from '../../../../src/data/polymarket/wallet/own-key-calls.ts';
import {
  feesWithin,
  missingPol,
  OWN_FEE_PER_GAS_WEI_MAX,
  OWN_GAS_MAX,
  OWN_TIP_PER_GAS_WEI_MAX,
  roomyGas,
} from '../../../../src/data/polymarket/wallet/own-key-gas.ts';
import { redeemCalls } from '../../../../src/data/polymarket/wallet/redeem-calls.ts';
import { cents, shares } from '../../../../src/engine/domain/values/money.ts';
import { POLYMARKET_CONTRACTS } from '../../../../src/engine/domain/venue-rules/polymarket-contracts.ts';
import {
  FEE_PER_GAS_WEI_MAX,
  TIP_PER_GAS_WEI_MAX,
  TRANSACTION_GAS_MAX,
} from '../../../../src/ops/keystore/transaction.ts';
import { plain } from '../../../servers/http-double.ts';
import type { OnSend, RpcNode } from '../../../servers/polygon/rpc-node.ts';
import { guardedSigner, KEY } from './guarded-signer.ts';
import { marketV2, NO_V2, YES_V2 } from './markets.ts';
import { chain, NODE_KEY } from './setting.ts';

const POL = 10n ** 18n;
const GWEI = 10n ** 9n;
const claim = { quantity: shares(2), payout: cents(50) };
const made = redeemCalls(
  {
    ...{ kind: 'redeem', market: marketV2() },
    claims: [
      { ...claim, tokenId: YES_V2 },
      { ...claim, tokenId: NO_V2 },
    ],
  },
  null,
);
if (typeof made === 'string') throw new Error(made);
const TWO = made;
const ONE = TWO.slice(0, 1);
const LOG = { address: POLYMARKET_CONTRACTS.pusd.toLowerCase(), topics: [], data: '0x07' };

async function setting() {
  const { double, node } = await chain();
  double.giveCoins(KEY, POL);
  double.gasOf = ({ from }) => (from === KEY.toLowerCase() ? 200_000n : 'not your shares');
  return { double, calls: new OwnKeyCalls({ signer: guardedSigner('eoa'), node }) };
}

const sends = (double: RpcNode) =>
  double.asked.filter((method) => method === 'eth_sendRawTransaction').length;

describe('calls of the own key', () => {
  test('are one transaction each, within the limits, and answer with all logs', async () => {
    const { double, calls } = await setting();
    double.setNonce(KEY, 41);
    double.logsOf = () => [LOG];
    const answer = await calls.make(TWO);
    const [first, second] = double.arrived;
    expect(answer).toEqual({
      ...{ kind: 'mined', transactions: [first?.hash, second?.hash], logs: [LOG, LOG] },
    });
    expect(double.arrived.map(({ nonce, to, data }) => ({ nonce, to, data }))).toEqual(
      TWO.map((call, index) => ({ nonce: 41 + index, ...call })),
    );
    expect(first).toMatchObject({
      ...{ from: KEY, type: 2, chainId: 137n, value: 0n, gasLimit: 250_000n },
      ...{ maxFeePerGas: 131n * GWEI, maxPriorityFeePerGas: 31n * GWEI },
    });
  });

  test('end with the first that reverts, and say what was mined before', async () => {
    const { double, calls } = await setting();
    double.onSend = (nth) => {
      double.reverts = nth === 1;
      return { kind: 'take' };
    };
    expect(await calls.make([...TWO, ...ONE])).toEqual({
      ...{ kind: 'failed', transaction: double.arrived[1]?.hash },
      why: '1 of 3 calls were mined, then: it was mined and reverted',
    });
    expect(sends(double)).toBe(2);
  });

  test('of two at once do not take the same nonce', async () => {
    const { double, calls } = await setting();
    const answers = await Promise.all([calls.make(ONE), calls.make(ONE)]);
    expect(answers.map(({ kind }) => kind)).toEqual(['mined', 'mined']);
    expect(double.arrived.map(({ nonce }) => nonce)).toEqual([0, 1]);
  });

  test('go on behind what was mined here, where a node does not know of it yet', async () => {
    const { double, calls } = await setting();
    expect(await calls.make(ONE)).toMatchObject({ kind: 'mined' });
    double.minedNonces.set(KEY.toLowerCase(), 0);
    expect(await calls.make(ONE)).toMatchObject({ kind: 'mined' });
    expect(double.arrived.map(({ nonce }) => nonce)).toEqual([0, 1]);
  });
});

describe('nothing is sent', () => {
  const refused: readonly [string, (double: RpcNode) => void, string][] = [
    [
      'when the wallet cannot pay for the gas',
      (double) => double.giveCoins(KEY, POL / 1_000n),
      'nothing was sent: 0.0328 POL is needed for gas, the wallet has 0.001',
    ],
    [
      'when the contract would refuse it',
      (double) => {
        double.gasOf = () => 'result not received yet';
      },
      'execution reverted: result not received yet',
    ],
    [
      'when it would take more gas than one transaction may',
      (double) => {
        double.gasOf = () => OWN_GAS_MAX + 1n;
      },
      'it would take 700001 gas, and one transaction may take 700000',
    ],
    [
      'when gas costs more than is paid',
      (double) => {
        double.baseFee = 2_000n * GWEI;
      },
      'gas costs 2031 gwei now, and at most 1000 are paid',
    ],
    [
      'while an earlier transaction waits',
      (double) => {
        double.setNonce(KEY, 6);
        double.minedNonces.set(KEY.toLowerCase(), 5);
      },
      'a transaction of this wallet is still waiting to be mined, from nonce 5',
    ],
    [
      'when the node does not say',
      (double) => double.instead.set('eth_getBalance', plain(`no ${NODE_KEY}`, 401)),
      'eth_getBalance (rejected): no [hidden]',
    ],
  ];
  test.each(refused)('%s', async (_what, arrange, why) => {
    const { double, calls } = await setting();
    arrange(double);
    const answer = await calls.make(TWO);
    expect(answer).toEqual({
      ...{ kind: 'failed', transaction: null, why: expect.stringContaining(why) },
    });
    expect(sends(double)).toBe(0);
    expect(inspect(answer)).not.toContain(NODE_KEY);
  });

  test('when the signer refuses, which throws', async () => {
    const { double, calls } = await setting();
    const foreign = [{ to: `0x${'9'.repeat(40)}`, data: '0x12345678' }];
    await expect(calls.make(foreign)).rejects.toMatchObject({ name: 'SignerError' });
    expect(sends(double)).toBe(0);
  });
});

describe('what was sent', () => {
  const error = (message: string): OnSend => ({ kind: 'error', code: -32_000, message });

  test('and refused by the node did not happen', async () => {
    const { double, calls } = await setting();
    double.onSend = () => error('nonce too low');
    expect(await calls.make(TWO)).toMatchObject({
      ...{ kind: 'failed', transaction: null, why: expect.stringContaining('nonce too low') },
    });
    expect(sends(double)).toBe(1);
  });

  test.each<[string, OnSend]>([
    ['the connection broke', { kind: 'drop' }],
    ['a gateway failed', { kind: 'answer', reply: plain('bad gateway', 502) }],
    ['words came that prove nothing', error('internal error')],
  ])('is not known, and not sent again, when %s and no receipt comes', async (_what, onSend) => {
    const { double, calls } = await setting();
    double.onSend = () => onSend;
    expect(await calls.make(TWO)).toMatchObject({
      ...{ kind: 'unknown', transaction: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
    });
    expect(sends(double)).toBe(1);
  });

  test('is found by its receipt when its answer was lost', async () => {
    const { double, calls } = await setting();
    double.onSend = () => ({ kind: 'takeSilently' });
    double.pollsUntilMined = 3;
    expect(await calls.make(ONE)).toMatchObject({ kind: 'mined' });
    expect(sends(double)).toBe(1);
  });

  test('is not known when it is taken and never mined', async () => {
    const { double, calls } = await setting();
    double.pollsUntilMined = 1_000;
    expect(await calls.make(ONE)).toEqual({
      ...{ kind: 'unknown', transaction: double.arrived[0]?.hash },
      why: 'no receipt came in time',
    });
  });
});

describe('what gas may cost', () => {
  test('is what the signer signs for', () => {
    expect([OWN_GAS_MAX, OWN_FEE_PER_GAS_WEI_MAX, OWN_TIP_PER_GAS_WEI_MAX]).toEqual([
      TRANSACTION_GAS_MAX,
      FEE_PER_GAS_WEI_MAX,
      TIP_PER_GAS_WEI_MAX,
    ]);
  });

  test('is an estimate with room, up to the limit', () => {
    expect(roomyGas(400_000n)).toBe(500_000n);
    expect(roomyGas(600_000n)).toBe(OWN_GAS_MAX);
    expect(roomyGas(OWN_GAS_MAX)).toBe(OWN_GAS_MAX);
  });

  test('is cut where the next block would take less', () => {
    const dear = { maxFeePerGas: 1_630n * GWEI, maxPriorityFeePerGas: 30n * GWEI };
    const cut = { maxFeePerGas: OWN_FEE_PER_GAS_WEI_MAX, maxPriorityFeePerGas: 30n * GWEI };
    expect(feesWithin(dear)).toEqual(cut);
    const greedy = { maxFeePerGas: 700n * GWEI, maxPriorityFeePerGas: 600n * GWEI };
    expect(feesWithin(greedy)).toEqual({
      ...greedy,
      maxPriorityFeePerGas: OWN_TIP_PER_GAS_WEI_MAX,
    });
  });

  test('is told so that what is missing never looks like enough', () => {
    expect(missingPol({ needed: 20n * 10n ** 15n, balance: 10n ** 15n })).toBe(
      'nothing was sent: 0.02 POL is needed for gas, the wallet has 0.001',
    );
    expect(missingPol({ needed: 2n, balance: 1n })).toBe(
      'nothing was sent: 0.0001 POL is needed for gas, the wallet has 0',
    );
    expect(missingPol({ needed: 2n, balance: 2n })).toBeNull();
  });
});
