import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/app/config.ts';

const PATH = fileURLToPath(new URL('../../deploy/polymind.service', import.meta.url));
const TEXT = readFileSync(PATH, 'utf8');
/** On systemd's scale from 0 to 10; what runs unconfined has 9.6. */
const EXPOSURE_MAX = 2;
const KNOWS_OFFLINE = /--offline/.test(
  spawnSync('systemd-analyze', ['--help'], { encoding: 'utf8' }).stdout ?? '',
);

function valuesOf(name: string): readonly string[] {
  return [...TEXT.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

describe('the systemd unit', () => {
  test('starts what the image starts', () => {
    const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
    const flag = '--disallow-code-generation-from-strings';
    expect(dockerfile).toContain(flag);
    expect(valuesOf('ExecStart')).toEqual([`/usr/bin/node ${flag} /opt/polymind/dist/main.js run`]);
  });

  test('gives variables that the program takes, and its folder', () => {
    const given = valuesOf('Environment').map((pair) => pair.split('=') as [string, string]);
    const config = loadConfig(Object.fromEntries(given));
    expect(config.dataDir).toBe(`/var/lib/${valuesOf('StateDirectory')[0]}`);
  });

  test('leaves it the time to stop', () => {
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThanOrEqual(10);
    expect(valuesOf('KillSignal')).toEqual(['SIGTERM']);
  });

  test('lets it keep nothing from others and do nothing as somebody else', () => {
    expect(valuesOf('User')).toEqual(['polymind']);
    expect(valuesOf('UMask')).toEqual(['0077']);
    expect(valuesOf('ProtectSystem')).toEqual(['strict']);
    expect(valuesOf('CapabilityBoundingSet')).toEqual(['']);
  });

  test.skipIf(!KNOWS_OFFLINE)('is shut in, by the measure of systemd', () => {
    const told = execFileSync('systemd-analyze', ['security', '--offline=true', PATH], {
      encoding: 'utf8',
    });
    const exposure = /exposure level for \S+: ([\d.]+)/.exec(told)?.[1];
    expect(Number(exposure)).toBeLessThanOrEqual(EXPOSURE_MAX);
    // Names that systemd does not know are ignored by it, and told.
    expect(told).not.toMatch(/Unknown key/);
  });
});
