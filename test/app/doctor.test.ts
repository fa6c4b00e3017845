import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDemoWorld } from '../../src/app/demo/demo-world.ts';
import { doctorCommand } from '../../src/app/doctor.ts';
import { call } from './called.ts';

const HOSTS = [
  'Polymarket CLOB',
  'Polymarket markets',
  'Polymarket activity',
  'Place of this host',
];

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('there is a port');
  return address.port;
}

async function withoutNetwork(): Promise<Record<string, string>> {
  const url = `http://127.0.0.1:${await deadPort()}`;
  return {
    POLYMARKET_CLOB_URL: url,
    POLYMARKET_GAMMA_URL: url,
    POLYMARKET_DATA_URL: url,
    POLYMARKET_GEOBLOCK_URL: `${url}/api/geoblock`,
  };
}

function dataDir(): { readonly POLYMIND_DATA_DIR: string } {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { POLYMIND_DATA_DIR: folder };
}

describe('doctor', () => {
  test('names every host that it cannot reach, one a line, and ends with 1', async () => {
    const called = call(doctorCommand, [], { ...(await withoutNetwork()), ...dataDir() });
    expect(await called.code).toBe(1);
    const lines = called.out().split('\n');
    for (const host of HOSTS) {
      const line = lines.find((one) => one.includes(host));
      expect(line, host).toMatch(/^ ! {2}\S.* {2}\S/);
      expect(line, 'in words').not.toMatch(/undefined|\[object|Error:/);
    }
    expect(lines.filter((line) => line.startsWith('ok'))).toEqual([
      expect.stringContaining('Node'),
      expect.stringContaining('Configuration'),
      expect.stringContaining('Database'),
    ]);
    expect(called.err()).toBe('');
  });

  test('tells the same as one JSON document', async () => {
    const called = call(doctorCommand, ['--json'], { ...(await withoutNetwork()), ...dataDir() });
    expect(await called.code).toBe(1);
    const { ok, checks, version } = JSON.parse(called.out());
    expect(ok).toBe(false);
    expect(version).toMatch(/^\d/);
    const bad = checks.filter((check: { readonly ok: boolean }) => !check.ok);
    expect(bad.map(({ name }: { readonly name: string }) => name)).toEqual(HOSTS);
  });

  test('is content with the simulator, and ends with 0', async () => {
    const world = await startDemoWorld({ seed: '7', speed: 1, faults: 'none' });
    onTestFinished(() => world.sim.close());
    const called = call(doctorCommand, [], { ...world.sim.env, ...dataDir() });
    expect(await called.code, called.out()).toBe(0);
    const lines = called.out().trimEnd().split('\n');
    expect(lines).toHaveLength(3 + HOSTS.length);
    for (const line of lines) expect(line).toMatch(/^ok {2}/);
  });

  test('refuses an environment that is wrong', async () => {
    const called = call(doctorCommand, [], { POLYMARKET_CLOB_URL: 'nowhere' });
    expect(await called.code).toBe(2);
    expect(called.err()).toMatch(/^polymind: POLYMARKET_CLOB_URL .*\n$/);
  });
});
