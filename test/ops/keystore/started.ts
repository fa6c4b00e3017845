import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import { Signer, type SignerOptions, type SignerState } from '../../../src/ops/keystore/signer.ts';
import { newSignerProcess } from '../../../src/ops/keystore/signer-command.ts';
import { newSignerWorker } from '../../../src/ops/keystore/thread-link.ts';
import { temporaryFolder } from '../folder.ts';
import { ADDRESS, type CLOB_AUTH, keystoreIn, ORDER, PASSPHRASE, POLICY } from './keys.ts';

/** Where a key may be. */
export const PLACES = ['thread', 'process'] as const;

/** One life of where the key is, and what may happen to it. */
export interface Held {
  /** Has its code fail on what comes in. */
  crash(): void;
  /** Tells it, behind the back of the signer. */
  tell(request: object): void;
  /** All that it says. */
  onWord(act: (word: unknown) => void): void;
  readonly ended: Promise<unknown>;
}

/** A signer in a thread, what it told, each passphrase it was given, and its threads. */
export async function started(change: Partial<SignerOptions> = {}) {
  const threads: Worker[] = [];
  const spawnThread = () => {
    const thread = (change.spawnThread ?? newSignerWorker)();
    threads.push(thread);
    return thread;
  };
  const all = await opened({ ...change, spawnThread });
  onTestFinished(() => all.signer.close());
  return { ...all, threads };
}

/** A signer wherever it is, with each life of it; whoever asks closes it. */
export async function startedIn(
  place: (typeof PLACES)[number],
  { folder, ...change }: Partial<SignerOptions> & { readonly folder?: string } = {},
) {
  const held: Held[] = [];
  const spawnThread = () => {
    const thread = (change.spawnThread ?? newSignerWorker)();
    held.push({
      crash: () => thread.postMessage(null),
      tell: (request) => thread.postMessage(request),
      onWord: (act) => thread.on('message', act),
      ended: new Promise((done) => thread.once('exit', done)),
    });
    return thread;
  };
  const spawnProcess = (file: string) => {
    const child = (change.spawnProcess ?? newSignerProcess)(file);
    held.push({
      crash: () => child.stdin.write('null\n'),
      tell: (request) => child.stdin.write(`${JSON.stringify(request)}\n`),
      onWord: (act) => createInterface(child.stdout).on('line', (line) => act(JSON.parse(line))),
      ended: new Promise((done) => child.once('exit', done)),
    });
    return child;
  };
  const file = () => passphraseFile(PASSPHRASE, folder ?? temporaryFolder());
  const how = place === 'thread' ? {} : { passphrase: { file: file() } };
  return { ...(await opened({ ...how, ...change, spawnThread, spawnProcess })), held };
}

/** A file with the passphrase that nobody else may read. */
export function passphraseFile(text = PASSPHRASE, folder = temporaryFolder()): string {
  const path = join(folder, 'passphrase');
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return path;
}

async function opened(change: Partial<SignerOptions>) {
  const states: SignerState[] = [];
  const given: Uint8Array[] = [];
  const signer = await Signer.start({
    keystorePath: change.keystorePath ?? keystoreIn(temporaryFolder()),
    policy: POLICY,
    restartDelaysMs: [0, 0],
    onState: (state) => states.push(state),
    passphrase: async () => {
      const bytes = passphraseBytes(PASSPHRASE);
      given.push(bytes);
      return bytes;
    },
    ...change,
  });
  return { signer, states, given };
}

export const sign = (
  signer: Signer,
  { domain, types, value } = ORDER as typeof ORDER | typeof CLOB_AUTH,
) => signer.signTypedData(domain, types, value);

/** A thread that says it is open and then does as the script says. */
export function actor(script: string): () => Worker {
  const lines = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ id, kind, passphrase }) => {
      if (kind === 'open') {
        parentPort.postMessage({ id, kind: 'opened', address: '${ADDRESS}', isConfined: false });
      } else { ${script} }
    });`;
  return () => new Worker(lines, { eval: true });
}
