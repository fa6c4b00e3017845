import process from 'node:process';
import { readSecretFile } from '../secret-file.ts';
import { OpenSigner, unopened } from './open-signer.ts';
import { passphraseBytes } from './passphrase.ts';
import { requirePinned } from './pins.ts';
import { SignerError } from './signer-error.ts';
import { Lines, requestIn, wordLine } from './signer-lines.ts';
import type { ProcessOpening, ProcessRequest, SignerAnswer } from './signer-words.ts';

const EXIT_FAILURE = 1;
/** What a terminal sends to all processes of the service, and what would open Node's debugger. */
const NOT_OURS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * The process that holds the key. It reads the passphrase itself, has no environment, writes its answers
 * and nothing else, and ends with the service: when its standard input does.
 */
const signer = new OpenSigner();
const lines = new Lines();

// An error that was not thought of may quote the key: the process ends without its words.
process.on('uncaughtException', fail);
for (const signal of NOT_OURS) process.on(signal, () => undefined);
process.stdout.on('error', fail);
process.stdin.on('error', fail);
process.stdin.on('end', () => process.exit(0));
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  const whole = lines.push(text);
  if (whole === null) fail();
  for (const line of whole ?? []) hear(line);
});

function hear(line: string): void {
  const request = requestIn(line);
  // Whoever writes such a line is not the service: nothing more is signed.
  if (request === null) fail();
  else process.stdout.write(wordLine({ id: request.id, ...answerTo(request) }));
}

function answerTo(request: ProcessRequest): SignerAnswer {
  return request.kind === 'open' ? opened(request) : signer.answerTo(request);
}

function opened({ keystore, passphraseFile, policy }: ProcessOpening): SignerAnswer {
  try {
    const passphrase = passphraseIn(passphraseFile);
    const of = { keystore, passphrase, policy, isConfined: isConfined() };
    return signer.open({ ...of, require: requirePinned });
  } catch (error) {
    return unopened(error);
  }
}

function passphraseIn(path: string): Uint8Array {
  const read = readSecretFile(path);
  if ('secret' in read) return passphraseBytes(read.secret);
  throw new SignerError('passphrase', `The file of the passphrase ${read.problem}`);
}

/** Whether the runtime holds it back, which a process from source cannot be. */
function isConfined(): boolean {
  return 'permission' in process && process.permission.has('fs.write') === false;
}

function fail(): void {
  process.exit(EXIT_FAILURE);
}
