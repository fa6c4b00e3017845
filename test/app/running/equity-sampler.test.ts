import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EquitySampler, SAMPLE_INTERVAL_MS } from '../../../src/app/running/equity-sampler.ts';
import type { LedgerId } from '../../../src/engine/domain/ids.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { Ledger } from '../../../src/engine/domain/ledger.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { HeldStore } from './held-store.ts';
import { LivedDay, RAIN, yesOf } from './read-model/lived-day.ts';

const EMPTY = 'live:polymarket:0xA' as LedgerId;

describe('samples of equity', () => {
  let day: LivedDay;
  let store: HeldStore;
  let sampler: EquitySampler;
  const failed: unknown[] = [];

  beforeEach(async () => {
    failed.length = 0;
    day = await LivedDay.lived();
    store = new HeldStore();
    vi.useFakeTimers();
    const { engine } = day.run;
    const { state } = engine.trade;
    state.ledgers.set(EMPTY, new Ledger(EMPTY));
    const fail = (error: unknown) => failed.push(error);
    sampler = new EquitySampler({ engine, store, nowMs: () => day.nowMs, failed: fail });
  });
  afterEach(() => {
    sampler.stop();
    vi.useRealTimers();
  });

  const passes = async (ms: number): Promise<void> => {
    day.nowMs += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  const values = async () => (await store.equityCurve(PAPER, 0)).map(({ value }) => value);

  test('are taken at the start and then every five minutes, as the status shows it', async () => {
    sampler.start();
    await passes(0);
    const [shown] = day.queries().status().ledgers;
    expect(await store.equityCurve(PAPER, 0)).toEqual([{ atMs: day.nowMs, value: shown?.equity }]);
    await passes(SAMPLE_INTERVAL_MS - 1);
    expect(await values()).toHaveLength(1);
    await passes(1);
    await passes(SAMPLE_INTERVAL_MS);
    expect(await values()).toEqual([dollars(501), dollars(501), dollars(501)]);
    sampler.stop();
    await passes(2 * SAMPLE_INTERVAL_MS);
    expect(await values()).toHaveLength(3);
  });

  test('leave out a ledger that never moved', async () => {
    sampler.start();
    await passes(SAMPLE_INTERVAL_MS);
    expect(await store.equityCurve(EMPTY, 0)).toEqual([]);
    expect(store.count('equity')).toBe(2);
  });

  test('do not show positions at cost at a start, while their quotes have not come yet', async () => {
    const { quotes } = day.run.engine.trade.state;
    const quote = quotes.get(yesOf(RAIN));
    quotes.clear();
    sampler.start();
    await passes(0);
    expect(await values()).toEqual([]);
    if (quote !== undefined) quotes.set(yesOf(RAIN), quote);
    await passes(SAMPLE_INTERVAL_MS);
    expect(await values()).toEqual([dollars(501)]);
  });

  test('are left out while the database fails or hangs, which is told, and go on after it', async () => {
    store.manner = 'fails';
    sampler.start();
    await passes(0);
    expect(failed).toHaveLength(1);
    store.manner = 'hangs';
    await passes(SAMPLE_INTERVAL_MS);
    await passes(SAMPLE_INTERVAL_MS);
    expect(store.held).toBe(1);
    store.release();
    await passes(SAMPLE_INTERVAL_MS);
    expect(failed).toHaveLength(1);
    expect(await values()).toHaveLength(2);
  });
});
