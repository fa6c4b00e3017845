import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Recorder } from '../../../src/app/running/recorder.ts';
import { RunTally } from '../../../src/app/running/run-tally.ts';
import { replayTape } from '../../../src/app/virtual/replay-tape.ts';
import { startLive } from './live-program.ts';

const folder = mkdtempSync(join(tmpdir(), 'polymind-recorder-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PATIENCE = { timeout: 240_000, interval: 20 };
/** Under faults the first copies may be long in coming. */
const TEST_MS_MAX = 300_000;
const NOBODY = { everybody: false, named: [] };
const failing = (error: unknown): never => {
  throw error;
};

/** Records a live program until it copied something, with a person who commands. */
async function recorded(path: string, faults: 'none' | 'rough') {
  const recorder = await Recorder.open(path, failing);
  const tally = new RunTally();
  const live = await startLive({ faults, observers: [recorder, tally] });
  const { program } = live;
  const command = (id: string, body: Parameters<typeof program.actions.execute>[0]['body']) =>
    program.actions.execute({ id, actor: 'person', body });
  await vi.waitFor(() => {
    expect(live.store.count('fill')).toBeGreaterThan(3);
  }, PATIENCE);
  await command('1', { kind: 'changeSetting', key: 'timeZone', value: 'Europe/Berlin' });
  await command('2', { kind: 'kill', reason: 'test' });
  await command('3', { kind: 'arm' });
  const isWritten = await live.close();
  await recorder.close();
  return { isWritten, recorder, summary: tally.close(program.engine) };
}

describe('a tape of the running program', () => {
  test.each(['none', 'rough'] as const)(
    'replays to the same effects, byte for byte (faults: %s)',
    async (faults) => {
      const path = join(folder, `${faults}.jsonl.gz`);
      const { isWritten, recorder, summary } = await recorded(path, faults);
      const replay = await replayTape({ path, follow: NOBODY, settings: {} });
      expect(replay.problems).toEqual([]);
      expect(replay.effects.sha256).toBe(replay.effects.recorded);
      expect(replay.effects).toMatchObject(summary.effects);
      expect(replay.invariants.violations).toBe(0);
      const { decisions, orders, fills, positions, pnl, signals, inputs } = summary;
      expect(replay).toMatchObject({ decisions, orders, fills, positions, pnl, signals, inputs });
      expect(recorder.lines).toBe(inputs);
      expect(isWritten).toBe(true);
      console.info(
        `${faults}: ${inputs} inputs, ${replay.effects.effects} effects, ${fills} fills, digests agree`,
      );
    },
    TEST_MS_MAX,
  );

  test('is not written over one that is there', async () => {
    const path = join(folder, 'there.jsonl.gz');
    writeFileSync(path, 'something');
    await expect(Recorder.open(path, failing)).rejects.toThrow('exists and is not overwritten');
  });
});
