import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { runCommandLine } from '../../src/app/command-line.ts';
import { CHECKS } from '../../src/app/doctor/check-table.ts';
import { doctorCommand } from '../../src/app/doctor.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { startJointWorld } from '../../src/sim/joint/joint-world.ts';
import { call } from './called.ts';
import { deadUrl } from './dead-url.ts';
import { temporaryFolder } from './folder.ts';

const OF_HOSTS = ['place', 'clock', 'protocol', 'markets', 'wallet-data', 'trade-stream'] as const;
/** Copying needs none of them. */
const BESIDE = ['binance', 'binance-stream', 'kalshi'];

async function withoutNetwork(): Promise<Record<string, string>> {
  const url = await deadUrl('http');
  return {
    POLYMARKET_CLOB_URL: url,
    POLYMARKET_GAMMA_URL: url,
    POLYMARKET_DATA_URL: url,
    POLYMARKET_GEOBLOCK_URL: `${url}/api/geoblock`,
    POLYMARKET_WS_URL: url.replace('http', 'ws'),
    POLYMARKET_RTDS_URL: url.replace('http', 'ws'),
    BINANCE_API_URL: url,
    BINANCE_WS_URL: url.replace('http', 'ws'),
    KALSHI_API_URL: `${url}/trade-api/v2`,
    KALSHI_WS_URL: `${url.replace('http', 'ws')}/trade-api/ws/v2`,
    POLYMIND_DATA_DIR: temporaryFolder(),
  };
}

test('names every host that it cannot reach, one a line with what to do, and ends with 1', async () => {
  const called = call(doctorCommand, [], await withoutNetwork());
  expect(await called.code).toBe(1);
  const lines = called.out().trimEnd().split('\n');
  expect(lines).toHaveLength(CHECKS.length);
  for (const [at, { id, name }] of CHECKS.entries()) {
    const line = lines[at] ?? '';
    const isOfHost = OF_HOSTS.some((each) => each === id);
    const mark = isOfHost ? ' !' : BESIDE.includes(id) ? ' \\?' : '(?:ok| -)';
    expect(line).toMatch(new RegExp(`^${mark} {2}${name} +\\S`));
    expect(line, 'in words').not.toMatch(/undefined|null|\[object|Error/);
    if (isOfHost || BESIDE.includes(id))
      expect(line).toMatch(/ECONNREFUSED.*: check the network of this host/);
  }
  expect(called.err()).toBe('');
});

test('tells the same as one JSON document', async () => {
  const called = call(doctorCommand, ['--json'], await withoutNetwork());
  expect(await called.code).toBe(1);
  const { ok, checks, version } = JSON.parse(called.out());
  expect({ ok, version }).toEqual({ ok: false, version: expect.stringMatching(/^\d/) });
  const warned = checks.filter((check: { readonly ok: string }) => check.ok === 'warn');
  expect(warned.map(({ id }: { readonly id: string }) => id)).toEqual(BESIDE);
  const wrong = checks.filter((check: { readonly ok: string }) => check.ok === 'wrong');
  expect(wrong.map(({ id }: { readonly id: string }) => id)).toEqual(OF_HOSTS);
  expect(Object.keys(checks[0])).toEqual(['id', 'name', 'ok', 'found', 'todo']);
});

test('is content with the simulator on paper, and ends with 0', async () => {
  const world = await startJointWorld({ seed: '7', speed: 1, faults: 'none' });
  onTestFinished(() => world.close());
  const env = { ...world.env, POLYMIND_DATA_DIR: temporaryFolder() };
  const called = call(doctorCommand, [], env);
  expect(await called.code, called.out()).toBe(0);
  expect(called.out()).not.toMatch(/^ [!?]/m);
});

test('says each line as soon as it is known', async () => {
  const world = await startJointWorld({ seed: '7', speed: 1, faults: 'none' });
  onTestFinished(() => world.close());
  const written: string[] = [];
  await runCommandLine([doctorCommand], {
    argv: ['doctor'],
    env: { ...world.env, POLYMIND_DATA_DIR: temporaryFolder() },
    stdout: { write: (text: string) => written.push(text) },
    stderr: { write: () => undefined },
    host: {
      input: new PassThrough(),
      output: new PassThrough(),
      untilStopped: () => new Promise(() => undefined),
      onKillSignal: () => () => undefined,
    },
    scrubber: new Scrubber(),
  });
  expect(written).toHaveLength(CHECKS.length);
});

test('refuses an environment that is wrong, and words that it does not take', async () => {
  const wrong = call(doctorCommand, [], { POLYMARKET_CLOB_URL: 'nowhere' });
  expect(await wrong.code).toBe(2);
  expect(wrong.err()).toMatch(/^polymind: POLYMARKET_CLOB_URL .*\n$/);
  for (const [argv, words] of [
    [['please'], /takes no words/],
    [['--yes'], /--yes belongs to --probe-order/],
  ] as const) {
    const called = call(doctorCommand, argv);
    expect(await called.code).toBe(2);
    expect(called.err()).toMatch(words);
  }
});
