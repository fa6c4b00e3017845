import { describe, expect, test, vi } from 'vitest';
import { type FaultKind, FEED_FAULT_KINDS } from '../../src/sim/wire/faults.ts';
import { until, WireRun } from './wire-run.ts';

const RUN_MS_MAX = 240_000;

vi.setConfig({ maxConcurrency: 7, testTimeout: RUN_MS_MAX });

/** Often enough to hit everything, seldom enough that something still comes through. */
const USUAL_PROBABILITY = 0.5;
const PROBABILITY: Readonly<Partial<Record<FaultKind, number>>> = {
  socketFreezeForever: 0.3,
  socketStorm: 0.3,
  frameDrop: 0.3,
};
/** Injected before the world heals. A storm is three to ten refused connections. */
const USUAL_FAULTS_MIN = 5;
const FAULTS_MIN: Readonly<Partial<Record<FaultKind, number>>> = { socketStorm: 2 };
/** Leader trades before the world heals. */
const ROWS_MIN = 30;

describe.concurrent('each fault alone, often', () => {
  test.each(FEED_FAULT_KINDS)('%s loses and doubles no leader trade', async (kind) => {
    const faults = { [kind]: PROBABILITY[kind] ?? USUAL_PROBABILITY };
    const run = await WireRun.start({ seed: `alone ${kind}`, faults });
    try {
      const timeoutMs = RUN_MS_MAX;
      const injectedMin = FAULTS_MIN[kind] ?? USUAL_FAULTS_MIN;
      const isHurt = (): boolean => run.sim.counts.faults[kind] >= injectedMin;
      await until(`${kind} happens`, isHurt, { timeoutMs });
      await until('leaders trade', () => run.venue.rows.length >= ROWS_MIN, { timeoutMs });
      await run.heal();
      // What no frame tells any more is found by asking a silent socket for books.
      await until('the books are those of the venue', () => run.differingBooks().length === 0, {
        timeoutMs,
        tell: () => run.differingBooks(),
      });
    } finally {
      await run.close();
    }
    const summary = run.summary();
    expect(summary).toMatchObject({ counted: summary.rows, refused: 0 });
    expect(summary.signals).toBeGreaterThan(0);
  });
});
