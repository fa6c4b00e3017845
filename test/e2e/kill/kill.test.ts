import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltProgram, buildProgram } from './built-program.ts';
import { KILL_POINTS } from './kill-points.ts';
import { KillRun } from './kill-run.ts';

/** A host gives a process so long before it kills it. */
const STOP_MS_MAX = 10_000;
/** Everything, which takes minutes; otherwise some points of one seed. */
const isProof = (process.env['PROVE'] ?? '') !== '';
const SEEDS = isProof ? ['1', '2', '3', '4', '5'] : ['1'];
const BRIEF: readonly string[] = [
  'between a trade on RTDS and its row in the Data API',
  'half way through a page of activity',
  'while a page of activity is being written to the disk',
];
const POINTS = KILL_POINTS.filter(({ name }) => isProof || BRIEF.includes(name));
const RUN_MS_MAX = 600_000;

let program: BuiltProgram;

beforeAll(async () => {
  program = await buildProgram();
});

afterAll(() => program?.remove());

describe('a process that is killed while it ingests', () => {
  test.each(SEEDS)(
    'repeats nothing and loses nothing, seed %s',
    async (seed) => {
      const { main } = program;
      const result = await KillRun.over(POINTS, { main, seed: `kill ${seed}` });
      const { broken, kills, exitCode, stopMs, counts, trueRows } = result;
      console.info(
        `seed ${seed}: ${kills.length} kills, ${trueRows} true rows, stopped in ${stopMs} ms, ${JSON.stringify(counts)}`,
      );
      expect(broken).toEqual([]);
      expect(kills).toEqual(POINTS.map(({ name }) => name));
      expect(exitCode).toBe(0);
      expect(stopMs).toBeLessThanOrEqual(STOP_MS_MAX);
      expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
    },
    RUN_MS_MAX,
  );
});
