import { describe, expect, test } from 'vitest';
import type { ScriptedMarket } from '../wire/scripted-venue.ts';
import {
  ADAPTER,
  CALLS,
  CTF,
  EXCHANGE,
  keeperOf,
  MAX,
  makerOf,
  NEG_RISK_COLLATERAL_ADAPTER,
  ONRAMP,
  POSITIONS,
  PUSD,
  redeemCalls,
  USDCE_TOKEN,
  view,
} from './calls.ts';
import { StillChain } from './still-accounts.ts';

const ALICE = `0x${'a1'.repeat(20)}`;
const BOB = `0x${'b0'.repeat(20)}`;
const DOLLAR = 1_000_000;
const NOT_APPROVED = 'execution reverted: ERC1155: need operator approval for 3rd party transfers.';
const NOT_RESOLVED = 'execution reverted: result for condition not received yet';

function holding(chain: StillChain, market: ScriptedMarket, shares: readonly [number, number]) {
  for (const [outcome, amount] of shares.entries()) {
    chain.funds.fund(ALICE, { tokenId: market.tokenIds[outcome as 0 | 1], shares: amount });
  }
}

const money = (chain: StillChain, address = ALICE): number =>
  chain.accounts.balance(address, null) / DOLLAR;
const sharesOf = (chain: StillChain, market: ScriptedMarket, address = ALICE) =>
  market.tokenIds.map((token) => chain.accounts.balance(address, token) / DOLLAR);

const KINDS = [
  ['standard', 0],
  ['neg-risk', 1],
  ['v2', 2],
] as const;

describe.each(KINDS)('shares of a %s market', (_, kind) => {
  function resolved(payouts: readonly [number, number], shares: readonly [number, number]) {
    const chain = new StillChain();
    const market = chain.markets[kind];
    holding(chain, market, shares);
    const claims = redeemCalls(market, [BigInt(shares[0]), BigInt(shares[1])]);
    const redeem = (from = ALICE) => chain.send(from, ...claims);
    expect(redeem()).toBe(NOT_APPROVED);
    expect(chain.send(ALICE, CALLS.approveAll(keeperOf(market), makerOf(market)))).toBe('done');
    expect(redeem()).toBe(NOT_RESOLVED);
    market.resolve(payouts);
    return { chain, market, redeem, claims };
  }

  test('pay what they won once, and are gone', () => {
    const { chain, market, redeem } = resolved([0, 1], [3 * DOLLAR, 7 * DOLLAR]);
    expect(redeem()).toBe('done');
    expect(money(chain)).toBe(7);
    expect(sharesOf(chain, market)).toEqual([0, 0]);
    expect(chain.rows).toMatchObject(
      kind === 2
        ? [{ type: 'REDEEM', wallet: ALICE, size: 7 * DOLLAR }]
        : [{ type: 'REDEEM', wallet: ALICE, size: 7 * DOLLAR, market: { id: market.id } }],
    );
    redeem();
    expect(money(chain)).toBe(7);
  });

  test('pay half each when the market is void, rounded down for each outcome', () => {
    const { chain, redeem } = resolved([0.5, 0.5], [3, 5]);
    expect(redeem()).toBe('done');
    expect(chain.accounts.balance(ALICE, null)).toBe(1 + 2);
  });

  test('are not paid to somebody who has none, and stay where they are', () => {
    const { chain, market, redeem } = resolved([1, 0], [4 * DOLLAR, 0]);
    expect(redeem(BOB)).toBe(NOT_APPROVED);
    chain.send(BOB, CALLS.approveAll(keeperOf(market), makerOf(market)));
    // The adapters take all that the caller has, which is nothing; the router what it is told.
    expect(redeem(BOB)).toBe(
      kind === 2 ? 'execution reverted: insufficient balance for transfer' : 'done',
    );
    expect(money(chain, BOB)).toBe(0);
    expect(sharesOf(chain, market)).toEqual([4, 0]);
  });

  test('come from dollars and go back to them in whole sets', () => {
    const chain = new StillChain();
    const market = chain.markets[kind];
    chain.funds.fund(ALICE, { dollars: 10 * DOLLAR });
    const amount = BigInt(6 * DOLLAR);
    expect(chain.send(ALICE, CALLS.split(market, amount))).toBe(
      'execution reverted: insufficient allowance',
    );
    const approvals = [
      CALLS.approve(PUSD, makerOf(market)),
      CALLS.approveAll(keeperOf(market), makerOf(market)),
    ];
    expect(chain.send(ALICE, ...approvals, CALLS.split(market, amount))).toBe('done');
    expect([money(chain), ...sharesOf(chain, market)]).toEqual([4, 6, 6]);
    expect(chain.send(ALICE, CALLS.merge(market, amount + 1n))).toContain('insufficient balance');
    expect(chain.send(ALICE, CALLS.merge(market, amount / 2n))).toBe('done');
    expect([money(chain), ...sharesOf(chain, market)]).toEqual([7, 3, 3]);
    expect(chain.rows.map(({ type, size }) => [type, size / DOLLAR])).toEqual([
      ['SPLIT', 6],
      ['MERGE', 3],
    ]);
  });

  test('are told by events, from and to nobody when they come and go', () => {
    const chain = new StillChain();
    const market = chain.markets[kind];
    market.resolve([1, 0]);
    holding(chain, market, [2 * DOLLAR, DOLLAR]);
    chain.send(ALICE, CALLS.approveAll(keeperOf(market), makerOf(market)));
    const calls = redeemCalls(market, [BigInt(2 * DOLLAR), BigInt(DOLLAR)]);
    const named = calls.map((call) => ({ from: ALICE, ...call }));
    const { draft } = chain.machine.execute(named, { transaction: `0x${'2'.repeat(64)}` });
    const burned = draft.logs.filter(({ address }) => address === keeperOf(market).toLowerCase());
    const word = (address: string) => `0x${address.slice(2).toLowerCase().padStart(64, '0')}`;
    const nobody = word(`0x${'0'.repeat(40)}`);
    expect(burned.map(({ topics }) => topics.slice(1))).toEqual([
      [word(makerOf(market)), word(ALICE), nobody],
      [word(makerOf(market)), word(ALICE), nobody],
    ]);
    const paid = draft.logs.filter(({ address }) => address === PUSD.toLowerCase());
    expect(paid).toMatchObject([{ topics: [expect.any(String), nobody, word(ALICE)] }]);
    expect(BigInt(paid[0]?.data ?? '0x0')).toBe(BigInt(2 * DOLLAR));
  });
});

