import { describe, expect, test } from 'vitest';
import { until } from '../wire/clients.ts';
import { START_AT_MS } from '../wire/manual-clock.ts';
import { type Json, StreamListener, startSim } from './sim-setup.ts';

/** The address of streams of one pair. */
const pathOf = (kinds: readonly string[]) =>
  `/stream?streams=${kinds.map((kind) => `btcusdt@${kind}`).join('/')}`;

describe('faults', () => {
  const listening = async (faults: Json) => {
    const { sim, clock } = await startSim();
    sim.faults.set(faults);
    const listener = await StreamListener.open(sim, pathOf(['aggTrade']));
    const idsAfter = async (ms: number) => {
      clock.advance(ms);
      await until(
        () => listener.closed !== null || listener.texts.length === sim.counts.frames,
        'everything sent has come',
      );
      return listener.frames.map(({ data }) => Number((data as Json)['a']));
    };
    return { sim, clock, listener, idsAfter };
  };
  const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);

  test('repeat frames', async () => {
    const { idsAfter } = await listening({ duplicate: 0.5 });
    const ids = await idsAfter(20_000);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    expect(ids).toEqual(inOrder(ids));
  });

  test('let the next frame overtake', async () => {
    const { idsAfter } = await listening({ reorder: 0.3 });
    const ids = await idsAfter(20_000);
    expect(ids).not.toEqual(inOrder(ids));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('drop frames', async () => {
    const { idsAfter, sim } = await listening({ drop: 0.3 });
    const ids = await idsAfter(20_000);
    expect(sim.faults.counts.drop).toBeGreaterThan(0);
    expect((ids.at(-1) ?? 0) - (ids[0] ?? 0) + 1).toBeGreaterThan(ids.length);
  });

  test('stall, and then go on', async () => {
    const { idsAfter, sim } = await listening({});
    const before = await idsAfter(5_000);
    sim.stall(10_000);
    expect(await idsAfter(9_000)).toEqual(before);
    expect((await idsAfter(10_000)).length).toBeGreaterThan(before.length);
  });

  test('bring everything late, in order', async () => {
    const { sim, clock } = await startSim({ faults: { stale: 1 } });
    const listener = await StreamListener.open(sim, pathOf(['aggTrade']));
    clock.advance(7_900);
    expect(listener.texts).toEqual([]);
    clock.advance(40_000);
    await listener.caughtUp(sim);
    expect(Number(listener.payload(0)['T'])).toBeLessThan(START_AT_MS + 2_000);
  });

  test('stamp in microseconds, cut, shut down and garble', async () => {
    const micros = await startSim({ faults: { micros: 1 } });
    const listener = await StreamListener.open(micros.sim, pathOf(['aggTrade']));
    micros.clock.advance(5_000);
    await listener.caughtUp(micros.sim);
    expect(String(listener.payload(0)['T'])).toHaveLength(16);
    micros.sim.faults.set({ garbled: 1 });
    const sound = listener.texts.length;
    micros.clock.advance(5_000);
    await listener.caughtUp(micros.sim);
    expect(listener.texts.slice(sound).every((text) => text.includes('"p":null'))).toBe(true);
    micros.sim.faults.set({ shutdown: 1 });
    micros.clock.advance(1_000);
    await listener.caughtUp(micros.sim);
    expect(listener.texts.at(-1)).toContain('serverShutdown');
    micros.sim.faults.set({ cut: 1 });
    micros.clock.advance(1_000);
    await until(() => listener.closed !== null, 'the connection was cut');
  });
});
