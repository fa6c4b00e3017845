import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order, OrderIntent } from '../../../src/engine/domain/order.ts';
import { cents, dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { SAFETY_LIMITS, Safety, type SafetyRule } from '../../../src/engine/execution/safety.ts';
import { Desk } from './desk.ts';
import { bodyOf, order, post } from './live-orders.ts';
import { settled } from './virtual-schedule.ts';

const MINUTE_MS = 60_000;

/** An order whose bytes say something else than its intent. */
function withBody(body: string | null, fields: Partial<OrderIntent> = {}): Order {
  return { ...order('i1', fields), body };
}

function amounts(paid: number, got: number, fields: Partial<OrderIntent> = {}): Order {
  const its = order('i1', fields);
  return { ...its, body: bodyOf(its.intent, { dollars: paid, shares: got }) };
}

describe('the last look at the bytes', () => {
  const SELL = { side: 'sell' } as const;
  it.each<[SafetyRule, string, Order]>([
    ['unreadable', 'without bytes', withBody(null)],
    ['unreadable', 'of something else', withBody('{"orders":[]}')],
    ['unreadable', 'of a list', withBody(`[${order('i1').body}]`)],
    ['unreadable', 'cut short', withBody((order('i1').body ?? '').slice(0, -1))],
    ['unreadable', 'of nothing', amounts(0, 20_000_000)],
    ['unreadable', 'of less than nothing', amounts(-5, 20_000_000)],
    ['unreadable', 'of a fraction', amounts(10.5, 20_000_000)],
    ['unreadable', 'beyond what can be counted', amounts(1, Number.MAX_SAFE_INTEGER + 9)],
    ['otherOrder', 'of another token', withBody(order('i2', { tokenId: '72' as never }).body)],
    ['otherOrder', 'of the other side', withBody(order('i2', SELL).body)],
    ['stays', 'that would rest', withBody(order('i2', { timeInForce: 'GTD' }).body)],
    ['stays', 'that would not rest', withBody(order('i2').body, { timeInForce: 'GTD' })],
    [
      'stays',
      'that never leaves',
      withBody((order('i2').body ?? '').replace('FAK', 'GTC'), { timeInForce: 'GTD' }),
    ],
    ['notional', 'for too many dollars', amounts(1_000_000_001, 2_000_000_000)],
    ['notional', 'that asks for too many', amounts(1_000_000_001, 2_000_000_000, SELL)],
    [
      'quantity',
      'of too many shares',
      amounts(1_000_000, 100_000_000_001, { limitPrice: cents(1) }),
    ],
    ['price', 'at a dollar', amounts(20_000_000, 20_000_000, { limitPrice: cents(100) })],
    ['price', 'above a dollar', amounts(20_000_001, 20_000_000, { limitPrice: cents(100) })],
    ['band', 'that pay more than the limit', amounts(10_300_000, 20_000_000)],
    ['band', 'that take less than the limit', amounts(9_700_000, 20_000_000, SELL)],
    ['band', 'far below the limit of a buy', amounts(7_800_000, 20_000_000)],
    ['band', 'far above the limit of a sell', amounts(12_200_000, 20_000_000, SELL)],
  ])('stops by "%s" those %s', (rule, _, broken) => {
    const safety = new Safety(() => 0);
    expect(safety.check(broken)).toMatchObject({ kind: 'refused', cause: 'safety' });
    expect([...safety.violations]).toEqual([[rule, 1]]);
  });

  it.each<[string, Order]>([
    ['exactly at the limit', order('i1')],
    ['at the largest sum', amounts(1_000_000_000, 2_000_000_000)],
    ['at a price that rounding made a little worse', amounts(10_000_000, 19_990_000)],
    ['a tick better', amounts(9_800_000, 20_000_000)],
    ['a sale', order('i1', SELL)],
    ['an order that rests', order('i1', { timeInForce: 'GTD' })],
  ])('lets through %s', (_, fine) => {
    expect(new Safety(() => 0).check(fine)).toBeNull();
  });

  it('holds for any amounts: what goes is within every limit', () => {
    const micro = fc.integer({ min: 1, max: 2_000_000_000 });
    fc.assert(
      fc.property(micro, micro, fc.boolean(), (paid, got, isBuy) => {
        const one = amounts(paid, got, { side: isBuy ? 'buy' : 'sell' });
        if (new Safety(() => 0).check(one) !== null) return;
        const price = paid / got;
        const limit = one.intent.limitPrice / 1_000_000;
        expect(paid).toBeLessThanOrEqual(SAFETY_LIMITS.orderNotionalMax);
        expect(isBuy ? price : 2 * limit - price).toBeLessThanOrEqual(limit * 1.02);
        expect(isBuy ? price : 2 * limit - price).toBeGreaterThanOrEqual(limit - 0.1);
      }),
    );
  });

  it('refuses an order and sends nothing of it', async () => {
    const desk = new Desk();
    desk.runner.take(post(amounts(10_300_000, 20_000_000)));
    await settled();
    expect([desk.executor.posts, desk.journal.orders]).toEqual([[], []]);
    expect(desk.posted).toMatchObject([['i1', { kind: 'refused', cause: 'safety' }]]);
    expect([...desk.runner.violations]).toEqual([['band', 1]]);
  });

  it('has limits of its own, whatever a setting says', () => {
    const limits = {
      ...SAFETY_LIMITS,
      orderNotionalMax: dollars(5),
      orderQuantityMax: shares(5),
    };
    expect(new Safety(() => 0, limits).check(order('i1'))).toMatchObject({ kind: 'refused' });
  });
});

describe('the throttle', () => {
  it('refuses entries of one side of one token beyond a few within a minute', () => {
    let nowMs = 0;
    const safety = new Safety(() => nowMs);
    const kinds = Array.from({ length: 8 }, (_, at) => {
      nowMs += 1_000;
      return safety.check(order(`i${at}`))?.kind ?? 'goes';
    });
    expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'goes'), 'refused', 'refused']);
    expect(safety.check(order('other side', { side: 'sell' }))).toBeNull();
    expect(safety.check(order('other token', { tokenId: '72' as never }))).toBeNull();
    expect([...safety.violations]).toEqual([['sameOrders', 2]]);
    nowMs += MINUTE_MS;
    expect(safety.check(order('a minute later'))).toBeNull();
  });

  it('makes exits wait instead, until the first of the minute is over', () => {
    let nowMs = 0;
    const safety = new Safety(() => nowMs);
    const exit = (at: number) => order(`e${at}`, { leg: 'exit', side: 'sell' });
    for (let at = 0; at < 6; at += 1) expect(safety.check(exit(at))).toBeNull();
    nowMs = 10_000;
    expect(safety.check(exit(6))).toMatchObject({
      ...{ kind: 'notAccepted', cause: 'rateLimited', retryAfterMs: 50_000 },
    });
    nowMs = 60_000;
    expect(safety.check(exit(6))).toBeNull();
  });

  it('keeps room for exits when entries have used theirs', () => {
    const safety = new Safety(() => 0);
    const kinds = Array.from({ length: 41 }, (_, at) => {
      return safety.check(order(`i${at}`, { tokenId: `${at}` as never }))?.kind ?? 'goes';
    });
    expect(kinds.filter((kind) => kind === 'goes')).toHaveLength(40);
    expect(kinds.at(-1)).toBe('refused');
    const exits = Array.from({ length: 21 }, (_, at) => {
      const exit = order(`e${at}`, { leg: 'exit', tokenId: `${at}` as never, side: 'sell' });
      return safety.check(exit)?.kind ?? 'goes';
    });
    expect(exits).toEqual([...Array.from({ length: 20 }, () => 'goes'), 'notAccepted']);
    expect([...safety.violations]).toEqual([['sends', 2]]);
  });

  it('does not count the same bytes as another order, and lets them wait rather than fail', () => {
    const safety = new Safety(() => 0);
    const kinds = Array.from({ length: 42 }, () => safety.check(order('i1'))?.kind ?? 'goes');
    expect(kinds.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 'goes'));
    expect(kinds.slice(40)).toEqual(['notAccepted', 'notAccepted']);
  });

  it('lets a held exit go when its time has come', async () => {
    const desk = new Desk();
    for (let at = 0; at < 7; at += 1) {
      const exit = order(`e${at}`, { leg: 'exit', expiresAtMs: Number.MAX_SAFE_INTEGER });
      desk.runner.take(post(exit));
      await settled();
      desk.executor.posts[at]?.answer({ kind: 'unfilled', text: '' });
      await settled();
      if (at < 6) continue;
      expect(desk.kinds.at(-1)).toBe('notAccepted');
      await desk.schedule.advance(MINUTE_MS);
      desk.runner.take(post(exit, 2));
      await settled();
    }
    expect(desk.executor.left.at(-1)).toBe('0xhash of e6');
    expect(desk.faults).toEqual([]);
  });
});