test('a result is told by the first protocol in the smallest numbers', () => {
  const chain = new StillChain();
  const [standard] = chain.markets;
  const told = () => [
    chain.ask(view(CTF, 'payoutDenominator', [standard.conditionId])),
    ...[0, 1].map((at) => chain.ask(view(CTF, 'payoutNumerators', [standard.conditionId, at]))),
  ];
  expect(told()).toEqual([0n, 0n, 0n]);
  standard.resolve([0, 1]);
  expect(told()).toEqual([1n, 0n, 1n]);
  standard.resolve([0.5, 0.5]);
  expect(told()).toEqual([2n, 1n, 1n]);
});

test('an adapter takes no market of the other, no nested position, and no other money', () => {
  const chain = new StillChain();
  const [standard, negRisk] = chain.markets;
  for (const adapter of [ADAPTER, NEG_RISK_COLLATERAL_ADAPTER]) {
    chain.send(ALICE, CALLS.approveAll(CTF, adapter));
  }
  for (const market of chain.markets) market.resolve([1, 0]);
  const crossed = [
    CALLS.redeemAll(standard, NEG_RISK_COLLATERAL_ADAPTER),
    CALLS.redeemAll(negRisk, ADAPTER),
  ];
  for (const call of crossed) {
    expect(chain.send(ALICE, call)).toBe('execution reverted: condition not prepared');
  }
  expect(chain.send(ALICE, CALLS.redeemAll(standard, ADAPTER, USDCE_TOKEN))).toBe(
    'execution reverted: invalid collateral token',
  );
});

