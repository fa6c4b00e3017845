import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import { InvariantError } from '../../../src/engine/domain/values/invariant.ts';
import { dollars, money, shares, ZERO_MONEY } from '../../../src/engine/domain/values/money.ts';
import { approve } from '../../../src/engine/risk/approve.ts';
import { intent } from '../core/paper/paper-arbitraries.ts';

function ledgerWith(cash: number): Ledger {
  const ledger = new Ledger(PAPER);
  const amount = money(cash);
  ledger.bookFlow({ id: 'f', ledger: PAPER, kind: 'deposit', amount, note: '', atMs: 0 });
  return ledger;
}

describe('approval', () => {
  test('is given exactly within budget and cash, and takes the reservation', () => {
    const amount = fc.nat(100);
    fc.assert(
      fc.property(fc.tuple(amount, amount, amount), fc.tuple(amount, amount), (order, room) => {
        const [spend, used, total] = order;
        const [reserve, cash] = room;
        const ledger = ledgerWith(cash);
        const give = () =>
          approve(intent({ spend: money(spend) }), money(reserve), {
            ledger,
            budget: { total, used },
          });
        if (spend > 0 && used + spend <= total && reserve <= cash) {
          expect(give().id).toBe('intent');
          expect(ledger.available()).toBe(cash - reserve);
        } else {
          expect(give).toThrow(InvariantError);
          expect(ledger.available()).toBe(cash);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('of a sale counts shares against its budget', () => {
    const sale = intent({ side: 'sell', quantity: shares(5), spend: ZERO_MONEY });
    const of = (total: number) => ({ ledger: ledgerWith(0), budget: { total, used: 0 } });
    expect(approve(sale, ZERO_MONEY, of(shares(5)))).toBe(sale);
    expect(() => approve(sale, ZERO_MONEY, of(shares(4.99)))).toThrow('one signal, one budget');
  });

  test('of a second order counts what the first reserved', () => {
    const ledger = ledgerWith(dollars(8));
    const budget = { total: dollars(100), used: 0 };
    approve(intent({ spend: dollars(5) }), dollars(5), { ledger, budget });
    const second = intent({ id: 'second' as never, spend: dollars(5) });
    expect(() => approve(second, dollars(5), { ledger, budget })).toThrow('covered by cash');
  });
});
