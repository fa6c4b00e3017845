import { describe, expect, it } from 'vitest';
import { InProcessStateStore } from '../../../src/data/state/in-process.ts';
import { MemoryStore } from '../../../src/data/store/memory.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import type { EffectResult } from '../../../src/engine/domain/input.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import type { OrderStatus } from '../../../src/engine/domain/order-state.ts';
import type { EngineSnapshot } from '../../../src/engine/domain/snapshot.ts';
import {
  InFlightMirror,
  MIRROR_TTL_MS,
  MIRRORED_MAX,
  readInFlight,
} from '../../../src/engine/execution/in-flight-mirror.ts';
import type { StateStore } from '../../../src/engine/ports.ts';
import { Desk } from './desk.ts';
import { NOW_MS, order, post } from './live-orders.ts';
import { ACCEPTED, LIVE } from './scripted-executor.ts';
import { settled, VirtualSchedule } from './virtual-schedule.ts';

function change(of: Order, status: OrderStatus, updatedAtMs = NOW_MS): Change {
  return { kind: 'order', order: { ...of, status, updatedAtMs } };
}

function place() {
  const schedule = new VirtualSchedule();
  const state = new InProcessStateStore({
    nowMs: () => schedule.nowMs(),
    onListenerError: (_, error) => {
      throw error;
    },
  });
  const errors: unknown[] = [];
  const mirror = new InFlightMirror({
    ...{ ledger: LIVE, state, schedule },
    onError: (error) => errors.push(error),
  });
  return { schedule, state, errors, mirror };
}

describe('the mirror of orders underway', () => {
  it('shows each live order that is not over, with its hash and since when', async () => {
    const { mirror, state } = place();
    const paper = { ledger: 'paper' as LedgerId };
    mirror.take([
      change({ ...order('i1'), body: null }, 'initialized'),
      change(order('i2'), 'submitted', NOW_MS + 1),
      change(order('i3'), 'open'),
      change(order('p1', paper), 'submitted'),
      { kind: 'cursor', name: 'feed', value: '1' },
    ]);
    mirror.take([change(order('i2'), 'submitted', NOW_MS + 9), change(order('i3'), 'filled')]);
    await settled();
    expect(await readInFlight(state, LIVE)).toEqual([
      { intentId: 'i1', hash: '', status: 'initialized', sinceMs: NOW_MS },
      { intentId: 'i2', hash: '0xhash of i2', status: 'submitted', sinceMs: NOW_MS + 1 },
    ]);
    expect(await readInFlight(state, paper.ledger)).toBeNull();
  });

  it('is kept up while orders are underway, and disappears with the program', async () => {
    const { mirror, state, schedule } = place();
    mirror.take([change(order('i1'), 'open')]);
    await schedule.advance(5 * MIRROR_TTL_MS);
    expect(await readInFlight(state, LIVE)).toHaveLength(1);
    mirror.close();
    await schedule.advance(MIRROR_TTL_MS + 1);
    expect(await readInFlight(state, LIVE)).toBeNull();
    expect(schedule.armed).toBe(0);
  });

  it('writes one at a time, however fast things change, and the last one stands', async () => {
    const { mirror, state } = place();
    let writes = 0;
    const { set } = state;
    state.set = async (...args) => {
      writes += 1;
      await settled();
      return set.apply(state, args);
    };
    for (let at = 0; at < 50; at += 1) mirror.take([change(order(`i${at}`), 'open')]);
    for (let at = 0; at < 3; at += 1) await settled();
    expect(writes).toBe(2);
    expect(await readInFlight(state, LIVE)).toHaveLength(50);
  });

  it('is bounded, and counts what it leaves out', async () => {
    const { mirror, state } = place();
    mirror.take(
      Array.from({ length: MIRRORED_MAX + 3 }, (_, at) => change(order(`i${at}`), 'open')),
    );
    await settled();
    expect(await readInFlight(state, LIVE)).toHaveLength(MIRRORED_MAX);
    expect(mirror.leftOut).toBe(3);
  });

  it.each(['', 'null', '{}', '[1]', '[{"intentId":"i"}]', '[{"intentId":'])(
    'is not believed when it says %s',
    async (text) => {
      const { state } = place();
      await state.set(`inFlight:${LIVE}`, text, MIRROR_TTL_MS);
      expect(await readInFlight(state, LIVE)).toBeNull();
    },
  );
});

describe('losing the mirror', () => {
  it.each<[string, (state: StateStore) => void]>([
    ['is down', (state) => Object.assign(state, { set: fails, get: fails })],
    ['hangs', (state) => Object.assign(state, { set: hangs, get: hangs })],
    ['forgets all', (state) => Object.assign(state, { set: async () => undefined })],
    [
      'lies',
      (state) => Object.assign(state, { get: async () => '[{"intentId":"i9","status":"open"}]' }),
    ],
  ])('changes nothing: the same is sent, told and recovered when it %s', async (_, breakIt) => {
    const whole = await tradeAndRecover(() => undefined);
    const broken = await tradeAndRecover(breakIt);
    expect(broken.left).toEqual(whole.left);
    expect(broken.results).toEqual(whole.results);
    expect(broken.recovered).toEqual(whole.recovered);
    expect(whole.recovered.orders.map(({ status }) => status)).toEqual([
      ...['inDoubt', 'filled', 'open'],
    ]);
  });
});

const fails = async (): Promise<never> => {
  throw new Error('connection refused');
};
const hangs = (): Promise<never> => new Promise(() => undefined);

/** Three orders with three fates, each written down and mirrored; then a start from the store alone. */
async function tradeAndRecover(breakIt: (state: StateStore) => void): Promise<{
  readonly left: readonly string[];
  readonly results: readonly EffectResult[];
  readonly recovered: EngineSnapshot;
}> {
  const { mirror, state } = place();
  breakIt(state);
  const store = new MemoryStore();
  const desk = new Desk();
  const commit = async (changes: Change[]): Promise<void> => {
    mirror.take(changes);
    await store.commit(changes);
  };
  const orders = [order('i1'), order('i2'), order('i3')];
  const fates = [
    [{ kind: 'unknown', text: 'timeout' }, 'inDoubt'],
    [ACCEPTED, 'filled'],
    [{ kind: 'accepted', status: 'live', matched: null }, 'open'],
  ] as const;
  for (const [at, one] of orders.entries()) {
    await commit([change(one, 'submitted')]);
    desk.runner.take(post(one));
    await settled();
    const [answer, status] = fates[at] ?? fates[0];
    desk.executor.posts[at]?.answer(answer);
    await settled();
    await commit([change(one, status)]);
  }
  mirror.close();
  const recovered = await store.snapshot(NOW_MS);
  return { left: desk.executor.left, results: desk.results, recovered };
}