test('the first protocol itself pays bridged dollars, and nothing in the name of others', () => {
  const chain = new StillChain();
  const [standard, negRisk] = chain.markets;
  for (const market of [standard, negRisk]) {
    holding(chain, market, [5 * DOLLAR, 0]);
    market.resolve([1, 0]);
  }
  expect(chain.send(ALICE, CALLS.redeemAll(standard, CTF, PUSD))).toBe('done');
  expect(chain.send(ALICE, CALLS.redeemAll(negRisk, CTF, USDCE_TOKEN))).toBe('done');
  expect([sharesOf(chain, standard), sharesOf(chain, negRisk)]).toEqual([
    [5, 0],
    [5, 0],
  ]);
  expect(chain.send(ALICE, CALLS.redeemAll(standard, CTF, USDCE_TOKEN))).toBe('done');
  expect(sharesOf(chain, standard)).toEqual([0, 0]);
  expect(chain.accounts.balance(ALICE, 'usdce')).toBe(5 * DOLLAR);
});

test('bridged dollars become those of the venue for whomever the owner names', () => {
  const chain = new StillChain();
  chain.funds.fund(ALICE, { usdce: 9 * DOLLAR });
  const amount = BigInt(4 * DOLLAR);
  expect(chain.send(ALICE, CALLS.wrap(BOB, amount))).toContain('insufficient allowance');
  expect(chain.send(ALICE, CALLS.approve(USDCE_TOKEN, ONRAMP, amount))).toBe('done');
  expect(chain.send(ALICE, CALLS.wrap(BOB, amount))).toBe('done');
  expect([money(chain, BOB), chain.accounts.balance(ALICE, 'usdce') / DOLLAR]).toEqual([4, 5]);
  // The allowance is used up.
  expect(chain.ask(view(USDCE_TOKEN, 'allowance', [ALICE, ONRAMP]))).toBe(0n);
});

test('approvals are of one owner, one token and one spender, and can be taken back', () => {
  const chain = new StillChain();
  const told = () => [
    chain.ask(view(PUSD, 'allowance', [ALICE, EXCHANGE])),
    chain.ask(view(PUSD, 'allowance', [BOB, EXCHANGE])),
    chain.ask(view(CTF, 'isApprovedForAll', [ALICE, EXCHANGE])),
    chain.ask(view(POSITIONS, 'isApprovedForAll', [ALICE, EXCHANGE])),
  ];
  expect(told()).toEqual([0n, 0n, false, false]);
  chain.send(ALICE, CALLS.approve(PUSD, EXCHANGE), CALLS.approveAll(CTF, EXCHANGE));
  expect(told()).toEqual([MAX, 0n, true, false]);
  chain.send(ALICE, CALLS.approve(PUSD, EXCHANGE, 7n), CALLS.approveAll(CTF, EXCHANGE, false));
  expect(told()).toEqual([7n, 0n, false, false]);
});

test('a transaction whose last call is refused changes nothing', () => {
  const chain = new StillChain();
  chain.funds.fund(ALICE, { dollars: 5 * DOLLAR });
  const answer = chain.send(
    ALICE,
    CALLS.approve(PUSD, ADAPTER),
    CALLS.transfer(PUSD, BOB, BigInt(DOLLAR)),
    CALLS.transfer(PUSD, BOB, BigInt(5 * DOLLAR)),
  );
  expect(answer).toBe('execution reverted: insufficient balance');
  expect([money(chain), money(chain, BOB)]).toEqual([5, 0]);
  expect(chain.ask(view(PUSD, 'allowance', [ALICE, ADAPTER]))).toBe(0n);
});

test('a function that a contract does not have is refused, and an address without code is not', () => {
  const chain = new StillChain();
  expect(chain.send(ALICE, { to: PUSD, data: '0x12345678' })).toBe('execution reverted');
  expect(chain.send(ALICE, { to: PUSD, data: '0x' })).toBe('execution reverted');
  expect(chain.send(ALICE, { to: PUSD, data: '0xa9059cbb00' })).toBe('execution reverted');
  expect(chain.send(ALICE, { to: BOB, data: '0x12345678' })).toBe('done');
});
