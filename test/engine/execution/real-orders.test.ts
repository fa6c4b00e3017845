import fc from 'fast-check';
import { expect, it } from 'vitest';
import { postOrderBody } from '../../../src/data/polymarket/order/order-body.ts';
import { OrderError } from '../../../src/data/polymarket/order/order-error.ts';
import { planOrder } from '../../../src/data/polymarket/order/plan-order.ts';
import type { OrderIntent } from '../../../src/engine/domain/order.ts';
import type { Money, Price, Quantity } from '../../../src/engine/domain/values/money.ts';
import { SAFETY_LIMITS, Safety } from '../../../src/engine/execution/safety.ts';
import { CREATED_AT_MS, intent, market, setting } from '../../data/polymarket/order/setting.ts';
import { order } from './live-orders.ts';

const TICKS = [100_000, 10_000, 5_000, 2_500, 1_000, 100] as Price[];
/** Venues take no smaller order. */
const DOLLAR = 1_000_000;
const HOUR_MS = 3_600_000;

const ORDERS = fc.record({
  tick: fc.constantFrom(...TICKS),
  side: fc.constantFrom('buy', 'sell'),
  rests: fc.boolean(),
  at: fc.integer({ min: 1, max: 1_000_000 }),
  worth: fc.integer({ min: DOLLAR, max: 300 * DOLLAR }),
});

it('lets through every order that is really made, whatever tick, side, price and size', () => {
  let made = 0;
  fc.assert(
    fc.property(ORDERS, ({ tick, side, rests, at, worth }) => {
      const limitPrice = Math.ceil(at / tick) * tick;
      if (limitPrice >= 1_000_000) return;
      const meant = intent({
        ...{ side, timeInForce: rests ? 'GTD' : 'FAK' },
        restsUntilMs: rests ? CREATED_AT_MS + HOUR_MS : null,
        limitPrice: limitPrice as Price,
        spend: worth as Money,
        quantity: Math.floor((worth * 1_000_000) / limitPrice) as Quantity,
      });
      const body = bodyOf(meant, tick);
      // Of the cheapest tokens this is more than one order may move: the last look is there for it.
      if (body === null || meant.quantity > SAFETY_LIMITS.orderQuantityMax) return;
      made += 1;
      expect(new Safety(() => 0).check({ ...order('i'), intent: meant, body })).toBeNull();
    }),
    { numRuns: 2_000 },
  );
  expect(made).toBeGreaterThan(1_000);
});

/** The bytes of the intent; `null` when no order can be made of it. */
function bodyOf(meant: OrderIntent, tick: Price): string | null {
  const { rules } = market();
  const terms = {
    kind: meant.timeInForce,
    postOnly: false,
    restsUntilMs: meant.restsUntilMs,
  } as const;
  try {
    const of = setting({ market: market({ rules: { ...rules, tick } }), terms });
    return postOrderBody({ ...planOrder(meant, of), signature: '0xfeed' }, 'key');
  } catch (error) {
    if (error instanceof OrderError) return null;
    throw error;
  }
}
