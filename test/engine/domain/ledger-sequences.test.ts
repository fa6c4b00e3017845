import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import type { LedgerTotals } from '../../../src/engine/domain/ledger-totals.ts';
import { positionKey } from '../../../src/engine/domain/position.ts';
import {
  cost,
  money,
  price,
  type Quantity,
  quantity,
} from '../../../src/engine/domain/values/money.ts';
import { deposit, fill, NO, NOW_MS, WALLET, YES } from './fills.ts';

describe('random legal sequences', () => {
  const action = fc.record({
    kind: fc.constantFrom(
      'buy',
      'buy',
      'buy',
      'sell',
      'sell',
      'reverse',
      'settle',
      'flow',
      'restart',
    ),
    micro: fc.integer({ min: 1, max: 50_000_000 }),
    at: fc.integer({ min: 1, max: 999_999 }),
    fee: fc.nat({ max: 100_000 }),
    token: fc.constantFrom(YES, NO),
    wallet: fc.constantFrom(WALLET, null),
    pick: fc.nat(),
  });
  type Action = Parameters<Parameters<typeof action.map>[0]>[0];

  class Run {
    ledger = new Ledger(PAPER);
    readonly flows: Flow[] = [];
    booked: Fill[] = [];

    act({ kind, ...of }: Action): void {
      if (kind === 'buy') this.#book(this.#fill(of, 'buy', quantity(of.micro)));
      if (kind === 'sell') this.#sell(of);
      if (kind === 'reverse') this.#reverse(of.pick);
      if (kind === 'settle') this.ledger.settle(of.token, price(of.at), NOW_MS);
      if (kind === 'flow') this.#flow(of);
      if (kind === 'restart') this.#restart();
    }

    #fill(of: Omit<Action, 'kind'>, side: 'buy' | 'sell', count: Quantity): Fill {
      const rounding = side === 'buy' ? 'ceil' : 'floor';
      return fill({
        side,
        quantity: count,
        price: price(of.at),
        notional: cost(price(of.at), count, rounding),
        fee: money(of.fee),
        tokenId: of.token,
        wallet: of.wallet,
      });
    }

    #book(each: Fill): void {
      this.ledger.bookFill(each);
      this.booked.push(each);
    }

    #sell(of: Omit<Action, 'kind'>): void {
      const key = positionKey({ ledger: PAPER, wallet: of.wallet, tokenId: of.token });
      const held = this.ledger.positions.get(key)?.quantity ?? 0;
      if (held > 0) this.#book(this.#fill(of, 'sell', quantity(Math.min(held, of.micro))));
    }

    #reverse(pick: number): void {
      const [chosen] = this.booked.splice(pick % Math.max(1, this.booked.length), 1);
      if (chosen !== undefined) this.ledger.reverseFill(chosen);
    }

    #flow(of: Omit<Action, 'kind'>): void {
      const amount = money(of.pick % 2 === 0 ? of.micro : -of.micro);
      const flow = { ...deposit(0, `flow-${this.flows.length}`), amount };
      this.flows.push(flow);
      this.ledger.bookFlow(flow);
    }

    #restart(): void {
      const before = this.ledger.totals();
      this.ledger = new Ledger(PAPER, {
        flows: this.flows,
        positions: [...this.ledger.positions.values()],
      });
      expect(this.ledger.totals()).toEqual(before);
    }
  }

  test('keep the books right after every step', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const run = new Run();
        for (const each of actions) {
          run.act(each);
          expect(run.ledger.checkInvariants()).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('undone from the newest back, they restore every total on the way', () => {
    const trades = action.filter(({ kind }) => kind === 'buy' || kind === 'sell');
    fc.assert(
      fc.property(fc.array(trades, { maxLength: 30 }), (actions) => {
        const run = new Run();
        const history: LedgerTotals[] = [run.ledger.totals()];
        for (const each of actions) {
          const count = run.booked.length;
          run.act(each);
          if (run.booked.length > count) history.push(run.ledger.totals());
        }
        for (const each of run.booked.reverse()) {
          expect(run.ledger.totals()).toEqual(history.pop());
          expect(run.ledger.reverseFill(each)).not.toBeNull();
        }
        expect(run.ledger.totals()).toEqual(history.pop());
      }),
      { numRuns: 300 },
    );
  });
});
