import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CrashLoop, STARTS_MAX, WINDOW_MS } from '../../../src/ops/kill/crash-loop.ts';
import { temporaryFolder } from '../folder.ts';

const AT_MS = Date.UTC(2026, 10, 22, 14, 2, 11);
const startsIn = (folder: string): string => join(folder, 'starts.json');

/** Programs that start one after the other and never end by themselves. */
function crash(folder: string, times: number, everyMs = 1_000): void {
  for (let start = 0; start < times; start += 1) new CrashLoop(folder, AT_MS + start * everyMs);
}

describe('starts that did not end well', () => {
  test('are a loop from the fifth within ten minutes on, and the reason says how many', () => {
    const folder = temporaryFolder();
    for (let start = 0; start < STARTS_MAX; start += 1) {
      expect(new CrashLoop(folder, AT_MS + start).reason, `start ${start + 1}`).toBeNull();
    }
    expect(new CrashLoop(folder, AT_MS + STARTS_MAX).reason).toBe(
      'it crashed 5 times within 10 minutes',
    );
  });

  test('go on being one while it starts again and again', () => {
    const folder = temporaryFolder();
    crash(folder, 100, 10);
    expect(new CrashLoop(folder, AT_MS + 2_000).reason).not.toBeNull();
    expect(JSON.parse(readFileSync(startsIn(folder), 'utf8'))).toHaveLength(STARTS_MAX + 1);
  });

  test('count for ten minutes and not longer', () => {
    const folder = temporaryFolder();
    crash(folder, STARTS_MAX, 0);
    expect(new CrashLoop(folder, AT_MS + WINDOW_MS - 1).crashes).toBe(STARTS_MAX);
    const other = temporaryFolder();
    crash(other, STARTS_MAX, 0);
    expect(new CrashLoop(other, AT_MS + WINDOW_MS).crashes).toBe(0);
  });

  test('are forgotten when the program ends as it should', () => {
    const folder = temporaryFolder();
    crash(folder, STARTS_MAX);
    const looped = new CrashLoop(folder, AT_MS + 6_000);
    expect(looped.reason).not.toBeNull();
    looped.endedWell();
    expect(new CrashLoop(folder, AT_MS + 7_000)).toMatchObject({ crashes: 0, reason: null });
  });

  test('of a clock that was ahead do not count', () => {
    const folder = temporaryFolder();
    crash(folder, STARTS_MAX);
    expect(new CrashLoop(folder, AT_MS - 3_600_000).crashes).toBe(0);
  });

  test.each(['', 'null', '{}', '[-1]', '["a"]', '[1', 'no json'])(
    'of a file that says %j are none, and the file is written anew',
    (text) => {
      const folder = temporaryFolder();
      crash(folder, 1);
      writeFileSync(startsIn(folder), text);
      expect(new CrashLoop(folder, AT_MS).crashes).toBe(0);
      expect(new CrashLoop(folder, AT_MS + 1).crashes).toBe(1);
    },
  );

  test('are written privately, each folder for itself', () => {
    const folder = join(temporaryFolder(), 'made');
    crash(folder, 1);
    expect(statSync(startsIn(folder)).mode & 0o777).toBe(0o600);
    expect(new CrashLoop(temporaryFolder(), AT_MS + 1).crashes).toBe(0);
  });
});
