import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import type { SignerChild } from '../../../src/ops/keystore/process-link.ts';
import { temporaryFolder } from '../folder.ts';
import { ADDRESS, KEY, keystoreIn, PASSPHRASE } from './keys.ts';
import { actor, PLACES, sign, started, startedIn } from './started.ts';

describe('when where its key is dies', () => {
  test.each(PLACES)('in a %s: whoever waits is told, and it signs as before', async (place) => {
    const { signer, states, given, held } = await startedIn(place);
    onTestFinished(() => signer.close());
    const before = await sign(signer);
    // Its code fails on this: a crash from inside.
    held[0]?.crash();
    await expect(sign(signer)).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(sign(signer)).rejects.toThrow(/^The signer is restarting: /);
    await vi.waitFor(() => expect(signer.state.kind).toBe('open'), { timeout: 120_000 });
    expect(await sign(signer)).toBe(before);
    expect(states.map(({ kind }) => kind)).toEqual(['restarting', 'open']);
    // The passphrase is asked again, and one that a process reads never comes here.
    expect(given).toHaveLength(place === 'thread' ? 2 : 0);
    expect(given.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
  });

  test('it ends when there is no passphrase any more', async () => {
    let asked = 0;
    const { signer, states, threads } = await started({
      passphrase: async () => {
        asked += 1;
        if (asked > 1) throw new Error(`no terminal, and ${PASSPHRASE} is not quoted`);
        return passphraseBytes(PASSPHRASE);
      },
    });
    await threads[0]?.terminate();
    await vi.waitFor(() => expect(signer.state.kind).toBe('ended'), { timeout: 120_000 });
    expect(asked).toBe(3);
    await expect(sign(signer)).rejects.toMatchObject({ kind: 'ended' });
    expect(JSON.stringify(states)).not.toContain(PASSPHRASE);
  });

  test('it ends when the keystore is meanwhile that of another key', async () => {
    const folder = temporaryFolder();
    const { signer, threads } = await started({ keystorePath: keystoreIn(folder) });
    keystoreIn(folder, `0x${'11'.repeat(32)}`);
    await threads[0]?.terminate();
    await vi.waitFor(() => expect(signer.state.kind).toBe('ended'), { timeout: 120_000 });
    expect(signer.state).toMatchObject({
      why: 'the keystore is now that of 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A',
    });
  });

  test('it ends when it dies again and again', async () => {
    const { signer, states } = await started({ spawnThread: actor('process.exit(3)') });
    for (let deaths = 1; deaths <= 6; deaths += 1) {
      await expect(sign(signer)).rejects.toMatchObject({ kind: 'unavailable' });
      await vi.waitFor(() => expect(signer.state.kind).not.toBe('restarting'), {
        timeout: 120_000,
      });
    }
    expect(signer.state).toEqual({ kind: 'ended', why: 'its thread died 6 times' });
    expect(states.filter(({ kind }) => kind === 'open')).toHaveLength(5);
  });

  test('nothing of its last words is repeated', async () => {
    const words = `throw Object.assign(new Error('${KEY} ${PASSPHRASE}'), { code: '${PASSPHRASE}' })`;
    const { signer, states } = await started({ spawnThread: actor(words) });
    const error = await sign(signer).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'unavailable', message: "The signer's thread failed" });
    expect(error).not.toHaveProperty('cause');
    expect(JSON.stringify([states, signer.state])).not.toContain(PASSPHRASE);
  });
});

describe('limits', () => {
  test('a thread that does not answer is ended, and what waits is told', async () => {
    const { signer, states, threads } = await started({ spawnThread: actor(''), signMsMax: 20 });
    const ended = new Promise((resolve) => threads[0]?.once('exit', resolve));
    const asked = [sign(signer), sign(signer)];
    for (const one of asked) {
      await expect(one).rejects.toMatchObject({
        kind: 'unavailable',
        message: "The signer's thread did not answer for 20 ms",
      });
    }
    await ended;
    await vi.waitFor(() => expect(states.at(-1)?.kind).toBe('open'), { timeout: 120_000 });
  });

  test('no more than 256 signatures are waited for', async () => {
    const { signer } = await started({ spawnThread: actor('') });
    const asked = Array.from({ length: 257 }, () => sign(signer).catch((error: Error) => error));
    expect(await asked[256]).toMatchObject({
      kind: 'unavailable',
      message: '256 signatures are waited for already',
    });
  });
});

describe('closing', () => {
  test('ends the thread; nothing is signed afterwards', async () => {
    const { signer, states, threads } = await started();
    const ended = new Promise((resolve) => threads[0]?.once('exit', resolve));
    await signer.close();
    await ended;
    await signer.close();
    await expect(sign(signer)).rejects.toThrow('The signer is ended: it was closed');
    expect(states.map(({ kind }) => kind)).toEqual(['ended']);
    expect(threads).toHaveLength(1);
  });

  test('while it restarts ends that too', async () => {
    const { signer, threads } = await started({ restartDelaysMs: [60_000] });
    await threads[0]?.terminate();
    await vi.waitFor(() => expect(signer.state.kind).toBe('restarting'), { timeout: 120_000 });
    await signer.close();
    expect(signer.state).toEqual({ kind: 'ended', why: 'it was closed' });
    expect(threads).toHaveLength(1);
  });
});

describe('a process that is not as it should be', () => {
  test.each([
    ['is killed in the middle', 'process.kill(process.pid, "SIGKILL")', 'ended with SIGKILL'],
    ['answers something else', 'console.log("{}")', 'answered with no word of a signer'],
    [
      'answers without end',
      'process.stdout.write("x".repeat(140000))',
      'answered with no word of a signer',
    ],
    ['says nothing', '', 'did not answer for 900 ms'],
  ])('and %s gives no signature; what waits is told why', async (_what, script, how) => {
    const { signer, states, held } = await startedIn('process', {
      ...{ spawnProcess: actingProcess(script), signMsMax: 900, restartDelaysMs: [60_000] },
    });
    onTestFinished(() => signer.close());
    const asked = await Promise.allSettled([sign(signer), sign(signer)]);
    for (const one of asked) {
      expect(one).toMatchObject({
        reason: { kind: 'unavailable', message: `The signer's process ${how}` },
      });
    }
    await held[0]?.ended;
    expect(states.map(({ kind }) => kind)).toEqual(['restarting']);
  });

  test('is refused when it cannot be started at all', async () => {
    const spawnProcess = () => spawn('/nowhere/node', [], { stdio: ['pipe', 'pipe', 'ignore'] });
    await expect(startedIn('process', { spawnProcess })).rejects.toMatchObject({
      kind: 'unavailable',
      message: "The signer's process did not start",
    });
  });
});

/** A process that says it is open and then does as the script says. */
function actingProcess(script: string): () => SignerChild {
  const opened = JSON.stringify({ id: 1, kind: 'opened', address: ADDRESS, isConfined: false });
  const lines = `process.stdin.on('data', (text) => {
    if (String(text).includes('"open"')) console.log(${JSON.stringify(opened)});
    else { ${script} }
  });`;
  return () => spawn(process.execPath, ['-e', lines], { stdio: ['pipe', 'pipe', 'ignore'] });
}
