import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Priority,
  RequestLimiter,
  WAITING_MAX,
} from '../../../src/data/http/request-limiter.ts';
import { HEADROOM } from '../../../src/data/http/token-bucket.ts';
import { settle, VirtualRuntime } from './virtual-runtime.ts';

const LIMITS = {
  total: { requests: 1_000, windowMs: 10_000 },
  slow: { requests: 20, windowMs: 10_000 },
};

function limited() {
  const runtime = new VirtualRuntime();
  const limiter = new RequestLimiter(LIMITS, runtime);
  const order: string[] = [];
  const ask = (name: string, priority: Priority, signal?: AbortSignal): Promise<void> =>
    limiter
      .acquire({ endpoint: name, groups: ['total', 'slow'], priority, signal })
      .then(() => void order.push(name));
  return { runtime, limiter, order, ask };
}

/** Asks until nobody is let through at once. */
async function exhaust({ ask }: ReturnType<typeof limited>): Promise<void> {
  await Promise.all([ask('first', 'exit'), ask('second', 'exit')]);
}

describe('request limiter', () => {
  test('reads for exits overtake those that came before them', async () => {
    const setup = limited();
    await exhaust(setup);
    const all = [
      setup.ask('background', 'background'),
      setup.ask('entry', 'entry'),
      setup.ask('exit', 'exit'),
      setup.ask('entry too', 'entry'),
    ];
    await setup.runtime.run(Promise.all(all));
    expect(setup.order.slice(2)).toEqual(['exit', 'entry', 'entry too', 'background']);
  });

  test('a full group does not hold up another', async () => {
    const setup = limited();
    await exhaust(setup);
    const waiting = setup.ask('slow', 'exit');
    await setup.limiter.acquire({ endpoint: 'fast', groups: ['total'], priority: 'background' });
    expect(setup.order).not.toContain('slow');
    await setup.runtime.run(waiting);
  });

  test('beyond its length the queue refuses the least urgent, newest request', async () => {
    const setup = limited();
    await exhaust(setup);
    const refused: string[] = [];
    const watch = (name: string, priority: Priority) =>
      setup.ask(name, priority).catch((error: unknown) => {
        refused.push(name);
        expect(error).toMatchObject({ kind: 'rateLimited', status: null });
      });
    for (let at = 0; at < WAITING_MAX; at += 1) void watch(`entry ${at}`, 'entry');
    void watch('late', 'background');
    void watch('exit', 'exit');
    await settle();
    expect(refused).toEqual(['late', `entry ${WAITING_MAX - 1}`]);
    expect(setup.limiter.waiting).toBe(WAITING_MAX);
  });

  test('one who gives up leaves the queue and takes no token', async () => {
    const setup = limited();
    await exhaust(setup);
    const stop = new AbortController();
    const given = setup.ask('given up', 'exit', stop.signal);
    const reason = new Error('shutting down');
    stop.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect(setup.limiter.waiting).toBe(0);
    await expect(setup.ask('late', 'exit', stop.signal)).rejects.toBe(reason);
  });

  test('a pause by the venue holds its group for as long as it said', async () => {
    const setup = limited();
    setup.limiter.throttle(['slow'], 5_000);
    const waiting = setup.ask('paused', 'exit');
    await setup.runtime.advance(4_999);
    expect(setup.order).toEqual([]);
    await setup.runtime.run(waiting);
    expect(setup.runtime.monotonicMs()).toBeGreaterThanOrEqual(5_000);
  });

  test('a group without a limit is a mistake', async () => {
    const { limiter } = limited();
    const turn = { endpoint: 'x', groups: ['other'], priority: 'exit' as const };
    await expect(limiter.acquire(turn)).rejects.toThrow(/other has none/);
  });

  test('everybody is let through in the end, and never too many in a window', async () => {
    const priorities = fc.array(fc.constantFrom<Priority>('exit', 'entry', 'background'), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(priorities, async (asked) => {
        const setup = limited();
        const grantedMs: number[] = [];
        const all = asked.map((priority) =>
          setup.ask('x', priority).then(() => grantedMs.push(setup.runtime.monotonicMs())),
        );
        await setup.runtime.run(Promise.all(all));
        expect(grantedMs).toHaveLength(asked.length);
        for (const fromMs of grantedMs) {
          const inside = grantedMs.filter((at) => at >= fromMs && at < fromMs + 10_000);
          expect(inside.length).toBeLessThanOrEqual(LIMITS.slow.requests * HEADROOM);
        }
      }),
      { numRuns: 20 },
    );
  });
});
