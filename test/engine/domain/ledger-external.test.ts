import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExternalTrade } from '../../../src/engine/domain/external-booking.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import { type MarketId, PAPER, type WalletAddress } from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import { InvariantError } from '../../../src/engine/domain/values/invariant.ts';
import {
  cents,
  cost,
  dollars,
  money,
  price,
  quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { bought, deposit, fill, NO, NOW_MS, sold, WALLET, YES } from './fills.ts';

const OTHER = '0x00000000000000000000000000000000000000b2' as WalletAddress;

let trades = 0;

function trade(side: 'buy' | 'sell', [count, atCents, fee = 0]: readonly number[]): ExternalTrade {
  trades += 1;
  return {
    tradeId: `trade-${trades}`,
    orderHash: '0xperson',
    marketId: '0xm' as MarketId,
    tokenId: YES,
    side,
    quantity: shares(count ?? 0),
    notional: cost(cents(atCents ?? 0), shares(count ?? 0), 'ceil'),
    fee: dollars(fee),
    atMs: NOW_MS,
  };
}

function funded(): Ledger {
  const ledger = new Ledger(PAPER);
  ledger.bookFlow(deposit(1_000));
  return ledger;
}

function held(ledger: Ledger, wallet: WalletAddress | null): number {
  const row = ledger.openPositions.find((one) => one.wallet === wallet);
  return row?.quantity ?? 0;
}

describe("the owner's own trades", () => {
  test('a buy is the person’s at cost, and only its fee is a flow', () => {
    const ledger = funded();
    const booked = ledger.bookExternal(trade('buy', [10, 40, 0.05]));
    expect(booked?.flow).toMatchObject({ kind: 'external', amount: dollars(-0.05) });
    expect(booked?.positions).toMatchObject([
      { wallet: null, quantity: shares(10), cost: dollars(4), realised: 0, fees: 0 },
    ]);
    expect(ledger.totals()).toMatchObject({
      cash: dollars(995.95),
      flows: dollars(999.95),
      realised: 0,
      fees: 0,
    });
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('a sale leaves at cost with nothing realised, and what it brought more is a flow', () => {
    const ledger = funded();
    ledger.bookFill(bought(10, 40));
    const booked = ledger.bookExternal(trade('sell', [10, 70, 0.1]));
    expect(booked?.flow.amount).toBe(dollars(7 - 0.1 - 4));
    expect(booked?.positions).toMatchObject([{ wallet: WALLET, quantity: 0, cost: 0 }]);
    expect(ledger.totals()).toMatchObject({ cash: dollars(1_002.9), realised: 0, fees: 0 });
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test('are booked once, also after a restart', () => {
    const ledger = funded();
    const made = trade('buy', [10, 40]);
    const booked = ledger.bookExternal(made);
    expect(ledger.bookExternal(made)).toBeNull();
    const flows: Flow[] = [deposit(1_000), ...(booked === null ? [] : [booked.flow])];
    const again = new Ledger(PAPER, { flows, positions: [...ledger.positions.values()] });
    expect(again.bookExternal(made)).toBeNull();
    expect(again.totals()).toEqual(ledger.totals());
  });

  test('take the person’s shares first, then all copies’ in proportion, in lots', () => {
    const ledger = funded();
    ledger.bookFill({ ...bought(60, 40), atMs: NOW_MS });
    ledger.bookFill({ ...bought(30, 40), wallet: OTHER, atMs: NOW_MS + 1 });
    ledger.bookExternal(trade('buy', [10, 40]));
    ledger.bookExternal(trade('sell', [10.01, 40]));
    expect([held(ledger, null), held(ledger, WALLET), held(ledger, OTHER)]).toEqual([
      0,
      shares(59.99),
      shares(30),
    ]);
    ledger.bookExternal(trade('sell', [30, 40]));
    expect([held(ledger, WALLET), held(ledger, OTHER)]).toEqual([shares(39.99), shares(20)]);
  });

  test('leave the shares that an order of ours is selling as long as others are there', () => {
    const ledger = funded();
    ledger.bookFill(bought(60, 40));
    ledger.bookFill({ ...bought(40, 40), wallet: OTHER });
    ledger.bookExternal(trade('sell', [40, 40]), (row) =>
      row.wallet === WALLET ? row.quantity : quantity(0),
    );
    expect(held(ledger, WALLET)).toBe(shares(60));
    expect(ledger.bookFill(sold(60, 50)).position.quantity).toBe(0);
  });

  test('may sell shares that the ledger never had: all they brought is a flow', () => {
    const ledger = funded();
    const booked = ledger.bookExternal(trade('sell', [5, 60]));
    expect(booked).toMatchObject({ unheld: shares(5), positions: [] });
    expect(booked?.flow.amount).toBe(dollars(3));
    expect(ledger.checkInvariants()).toEqual([]);
  });

  test.each(['buy', 'sell'] as const)('a %s that fails on chain is taken back, once', (side) => {
    const ledger = funded();
    ledger.bookFill({ ...bought(50, 40), wallet: null });
    const before = ledger.totals();
    const made = trade(side, [10, 40, 0.05]);
    expect(ledger.reverseExternal(made)).toBeNull();
    ledger.bookExternal(made);
    expect(ledger.reverseExternal(made)).not.toBeNull();
    expect(ledger.totals()).toEqual(before);
    expect(ledger.reverseExternal(made)).toBeNull();
  });
});

test('of a sale that fails on chain only what these rows gave comes back', () => {
  const ledger = funded();
  ledger.bookFill({ ...bought(4, 40), wallet: null });
  const before = ledger.totals();
  const sale = trade('sell', [10, 60]);
  expect(ledger.bookExternal(sale)).toMatchObject({ unheld: shares(6) });
  const back = ledger.reverseExternal(sale);
  expect(back?.positions.map((row) => row.quantity)).toEqual([shares(4)]);
  expect(ledger.totals().cash).toBe(before.cash);
  expect(ledger.checkInvariants()).toEqual([]);
  const never = trade('sell', [3, 60]);
  const empty = funded();
  empty.bookExternal(never);
  expect(empty.reverseExternal(never)).toMatchObject({ positions: [], cash: dollars(-1.8) });
  expect(empty.totals()).toEqual(funded().totals());
});

test('a redemption pays each row its part, to the last micro-dollar', () => {
  const ledger = funded();
  ledger.bookFill(bought(10, 40));
  ledger.bookFill({ ...bought(5, 40), wallet: null });
  const of = { quantity: shares(12), proceeds: money(11_999_999) };
  const paid = ledger.redeem(YES, of, NOW_MS);
  expect(paid.map(({ change, cash }) => [change, cash])).toEqual([
    [-shares(5), 4_999_999],
    [-shares(7), 7_000_000],
  ]);
  expect(ledger.totals()).toMatchObject({ cash: dollars(994) + 11_999_999, cost: dollars(1.2) });
  expect(ledger.checkInvariants()).toEqual([]);
  const tooMuch = { quantity: shares(3.01), proceeds: dollars(3) };
  expect(() => ledger.redeem(YES, tooMuch, NOW_MS)).toThrow(InvariantError);
});

describe('what nothing explains', () => {
  test('shares that came are the person’s at their worth, shares that left go at cost', () => {
    const ledger = funded();
    const of = { marketId: '0xm' as MarketId, tokenId: YES, price: cents(50), atMs: NOW_MS };
    ledger.adjustShares({ ...of, change: shares(4) });
    expect(ledger.totals()).toMatchObject({ cash: dollars(1_000), cost: dollars(2) });
    ledger.adjustShares({ ...of, change: -shares(4), atMs: NOW_MS + 1 });
    expect(ledger.totals()).toMatchObject({ cash: dollars(1_000), cost: 0, flows: dollars(1_000) });
  });

  test('cash is a deposit or a withdrawal', () => {
    const ledger = funded();
    expect(ledger.adjustCash(dollars(-3), NOW_MS)).toMatchObject({
      kind: 'withdrawal',
      amount: dollars(-3),
    });
    expect(ledger.adjustCash(dollars(5), NOW_MS).kind).toBe('deposit');
    expect(ledger.cash).toBe(dollars(1_002));
  });
});

describe('a realised part of a reversal', () => {
  test('keeps realisations and positions in step', () => {
    const ledger = funded();
    const first = bought(10, 40);
    ledger.bookFill(first);
    ledger.bookFill(bought(10, 60));
    const sale = ledger.bookFill(sold(5, 70));
    const reversed = ledger.reverseFill(first);
    const [row] = ledger.positions.values();
    expect(sale.realised + (reversed?.realised ?? 0)).toBe(row?.realised);
  });
});

const step = fc.record({
  kind: fc.constantFrom('fill', 'buy', 'sell', 'sell', 'back', 'shares', 'cash', 'resolve'),
  micro: fc.integer({ min: 1, max: 50_000_000 }),
  at: fc.integer({ min: 1, max: 1_000_000 }),
  fee: fc.nat({ max: 100_000 }),
  token: fc.constantFrom(YES, NO),
  wallet: fc.constantFrom(WALLET, OTHER, null),
});
type Step = Parameters<Parameters<typeof step.map>[0]>[0] & { readonly atMs: number };

class Account {
  readonly ledger = funded();
  readonly made: ExternalTrade[] = [];

  readonly acts: Record<string, (of: Step) => void> = {
    fill: ({ micro, at, token: tokenId, wallet }) => {
      const amounts = { quantity: quantity(micro), price: price(at) };
      this.ledger.bookFill(fill({ ...amounts, tokenId, wallet }));
    },
    buy: (of) => this.#trade(of, 'buy'),
    sell: (of) => this.#trade(of, 'sell'),
    back: () => {
      const one = this.made.pop();
      if (one !== undefined) this.ledger.reverseExternal(one);
    },
    shares: ({ micro, at, token: tokenId, atMs }) => {
      const of = { marketId: '0xm' as MarketId, tokenId, price: price(at), atMs };
      this.ledger.adjustShares({ ...of, change: at % 2 === 0 ? micro : -micro });
    },
    cash: ({ micro, atMs }) => {
      this.ledger.adjustCash(money(micro % 2 === 0 ? micro : -micro), atMs);
    },
    resolve: ({ token: tokenId, at, atMs }) => {
      this.ledger.settle(tokenId, price(at), atMs);
    },
  };

  #trade({ micro, at, fee, token: tokenId, atMs }: Step, side: 'buy' | 'sell'): void {
    const one: ExternalTrade = {
      tradeId: `t${atMs}`,
      orderHash: '0xperson',
      marketId: '0xm' as MarketId,
      tokenId,
      side,
      quantity: quantity(micro),
      notional: cost(price(at), quantity(micro), 'ceil'),
      fee: money(fee),
      atMs,
    };
    this.made.push(one);
    this.ledger.bookExternal(one);
  }
}

test('whatever the owner does between our own trades, the books are right and nothing is earned', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { ledger, acts } = new Account();
      for (const [index, each] of steps.entries()) {
        const { realised } = ledger.totals();
        acts[each.kind]?.({ ...each, atMs: NOW_MS + index });
        expect(ledger.checkInvariants()).toEqual([]);
        if (each.kind !== 'resolve') expect(ledger.totals().realised).toBe(realised);
      }
    }),
    { numRuns: 300 },
  );
});
