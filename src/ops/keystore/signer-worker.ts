import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import { computeAddress, type SigningKey, Transaction, TypedDataEncoder } from 'ethers';
import { judge } from './guard.ts';
import { openKey } from './keystore-text.ts';
import { type BoundPolicy, bindPolicy } from './policy.ts';
import { judgeRelay } from './relay-guard.ts';
import { signRelay } from './relay-signature.ts';
import { SignerError } from './signer-error.ts';
import type { SignerAnswer, SignerRequest } from './signer-words.ts';
import { judgeTransaction } from './transaction-guard.ts';

const EXIT_FAILURE = 1;
const SECOND_MS = 1_000;

/**
 * The only place where the key is in the open. The thread has no environment, prints nothing, and
 * answers with an address, signatures and refusals; no request makes it give out anything else.
 */
let open: { readonly key: SigningKey; readonly policy: BoundPolicy } | null = null;

// An error that was not thought of may quote the key: the thread ends without its words.
process.on('uncaughtException', () => process.exit(EXIT_FAILURE));

parentPort?.on('message', (request: SignerRequest) => {
  parentPort?.postMessage({ id: request.id, ...answerTo(request) });
  if (request.kind === 'close') parentPort?.close();
});

function answerTo(request: SignerRequest): SignerAnswer {
  switch (request.kind) {
    case 'open':
      return opened(request);
    case 'sign':
      return signed(request);
    case 'signTransaction':
      return signedTransaction(request.transaction);
    case 'signRelay':
      return signedRelay(request.relay);
    case 'close':
      open = null;
      return { kind: 'closed' };
  }
}

function opened(request: Extract<SignerRequest, { kind: 'open' }>): SignerAnswer {
  const { keystore, passphrase } = request;
  try {
    // What it holds to is not changed while it is open.
    if (open !== null) return { kind: 'failed' };
    const key = openKey(keystore, passphrase);
    const address = computeAddress(key.publicKey);
    open = { key, policy: bindPolicy(request.policy, address) };
    return { kind: 'opened', address };
  } catch (error) {
    return unopened(error);
  } finally {
    passphrase.fill(0);
  }
}

function unopened(error: unknown): SignerAnswer {
  const known = error instanceof SignerError ? error : null;
  if (known?.kind === 'keystore' || known?.kind === 'passphrase' || known?.kind === 'policy') {
    return { kind: 'unopened', why: known.kind, message: known.message };
  }
  // Any other error may quote what it worked on.
  return { kind: 'unopened', why: 'keystore', message: 'The keystore cannot be opened' };
}

function signed(request: Extract<SignerRequest, { kind: 'sign' }>): SignerAnswer {
  if (open === null) return { kind: 'failed' };
  const verdict = judge(request, open.policy);
  if (verdict.kind === 'refused') return verdict;
  const { domain, types, value } = verdict.typed;
  const hash = TypedDataEncoder.hash(domain, types, value);
  return { kind: 'signed', signature: open.key.sign(hash).serialized };
}

function signedTransaction(request: unknown): SignerAnswer {
  if (open === null) return { kind: 'failed' };
  const verdict = judgeTransaction(request, open.policy);
  if (verdict.kind === 'refused') return verdict;
  const transaction = Transaction.from(verdict.transaction);
  transaction.signature = open.key.sign(transaction.unsignedHash);
  const { serialized: raw, hash } = transaction;
  return hash === null ? { kind: 'failed' } : { kind: 'signedTransaction', raw, hash };
}

function signedRelay(request: unknown): SignerAnswer {
  if (open === null) return { kind: 'failed' };
  const nowS = Math.floor(Date.now() / SECOND_MS);
  const verdict = judgeRelay(request, { policy: open.policy, nowS });
  if (verdict.kind === 'refused') return verdict;
  return { kind: 'signedRelay', relay: signRelay(verdict.relay, open.key) };
}
