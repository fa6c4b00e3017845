import { describe, expect, test } from 'vitest';
import {
  CANCEL_LIMIT,
  ORDER_LIMIT,
  SignerBudget,
  TOKEN_WAIT_MS_MAX,
} from '../../../../src/data/polymarket/trading/signer-budget.ts';
import { VirtualRuntime } from '../../http/virtual-runtime.ts';

function budgeted(limit = ORDER_LIMIT) {
  const runtime = new VirtualRuntime();
  return { runtime, budget: new SignerBudget(limit, runtime) };
}

describe('the budget of a signer', () => {
  test.each([
    ['orders', ORDER_LIMIT],
    ['cancels', CANCEL_LIMIT],
  ])(
    'of %s stays below the limit of the venue in every second',
    async (_name, limit) => {
      const { runtime, budget } = budgeted(limit);
      const takenMs: number[] = [];
      for (let ms = 0; ms < 10_000; ms += 5) {
        const before = runtime.monotonicMs();
        if ((await runtime.run(budget.take(1))) === null) takenMs.push(runtime.monotonicMs());
        await runtime.advance(Math.max(0, before + 5 - runtime.monotonicMs()));
      }
      // The venue's bucket: what flows in, less what we take, is never empty.
      let tokens = limit.burst;
      let lastMs = 0;
      for (const ms of takenMs) {
        tokens = Math.min(limit.burst, tokens + ((ms - lastMs) * limit.perSecond) / 1_000) - 1;
        lastMs = ms;
        expect(tokens).toBeGreaterThanOrEqual(0);
      }
      expect(takenMs.length).toBeGreaterThan(limit.perSecond * 4);
    },
    30_000,
  );

  test('serves in order of arrival, and sends away who would wait too long', async () => {
    const { runtime, budget } = budgeted();
    await budget.take(30);
    const order: number[] = [];
    const waits = Array.from({ length: 60 }, async (_, at) => {
      const waitMs = await budget.take(1);
      if (waitMs === null) order.push(at);
      return waitMs;
    });
    const answers = await runtime.run(Promise.all(waits));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).toHaveLength(40);
    const sentAway = answers.filter((waitMs) => waitMs !== null);
    expect(sentAway).toHaveLength(20);
    for (const waitMs of sentAway) expect(waitMs).toBeGreaterThan(TOKEN_WAIT_MS_MAX);
  });

  test('a batch costs its length', async () => {
    const { budget } = budgeted();
    await budget.take(15);
    expect(budget.tokens).toBe(15);
  });

  test('pauses when the venue says so, and nothing is lost by asking in the meantime', async () => {
    const { runtime, budget } = budgeted();
    budget.throttle(5_000);
    expect(await budget.take(1)).toBe(5_000);
    await runtime.advance(4_000);
    expect(await runtime.run(budget.take(1))).toBeNull();
    budget.throttle(null);
    expect(await runtime.run(budget.take(1))).toBeNull();
    expect(runtime.monotonicMs()).toBeGreaterThanOrEqual(6_000);
  });

  test('a pause that begins while one waits is kept', async () => {
    const { runtime, budget } = budgeted();
    await budget.take(30);
    const waiting = budget.take(1);
    budget.throttle(9_000);
    expect(await runtime.run(waiting)).toBeGreaterThan(8_000);
  });

  test.each([
    [{ 'poly-ratelimit-remaining': '12' }, 12, null],
    [{ 'poly-ratelimit-remaining': '-40' }, -40, null],
    [{ 'poly-ratelimit-remaining': '59' }, 30, null],
    [{ 'poly-ratelimit-remaining': 'many' }, 30, null],
    [{}, 30, null],
    [{ 'poly-ratelimit-remaining': '0', 'poly-ratelimit-reset': '3' }, 0, 3_000],
    [{ 'poly-ratelimit-remaining': '0', 'poly-ratelimit-reset': '1790000004' }, 0, 4_000],
    [{ 'poly-ratelimit-remaining': '0', 'poly-ratelimit-reset': '1790000005000' }, 0, 5_000],
    [{ 'poly-ratelimit-remaining': '0', 'poly-ratelimit-reset': '999999' }, 0, 60_000],
  ])('hears what the venue counts: %j', async (headers, tokens, pauseMs) => {
    const { budget } = budgeted();
    budget.observe(new Map(Object.entries(headers)));
    expect(budget.tokens).toBe(tokens);
    if (pauseMs !== null) expect(await budget.take(1)).toBe(pauseMs);
  });
});
