import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Wallet } from 'ethers';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startDemoWorld } from '../../src/app/demo/demo-world.ts';
import { NO_OTHER_VENUES } from '../app/no-other-venues.ts';
import { WatchedProcess } from '../e2e/canary/watched-process.ts';
import { type BuiltProgram, buildProgram } from '../e2e/kill/built-program.ts';
import { Witness } from '../e2e/kill/witness.ts';
import { ADDRESS, CLOB_AUTH, KEY, keystoreIn, PASSPHRASE, POLICY } from '../ops/keystore/keys.ts';
import { healthWords, restOf, stagesOf, wordsOf } from './image.ts';

const DOCKERFILE = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
const LAST = stagesOf(DOCKERFILE).at(-1) ?? [];
/** Docker's own default before it kills. */
const STOP_MS_MAX = 10_000;
const LIFE_MS_MAX = 240_000;
const EYE_MS_MAX = 120_000;

let program: BuiltProgram;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program?.remove());

/** A port of this machine that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs the words of an instruction where the image would. */
function ran([name, ...args]: readonly string[], env: Readonly<Record<string, string>>) {
  expect(name).toBe('node');
  const cwd = dirname(dirname(program.main));
  return spawnSync(process.execPath, args, { cwd, env: { ...env }, encoding: 'utf8' });
}

test(
  'the lines of the image start it, find it well and stop it in time, without a terminal',
  async () => {
    const { sim } = await startDemoWorld({ seed: '7', speed: 10, faults: 'none' });
    onTestFinished(() => sim.close());
    const dataDir = mkdtempSync(join(tmpdir(), 'polymind-image-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const env = {
      ...NO_OTHER_VENUES,
      ...sim.env,
      NODE_ENV: 'production',
      POLYMIND_DATA_DIR: dataDir,
      WEB_PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    };
    const health = healthWords(LAST);
    expect(ran(health, env).status).toBe(1);

    const [node, ...argv] = [
      ...wordsOf(restOf(LAST, 'ENTRYPOINT')),
      ...wordsOf(restOf(LAST, 'CMD')),
    ];
    expect(node).toBe('node');
    const running = new WatchedProcess({
      ...{ name: 'the image', argv, env, cwd: dirname(dirname(program.main)) },
      witness: new Witness(EYE_MS_MAX),
    });
    onTestFinished(() => running.signal('SIGKILL'));
    await running.until(() => running.output.includes('   database '), 'it is there');
    const told = ran(health, env);
    expect(told.stderr).toBe('');
    expect(told.status).toBe(0);

    const began = performance.now();
    running.signal('SIGTERM');
    expect(await running.ended()).toBe(0);
    expect(performance.now() - began).toBeLessThan(STOP_MS_MAX);
    expect(ran(health, env).status).toBe(1);
  },
  LIFE_MS_MAX,
);

test('wrong use ends with the code that systemd does not try again after', () => {
  const entry = wordsOf(restOf(LAST, 'ENTRYPOINT'));
  const unit = readFileSync(new URL('../../deploy/polymind.service', import.meta.url), 'utf8');
  const { status, stderr } = ran([...entry, 'run'], { POLYMIND_DATA_DIRECTORY: '/data' });
  expect(stderr).toContain('POLYMIND_DATA_DIRECTORY is not a variable of PolyMind');
  expect(unit).toMatch(new RegExp(`^RestartPreventExitStatus=${status} `, 'm'));
});

test('the key may be in a process that may read its code and the passphrase, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'polymind-confined-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const keystorePath = keystoreIn(folder);
  const file = join(folder, 'passphrase');
  writeFileSync(file, PASSPHRASE, { mode: 0o600 });
  const from = JSON.stringify(join(dirname(program.main), 'ops/keystore/signer.js'));
  const signs = `import { Signer } from ${from};
    const [options, domain, types, value] = JSON.parse(process.argv[1]);
    const signer = await Signer.start(options);
    const signature = await signer.signTypedData(domain, types, value);
    console.log(JSON.stringify({ address: signer.address, place: signer.place, signature }));
    await signer.close();`;
  const { domain, types, value } = CLOB_AUTH;
  const how = [{ keystorePath, passphrase: { file }, policy: POLICY }, domain, types, value];
  const args = ['--input-type=module', '-e', signs, '--', JSON.stringify(how)];
  const { stdout, stderr } = ran(['node', ...args], {});
  expect(stderr).toBe('');
  const signature = await new Wallet(KEY).signTypedData(domain, types, value);
  expect(JSON.parse(stdout)).toEqual({ address: ADDRESS, place: 'confined process', signature });
});

test('no code is made of texts under the flag that production starts with', () => {
  const [node = '', flag = ''] = wordsOf(restOf(LAST, 'ENTRYPOINT'));
  const tried = `try { eval('1'); console.log('made') } catch ({ name }) { console.log(name) }`;
  expect(ran([node, flag, '-e', tried], {}).stdout).toBe('EvalError\n');
  const worker = `new (require('node:worker_threads').Worker)(${JSON.stringify(tried)}, { eval: true })`;
  expect(ran([node, flag, '-e', worker], {}).stdout).toBe('EvalError\n');
});

test(
  'the whole of the demo runs under it: venues, books, database, decisions and fills',
  () => {
    const [node = '', flag = ''] = wordsOf(restOf(LAST, 'ENTRYPOINT'));
    const args = ['demo', '--headless', '--seconds', '20', '--seed', '7', '--json'];
    const { stdout, status } = ran([node, flag, program.main, ...args], {});
    expect(status).toBe(0);
    const { fills, invariants } = JSON.parse(stdout) as {
      fills: number;
      invariants: { violations: number };
    };
    expect(fills).toBeGreaterThan(0);
    expect(invariants.violations).toBe(0);
  },
  LIFE_MS_MAX,
);
