import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/engine/core/effects.ts';
import type { LedgerId, TokenId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import { Lane } from '../../../src/engine/execution/lane.ts';
import { ASKED_MS_MAX, LANES } from '../../../src/engine/execution/live-runner.ts';
import { Desk } from './desk.ts';
import { cancel, intent, lookUp, order, post } from './live-orders.ts';
import { ACCEPTED, LIVE } from './scripted-executor.ts';
import { settled } from './virtual-schedule.ts';

const MARKET = {} as Market;
const CANCEL_ALL: Effect = { kind: 'cancelAll', ledger: LIVE };
const READ: Effect = { kind: 'readAccount', ledger: LIVE, sinceMs: 0, tokens: [] };
const SIGN: Effect = { kind: 'sign', intent: intent('i1'), market: MARKET };

describe('the runner of live effects', () => {
  it('carries out every kind once, and answers each once', async () => {
    const desk = new Desk();
    const one = order('i1');
    for (const effect of [SIGN, lookUp(one), cancel(one), CANCEL_ALL, READ]) {
      expect(desk.runner.take(effect)).toBe(true);
    }
    await desk.runner.idle();
    expect([...desk.executor.asked].sort()).toEqual(
      ['cancel 0xhash of i1', 'cancelAll', 'lookUp 0xhash of i1', 'readAccount', 'sign i1'].sort(),
    );
    expect(desk.results.map(({ kind }) => kind).sort()).toEqual(
      ['accountRead', 'allCanceled', 'cancelAnswered', 'lookedUp', 'signed'].sort(),
    );
    expect(desk.results.find(({ kind }) => kind === 'signed')).toMatchObject({
      ...{ intentId: 'i1', hash: '0xhash of i1', body: '{}' },
    });
    expect([desk.faults, desk.errors]).toEqual([[], []]);
  });

  it('leaves alone what is of another ledger, or no business of a venue', () => {
    const desk = new Desk();
    const paper = { ledger: 'paper' as LedgerId };
    const others: Effect[] = [
      post(order('i1', paper)),
      { ...SIGN, intent: intent('i1', paper) } as Effect,
      { ...CANCEL_ALL, ...paper } as Effect,
      { ...READ, ...paper } as Effect,
      { kind: 'commit', commitId: 1, changes: [] },
    ];
    expect(others.map((effect) => desk.runner.take(effect))).toEqual(others.map(() => false));
    expect([desk.executor.posts, desk.executor.asked]).toEqual([[], []]);
  });

  it('tells why an order is not made', async () => {
    const desk = new Desk();
    desk.executor.makeOrder = async () => ({ refused: 'the tick is unknown' });
    desk.runner.take(SIGN);
    await desk.runner.idle();
    expect(desk.results).toEqual([
      { kind: 'notSigned', intentId: 'i1', reason: 'the tick is unknown' },
    ]);
  });

  it('keeps the order of the posts of one token, and lets others pass', async () => {
    const desk = new Desk();
    const other = { tokenId: '72' as TokenId };
    for (const one of [order('a1'), order('a2'), order('b1', other), order('a3')]) {
      desk.runner.take(post(one));
    }
    await settled();
    expect(desk.executor.left).toEqual(['0xhash of a1', '0xhash of b1']);
    desk.executor.posts[0]?.answer(ACCEPTED);
    await settled();
    expect(desk.executor.left).toEqual(['0xhash of a1', '0xhash of b1', '0xhash of a2']);
    desk.executor.posts[2]?.answer(ACCEPTED);
    await settled();
    expect(desk.executor.left.at(-1)).toBe('0xhash of a3');
  });

  it('never lets a question or a cancel wait behind posts', async () => {
    const desk = new Desk();
    const orders = Array.from({ length: 60 }, (_, at) =>
      order(`i${at}`, { leg: 'exit', tokenId: `${at}` as TokenId }),
    );
    for (const one of orders) desk.runner.take(post(one));
    await settled();
    expect(desk.executor.posts).toHaveLength(LANES.post.atOnceMax);
    for (const effect of [cancel(order('i1')), lookUp(order('i1')), CANCEL_ALL]) {
      desk.runner.take(effect);
    }
    await settled();
    expect(desk.results.map(({ kind }) => kind).sort()).toEqual(
      ['allCanceled', 'cancelAnswered', 'lookedUp'].sort(),
    );
  });

  it('answers without claiming anything when an executor breaks', async () => {
    const desk = new Desk();
    const broken = async (): Promise<never> => {
      throw new RangeError('the passphrase is hunter2');
    };
    Object.assign(desk.executor, {
      ...{ makeOrder: broken, getOrderStatus: broken, cancelOrder: broken },
      ...{ cancelAllOrders: broken, readAccount: broken },
    });
    const one = order('i1');
    for (const effect of [SIGN, lookUp(one), cancel(one), CANCEL_ALL, READ]) {
      desk.runner.take(effect);
    }
    await desk.runner.idle();
    const why = 'a mistake of ours';
    expect(desk.results).toEqual(
      expect.arrayContaining([
        { kind: 'notSigned', intentId: 'i1', reason: why },
        {
          ...{ kind: 'lookedUp', intentId: 'i1' },
          lookup: { order: null, fills: [], complete: false, problem: why },
        },
        { kind: 'cancelAnswered', intentId: 'i1', answer: { kind: 'unknown', text: why } },
        {
          ...{ kind: 'allCanceled', ledger: LIVE },
          answer: { proven: false, canceled: [], stillOpen: [], problem: why },
        },
        { kind: 'accountRead', ledger: LIVE, reading: null, problem: why },
      ]),
    );
    expect(desk.results).toHaveLength(5);
    // An account that is not read is the venue's failure, and no fault of ours.
    expect(desk.faults.map(([fault]) => fault).sort()).toEqual(
      ['executor', 'executor', 'executor', 'signer'].sort(),
    );
    expect(JSON.stringify([desk.results, desk.faults])).not.toContain('hunter2');
    expect(desk.errors).toHaveLength(5);
  });

  it('answers in the end when an executor hangs', async () => {
    const desk = new Desk();
    const hang = (): Promise<never> => new Promise(() => undefined);
    Object.assign(desk.executor, { getOrderStatus: hang, cancelAllOrders: hang });
    desk.runner.take(lookUp(order('i1')));
    desk.runner.take(CANCEL_ALL);
    await desk.schedule.advance(ASKED_MS_MAX.lookUp);
    expect(desk.results).toMatchObject([{ kind: 'lookedUp', lookup: { complete: false } }]);
    await desk.schedule.advance(ASKED_MS_MAX.cancelAll);
    expect(desk.results.at(-1)).toMatchObject({ kind: 'allCanceled', answer: { proven: false } });
    await desk.runner.idle();
  });

  it('answers what finds no room, and sends none of it', async () => {
    const desk = new Desk();
    const many = LANES.post.queuedMax + 2;
    for (let at = 0; at < many; at += 1) desk.runner.take(post(order(`i${at}`)));
    // One is underway and the queue is full: the last found no room, and may come again.
    expect(desk.posted).toEqual([
      [`i${many - 1}`, { kind: 'stopped', text: 'too many orders wait to be sent' }],
    ]);
    const asks = LANES.readAccount.queuedMax + 2;
    for (let at = 0; at < asks; at += 1) desk.runner.take(READ);
    expect(desk.results.at(-1)).toMatchObject({ kind: 'accountRead', reading: null });
    expect(desk.runner.postsUnderway).toBe(many - 1);
    desk.stop = 'killed';
    await settled();
    desk.executor.posts[0]?.answer(ACCEPTED);
    await desk.runner.idle();
    expect(desk.executor.left.length).toBeLessThanOrEqual(1);
    expect(desk.posted).toHaveLength(many);
  });

  it('closes when all is answered, and sends nothing meanwhile', async () => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    desk.runner.take(post(order('i2')));
    await settled();
    const closed = desk.runner.close();
    desk.executor.posts[0]?.answer(ACCEPTED);
    await closed;
    expect(desk.executor.left).toEqual(['0xhash of i1']);
    expect(desk.posted).toEqual([
      ['i1', ACCEPTED],
      ['i2', { kind: 'stopped', text: 'the program is closing' }],
    ]);
  });
});

