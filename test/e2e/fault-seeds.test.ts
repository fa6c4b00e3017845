import { describe, expect, test, vi } from 'vitest';
import { OVERLAP_MS } from '../../src/data/polymarket/feed/followed-wallet.ts';
import { type FaultProfileName, LATE_ROW_MS } from '../../src/sim/wire/faults.ts';
import { DATA_DELAY_MS } from '../../src/sim/wire/polymarket-sim.ts';
import { QUICK, REAL, until, WireRun } from './wire-run.ts';

/** Seeds of each profile with the delays as they are; a few with short delays unless it is set. */
const PROVED = Number(process.env['PROVE_SEEDS'] ?? 0);
const RUN_MS_MAX = 15 * 60_000;
/** Leader trades before the world heals. */
const ROWS_MIN = PROVED > 0 ? 400 : 150;

vi.setConfig({ maxConcurrency: 8, testTimeout: RUN_MS_MAX });

const cases: readonly (readonly [FaultProfileName, number])[] = [
  ...seeds(PROVED || 3).map((seed) => ['hostile', seed] as const),
  ...seeds(PROVED || 1).map((seed) => ['rough', seed] as const),
];

describe.concurrent('everything that can go wrong at once', () => {
  test.each(cases)('%s wires lose and double no leader trade, seed %d', async (faults, seed) => {
    const tempo = PROVED > 0 ? REAL : QUICK;
    const run = await WireRun.start({ seed: `${faults} ${seed}`, faults, tempo });
    try {
      const isHurt = (): boolean => run.venue.rows.length >= ROWS_MIN;
      await until('leaders trade', isHurt, { timeoutMs: RUN_MS_MAX });
      await run.heal();
    } finally {
      await run.close();
    }
    const summary = run.summary();
    expect(summary).toMatchObject({ counted: summary.rows, refused: 0 });
    if (PROVED > 0) process.stdout.write(`${faults} ${seed} ${JSON.stringify(summary)}\n`);
  });
});

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

test('rows are read again for longer than the latest of them takes to appear', () => {
  const latestMs = DATA_DELAY_MS[1] + LATE_ROW_MS[1];
  expect(OVERLAP_MS).toBeGreaterThan(latestMs + 10_000);
});
