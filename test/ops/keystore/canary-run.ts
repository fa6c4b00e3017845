import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { passphraseBytes } from '../../../src/ops/keystore/passphrase.ts';
import { Signer } from '../../../src/ops/keystore/signer.ts';
import { newSignerWorker } from '../../../src/ops/keystore/thread-link.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import { ORDER, POLICY } from './keys.ts';

/**
 * A process that has a signer, tells everything it can about it, scrubbed into its log and bare onto
 * its standard output, and crashes. Called with the paths of keystore and passphrase.
 */
const [keystorePath = '', passphrasePath = ''] = process.argv.slice(2);
const readPassphrase = () => readFileSync(passphrasePath, 'utf8').trimEnd();

const scrubber = new Scrubber();
scrubber.register(readPassphrase());
const log = createLogger({ level: 'trace', scrubber });
const tell = (what: string, thing: unknown): void => {
  log.error({ what, thing, err: thing });
  process.stdout.write(`${what} ${inspect(thing, { showHidden: true, depth: 12 })}\n`);
};

const threads: Worker[] = [];
const options = {
  keystorePath,
  policy: POLICY,
  restartDelaysMs: [0],
  spawnThread: () => {
    const thread = newSignerWorker();
    threads.push(thread);
    return thread;
  },
};

tell(
  'wrong passphrase',
  await Signer.start({ ...options, passphrase: async () => passphraseBytes('not it') }).catch(
    (error: unknown) => error,
  ),
);
let reopened: () => void = () => undefined;
const signer = await Signer.start({
  ...options,
  passphrase: async () => passphraseBytes(readPassphrase()),
  onState: (state) => {
    tell('state', state);
    if (state.kind === 'open') reopened();
  },
});
const value = { ...ORDER.value, maker: signer.address, signer: signer.address };
const sign = (more: object = {}) =>
  signer
    .signTypedData(ORDER.domain, ORDER.types, { ...value, ...more })
    .catch((error: unknown) => error);

tell('signed', await sign());
tell('refused', await sign({ makerAmount: '9999999', takerAmount: '1' }));
const calls = { kind: 'safe', wallet: signer.address, nonce: '0', calls: [] } as const;
tell('refused calls', await signer.signRelay(calls).catch((error: unknown) => error));
tell('signer', signer);
tell('thread', threads);
const open = new Promise<void>((done) => {
  reopened = done;
});
const crashed = once(threads.at(-1) as Worker, 'exit');
// The code in the thread fails on this, with the key in its memory; what is asked then gets nothing.
threads.at(-1)?.postMessage(null);
tell('waited', await sign());
// A signer alone does not keep a process alive.
const alive = setInterval(() => undefined, 1_000);
await crashed;
await open;
tell('signed again', await sign());
clearInterval(alive);
await setImmediate();
throw new Error('the process crashes with a signer', { cause: await sign({ side: 7 }) });