describe('a lane', () => {
  it('runs each job once, never more at once than it may, and those of one key in order', async () => {
    const jobs = fc.array(fc.constantFrom('a', 'b', 'c', null), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        jobs,
        fc.integer({ min: 1, max: 4 }),
        async (s, keys, atOnceMax) => {
          const lane = new Lane({ queuedMax: 100, atOnceMax });
          const done: number[] = [];
          const running = new Set<string>();
          let most = 0;
          for (const [at, key] of keys.entries()) {
            const run = async (): Promise<void> => {
              if (key !== null) expect(running).not.toContain(key);
              if (key !== null) running.add(key);
              most = Math.max(most, lane.running);
              await s.schedule(Promise.resolve());
              done.push(at);
              if (key !== null) running.delete(key);
            };
            expect(lane.offer({ key, run })).toBe(true);
          }
          await s.waitFor(lane.idle());
          expect([...done].sort((a, b) => a - b)).toEqual(keys.map((_, at) => at));
          expect(most).toBeLessThanOrEqual(atOnceMax);
          for (const key of ['a', 'b', 'c']) {
            const own = done.filter((at) => keys[at] === key);
            expect(own).toEqual([...own].sort((a, b) => a - b));
          }
          expect([lane.queued, lane.running]).toEqual([0, 0]);
        },
      ),
    );
  });
});
