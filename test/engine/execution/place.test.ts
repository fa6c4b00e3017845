import { describe, expect, it } from 'vitest';
import { JOURNAL_MS_MAX, POST_MS_MAX } from '../../../src/engine/execution/place.ts';
import { Desk } from './desk.ts';
import { order, post, SEND_WITHIN_MS } from './live-orders.ts';
import { ACCEPTED } from './scripted-executor.ts';
import { settled } from './virtual-schedule.ts';

const UNKNOWN = { kind: 'unknown', text: 'timeout' } as const;
const NOT_READY = { kind: 'notAccepted', cause: 'notReady', text: '', retryAfterMs: null } as const;

describe('an order on its way to the socket', () => {
  it('goes once, after it was written down, and its answer comes back', async () => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    expect(desk.executor.posts).toHaveLength(0);
    await settled();
    expect(desk.journal.orders).toEqual([order('i1')]);
    expect(desk.executor.left).toEqual(['0xhash of i1']);
    expect(desk.executor.posts[0]?.order).toEqual({
      hash: '0xhash of i1',
      body: order('i1').body,
    });
    desk.executor.posts[0]?.answer(ACCEPTED);
    await settled();
    expect(desk.posted).toEqual([['i1', ACCEPTED]]);
    expect([desk.faults, desk.errors]).toEqual([[], []]);
    expect(desk.schedule.armed).toBe(0);
  });

  it('does not go before the journal has it for good', async () => {
    const desk = new Desk();
    let synced = (): void => undefined;
    desk.journal.before = new Promise((resolve) => {
      synced = resolve;
    });
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.executor.posts).toHaveLength(0);
    synced();
    await settled();
    expect(desk.executor.left).toEqual(['0xhash of i1']);
  });

  it('goes without a journal where the database keeps it', async () => {
    const desk = new Desk({ journal: null });
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.executor.left).toEqual(['0xhash of i1']);
  });

  it('does not go when the journal fails, which is a fault that kills (F35)', async () => {
    const desk = new Desk();
    desk.journal.failure = Object.assign(new Error('EIO at byte 7'), { name: 'JournalError' });
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.executor.posts).toHaveLength(0);
    expect(desk.kinds).toEqual(['stopped']);
    expect(desk.faults).toEqual([['journal', 'EIO at byte 7']]);
  });

  it('does not wait for ever for a disk that hangs', async () => {
    const desk = new Desk();
    desk.journal.before = new Promise(() => undefined);
    desk.runner.take(post(order('i1', { expiresAtMs: Number.MAX_SAFE_INTEGER })));
    await desk.schedule.advance(JOURNAL_MS_MAX);
    expect(desk.kinds).toEqual(['stopped']);
    expect(desk.faults).toEqual([['journal', 'Error']]);
    expect(desk.executor.posts).toHaveLength(0);
  });
});

describe('kill', () => {
  it('is read at the socket write itself, after everything else was ready', async () => {
    const desk = new Desk();
    desk.executor.onPost = () => undefined;
    desk.runner.take(post(order('i1')));
    await settled();
    // The connection stands, the headers are signed: only the write is left.
    desk.stop = 'killed';
    const [underway] = desk.executor.posts;
    expect(underway?.send()).toBe('killed');
    underway?.answer({ kind: 'stopped', text: 'killed' });
    await settled();
    expect(desk.executor.left).toEqual([]);
    expect(desk.posted).toEqual([['i1', { kind: 'stopped', text: 'killed' }]]);
  });

  it('keeps an order from the journal and from the executor', async () => {
    const desk = new Desk();
    desk.stop = 'killed';
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.posted).toEqual([['i1', { kind: 'stopped', text: 'killed' }]]);
    expect([desk.journal.orders, desk.executor.posts]).toEqual([[], []]);
  });

  it('does not unmake what is in flight: with 20 POSTs out, nothing new goes and each is told (F48, loss 47)', async () => {
    const desk = new Desk();
    // An exit here and there, so that the throttle of entries is not what holds them.
    const orders = Array.from({ length: 30 }, (_, at) =>
      order(`i${at}`, { leg: 'exit', tokenId: `${100 + at}` as never }),
    );
    for (const one of orders) desk.runner.take(post(one));
    await settled();
    expect(desk.executor.left).toHaveLength(20);
    desk.stop = 'killed';
    for (const underway of desk.executor.posts) underway.answer(ACCEPTED);
    await desk.runner.idle();
    expect(desk.executor.left).toHaveLength(20);
    expect(desk.posted).toHaveLength(30);
    expect(desk.kinds.filter((kind) => kind === 'accepted')).toHaveLength(20);
    expect(desk.kinds.filter((kind) => kind === 'stopped')).toHaveLength(10);
  });
});

describe('the moment until which an order may be sent', () => {
  it('is read at the socket write', async () => {
    const desk = new Desk();
    desk.executor.onPost = () => undefined;
    desk.runner.take(post(order('i1')));
    await desk.schedule.advance(SEND_WITHIN_MS + 1);
    expect(desk.executor.posts[0]?.send()).toBe('it is too late to send it');
  });

  it('does not move when the wall clock is set back while the order waits', async () => {
    const desk = new Desk();
    desk.executor.onPost = () => undefined;
    desk.runner.take(post(order('i1')));
    await settled();
    desk.schedule.wallAheadMs -= 3_600_000;
    await desk.schedule.advance(SEND_WITHIN_MS + 1);
    expect(desk.executor.posts[0]?.send()).toBe('it is too late to send it');
  });

  it('is never further away than the order was meant to live, whatever the clock says', async () => {
    const desk = new Desk();
    desk.schedule.wallAheadMs -= 3_600_000;
    desk.executor.onPost = () => undefined;
    desk.runner.take(post(order('i1')));
    await desk.schedule.advance(SEND_WITHIN_MS + 1);
    expect(desk.executor.posts[0]?.send()).toBe('it is too late to send it');
  });

  it('lets no burst of late orders go after the loop was blocked (F38)', async () => {
    const desk = new Desk();
    const orders = Array.from({ length: 8 }, (_, at) =>
      order(`i${at}`, { tokenId: `${at}` as never }),
    );
    for (const one of orders) desk.runner.take(post(one));
    await desk.schedule.block(SEND_WITHIN_MS + 1);
    await desk.runner.idle();
    expect(desk.executor.left).toEqual([]);
    expect(desk.kinds).toEqual(Array.from({ length: 8 }, () => 'stopped'));
  });
});

