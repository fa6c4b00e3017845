import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startDemoWorld } from '../../src/app/demo/demo-world.ts';
import { recordCommand } from '../../src/app/record.ts';
import { replayTape } from '../../src/app/virtual/replay-tape.ts';
import { call } from './called.ts';
import { NO_OTHER_VENUES } from './no-other-venues.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('record', () => {
  test.each([[[]], [['one', 'two']]])('takes one folder: %j is refused', async (argv) => {
    const called = call(recordCommand, argv);
    expect(await called.code).toBe(2);
    expect(called.err()).toBe('polymind: record takes one folder: polymind record tapes\n');
    expect(existsSync('one')).toBe(false);
  });

  test('makes no folder when a setting is wrong', async () => {
    const folder = join(temporaryFolder(), 'tapes');
    const called = call(recordCommand, [folder, '--set', 'nothing.like.it=1'], {
      POLYMIND_DATA_DIR: temporaryFolder(),
    });
    expect(await called.code).toBe(2);
    expect(called.err()).toContain('nothing.like.it');
    expect(existsSync(folder)).toBe(false);
  });

  test('makes no folder when the environment is wrong', async () => {
    const folder = join(temporaryFolder(), 'tapes');
    const called = call(recordCommand, [folder], { POLYMARKET_CLOB_URL: 'nowhere' });
    expect(await called.code).toBe(2);
    expect(existsSync(folder)).toBe(false);
  });

  test('writes the running service to a dated tape, which ends with its fingerprint', async () => {
    const folder = join(temporaryFolder(), 'tapes');
    const world = await startDemoWorld({ seed: '7', speed: 5, faults: 'none' });
    onTestFinished(() => world.sim.close());
    const called = call(recordCommand, [folder], {
      ...NO_OTHER_VENUES,
      ...world.sim.env,
      POLYMIND_DATA_DIR: temporaryFolder(),
      LOG_LEVEL: 'error',
    });
    await vi.waitFor(() => expect(world.sim.counts.activityFrames).toBeGreaterThan(20), {
      timeout: 120_000,
      interval: 20,
    });
    called.stop();
    expect(await called.code, called.err()).toBe(0);
    const [name, ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    expect(name).toMatch(/^polymind-\d{8}-\d{6}\.jsonl\.gz$/);
    const path = join(folder, name ?? '');
    expect(called.err()).toContain(`recording to ${path}`);
    const follow = { everybody: false, named: [] };
    const replay = await replayTape({ path, follow, settings: {} });
    expect(replay.problems).toEqual([]);
    expect(replay.feeds['polymarket.activity']?.frames).toBeGreaterThan(0);
    expect(replay.effects.recorded).toBe(replay.effects.sha256);
  });
});
