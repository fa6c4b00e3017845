import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import { Signer, type SignerOptions, type SignerState } from '../../../src/ops/keystore/signer.ts';
import { newSignerWorker } from '../../../src/ops/keystore/signer-thread.ts';
import { temporaryFolder } from '../folder.ts';
import { ADDRESS, type CLOB_AUTH, keystoreIn, ORDER, PASSPHRASE, POLICY } from './keys.ts';

/** A signer, what it told, each passphrase it was given, and its threads. */
export async function started(change: Partial<SignerOptions> = {}) {
  const states: SignerState[] = [];
  const given: Uint8Array[] = [];
  const threads: Worker[] = [];
  const signer = await Signer.start({
    keystorePath: keystoreIn(temporaryFolder()),
    policy: POLICY,
    restartDelaysMs: [0, 0],
    onState: (state) => states.push(state),
    passphrase: async () => {
      const bytes = passphraseBytes(PASSPHRASE);
      given.push(bytes);
      return bytes;
    },
    ...change,
    spawn: () => {
      const thread = (change.spawn ?? newSignerWorker)();
      threads.push(thread);
      return thread;
    },
  });
  onTestFinished(() => signer.close());
  return { signer, states, given, threads };
}

export const sign = (
  signer: Signer,
  { domain, types, value } = ORDER as typeof ORDER | typeof CLOB_AUTH,
) => signer.signTypedData(domain, types, value);

/** A thread that says it is open and then does as the script says. */
export function actor(script: string): () => Worker {
  const lines = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ id, kind, passphrase }) => {
      if (kind === 'open') parentPort.postMessage({ id, kind: 'opened', address: '${ADDRESS}' });
      else { ${script} }
    });`;
  return () => new Worker(lines, { eval: true });
}
