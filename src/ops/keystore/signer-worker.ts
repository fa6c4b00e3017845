import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { OpenSigner } from './open-signer.ts';
import type { SignerAnswer, ThreadRequest } from './signer-words.ts';

const EXIT_FAILURE = 1;

/** The thread that holds the key. It has no environment and prints nothing. */
const signer = new OpenSigner();

// An error that was not thought of may quote the key: the thread ends without its words.
process.on('uncaughtException', () => process.exit(EXIT_FAILURE));

parentPort?.on('message', (request: ThreadRequest) => {
  parentPort?.postMessage({ id: request.id, ...answerTo(request) });
  if (request.kind === 'close') parentPort?.close();
});

function answerTo(request: ThreadRequest): SignerAnswer {
  // It can what this process can.
  return request.kind === 'open'
    ? signer.open({ ...request, isConfined: false })
    : signer.answerTo(request);
}
