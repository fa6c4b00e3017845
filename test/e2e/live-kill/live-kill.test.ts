import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EditedProgram, editedProgram } from './edited-program.ts';
import { tradeInTwo } from './held-venue.ts';
import { KillChain, type PointResult } from './kill-chain.ts';
import { LIVE_KILL_POINTS } from './kill-points.ts';

/** All points over many seeds, or over one. */
const isProof = (process.env['PROVE'] ?? '') !== '';
const SEEDS = isProof ? Number(process.env['PROVE_SEEDS'] ?? '20') : 1;
const RUN_MS_MAX = 1_800_000;
/** Directories at a time. */
const CHAINS = 2;

let program: EditedProgram;
let tradeAsUsual: () => void;

beforeAll(async () => {
  program = await editedProgram();
  tradeAsUsual = tradeInTwo();
});

afterAll(() => {
  tradeAsUsual?.();
  program?.remove();
});

describe('a process that is killed while it trades with real money', () => {
  test.each(Array.from({ length: SEEDS }, (_, index) => String(index + 1)))(
    'sends nothing twice, loses no fill and agrees with the venue, seed %s',
    async (seed) => {
      const { main } = program;
      // Both end before either fails: a chain that is left alone would leave its process behind.
      const ended = await Promise.allSettled(
        Array.from({ length: CHAINS }, (_, at) =>
          KillChain.over(
            LIVE_KILL_POINTS.filter((__, index) => index % CHAINS === at),
            { main, seed: `live kill ${seed}.${at}` },
          ),
        ),
      );
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      const chains = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const results = chains.flat();
      console.info(tableOf(results));
      expect(results.flatMap(({ broken }) => broken)).toEqual([]);
      expect(results.filter(({ wasKilled }) => wasKilled)).toHaveLength(LIVE_KILL_POINTS.length);
      // Promises about nothing are kept easily.
      const newest = chains.map((chain) => chain.at(-1));
      expect(Math.min(...newest.map((one) => one?.orders ?? 0))).toBeGreaterThan(CHAINS);
      expect(Math.min(...newest.map((one) => one?.fills ?? 0))).toBeGreaterThan(CHAINS);
    },
    RUN_MS_MAX,
  );
});

function tableOf(results: readonly PointResult[]): string {
  const head = [
    ...['point', 'killed at', 'SIGKILL', 'orders at the venue', 'fills', 'positions equal'],
    ...['reservations left', 'violations'],
  ];
  const rows = results.map((one) => [
    ...[one.point, one.killedAt, one.wasKilled ? 'yes' : 'no', String(one.orders)],
    ...[String(one.fills), one.isEqual ? 'yes' : 'no', String(one.reserved)],
    String(one.broken.length),
  ]);
  return [head, ...rows].map((cells) => cells.join(' | ')).join('\n');
}