describe('the same bytes', () => {
  it('go again only when the venue provably did not take them', async () => {
    const desk = new Desk();
    const one = order('i1');
    for (const attempt of [1, 2, 3]) {
      desk.runner.take(post(one, attempt));
      await settled();
      desk.executor.posts.at(-1)?.answer(NOT_READY);
      await settled();
    }
    expect(desk.executor.left).toHaveLength(3);
    expect(desk.faults).toEqual([]);
    desk.runner.take(post(one, 4));
    await settled();
    desk.executor.posts.at(-1)?.answer(UNKNOWN);
    await settled();
    desk.runner.take(post(one, 5));
    await settled();
    expect(desk.executor.left).toHaveLength(4);
    // Not refused: refusing would free what is held for an order that may have landed.
    expect(desk.kinds.slice(-2)).toEqual(['unknown', 'unknown']);
    expect(desk.faults).toEqual([['executor', 'asked to send 0xhash of i1 again']]);
  });

  it.each([
    ['accepted', ACCEPTED, 'duplicate'],
    ['there already', { kind: 'duplicate', text: 'Duplicated.' }, 'duplicate'],
    ['unfilled', { kind: 'unfilled', text: 'no orders found to match' }, 'duplicate'],
    ['refused', { kind: 'refused', cause: 'balance', text: 'not enough balance' }, 'refused'],
    ['unknown', UNKNOWN, 'unknown'],
  ] as const)('do not go again once they were %s', async (_, answer, then) => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    await settled();
    desk.executor.posts[0]?.answer(answer);
    await settled();
    desk.runner.take(post(order('i1'), 2));
    await settled();
    expect(desk.executor.left).toHaveLength(1);
    expect(desk.kinds).toEqual([answer.kind, then]);
  });

  it('do not go a second time while they are on their way, whatever the token', async () => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    desk.runner.take(post(order('i1', { tokenId: '72' as never })));
    await settled();
    expect(desk.executor.left).toHaveLength(1);
    expect(desk.kinds).toEqual(['unknown']);
  });

  it('do not go again after a restart that may have come behind the bytes', async () => {
    const desk = new Desk({ mayBeSent: ['0xhash of i1'] });
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.executor.left).toEqual([]);
    expect(desk.kinds).toEqual(['unknown']);
  });

  it('stay unknown when kill stops a second sending: it may have landed before', async () => {
    const desk = new Desk({ mayBeSent: ['0xhash of i1'] });
    desk.stop = 'killed';
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.kinds).toEqual(['unknown']);
  });
});

describe('an executor that breaks', () => {
  it('leaves an order in doubt when its bytes may have left, and is a fault', async () => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    await settled();
    const error = new TypeError('secret-passphrase is not a function');
    desk.executor.posts[0]?.fail(error);
    await settled();
    expect(desk.kinds).toEqual(['unknown']);
    expect(desk.faults).toEqual([['executor', 'a POST ended in TypeError']]);
    expect(desk.errors).toEqual([error]);
    expect(JSON.stringify([desk.faults, desk.results])).not.toContain('secret');
  });

  it('placed nothing when it broke before it asked whether it may send', async () => {
    const desk = new Desk();
    desk.executor.onPost = (underway) => underway.fail(new Error('early'));
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.kinds).toEqual(['stopped']);
    expect(desk.faults).toEqual([['executor', 'a POST ended in Error']]);
  });

  it('does not hold an order for ever: one that hangs is in doubt', async () => {
    const desk = new Desk();
    desk.runner.take(post(order('i1')));
    await desk.schedule.advance(POST_MS_MAX);
    expect(desk.kinds).toEqual(['unknown']);
    // What it says later is not told: the venue is asked instead.
    desk.executor.posts[0]?.answer(ACCEPTED);
    await settled();
    expect(desk.kinds).toEqual(['unknown']);
  });

  it('may not send any more what was given up', async () => {
    const desk = new Desk();
    desk.executor.onPost = () => undefined;
    desk.runner.take(post(order('i1', { expiresAtMs: Number.MAX_SAFE_INTEGER })));
    await desk.schedule.advance(POST_MS_MAX);
    expect(desk.kinds).toEqual(['stopped']);
    expect(desk.executor.posts[0]?.send()).toBe('it took too long');
    expect(desk.executor.left).toEqual([]);
  });

  it('is a fault when it sent without asking, or calls stopped what it sent', async () => {
    const desk = new Desk();
    desk.executor.onPost = (underway) => underway.answer(ACCEPTED);
    desk.runner.take(post(order('i1')));
    await settled();
    expect(desk.kinds).toEqual(['accepted']);
    expect(desk.faults).toHaveLength(1);
    desk.executor.onPost = (underway) => {
      underway.send();
      underway.answer({ kind: 'stopped', text: 'really?' });
    };
    desk.runner.take(post(order('i2')));
    await settled();
    expect(desk.kinds).toEqual(['accepted', 'unknown']);
    expect(desk.faults).toHaveLength(2);
  });
});
