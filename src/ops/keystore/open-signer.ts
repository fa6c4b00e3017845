import {
  computeAddress,
  type SigningKey,
  Transaction,
  type TransactionLike,
  TypedDataEncoder,
} from 'ethers';
import { judge, type Verdict } from './guard.ts';
import { openKey } from './keystore-text.ts';
import { type BoundPolicy, bindPolicy } from './policy.ts';
import { judgeRelay } from './relay-guard.ts';
import { signRelay } from './relay-signature.ts';
import { SignerError } from './signer-error.ts';
import type { SignerAnswer, SigningRequest } from './signer-words.ts';
import { judgeTransaction } from './transaction-guard.ts';

const SECOND_MS = 1_000;

/**
 * The only place where the key is in the open, in a thread or process of its own. It answers with an
 * address, signatures and refusals; no request makes it give out anything else.
 */
export class OpenSigner {
  #open: { readonly key: SigningKey; readonly policy: BoundPolicy } | null = null;

  /** Opens once: what it holds to is not changed afterwards. Overwrites the passphrase. */
  open(of: {
    readonly keystore: string;
    readonly passphrase: Uint8Array;
    readonly policy: unknown;
    readonly isConfined: boolean;
    /** Throws for a policy that the place does not take. */
    readonly require?: (policy: BoundPolicy) => void;
  }): SignerAnswer {
    try {
      if (this.#open !== null) return { kind: 'failed' };
      const key = openKey(of.keystore, of.passphrase);
      const address = computeAddress(key.publicKey);
      const policy = bindPolicy(of.policy, address);
      of.require?.(policy);
      this.#open = { key, policy };
      return { kind: 'opened', address, isConfined: of.isConfined };
    } catch (error) {
      return unopened(error);
    } finally {
      of.passphrase.fill(0);
    }
  }

  answerTo(request: SigningRequest): SignerAnswer {
    if (request.kind === 'close') {
      this.#open = null;
      return { kind: 'closed' };
    }
    if (this.#open === null) return { kind: 'failed' };
    const { key, policy } = this.#open;
    if (request.kind === 'sign') return signedData(judge(request, policy), key);
    if (request.kind === 'signTransaction') {
      const verdict = judgeTransaction(request.transaction, policy);
      return verdict.kind === 'refused' ? verdict : signedTransaction(verdict.transaction, key);
    }
    const nowS = Math.floor(Date.now() / SECOND_MS);
    const verdict = judgeRelay(request.relay, { policy, nowS });
    if (verdict.kind === 'refused') return verdict;
    return { kind: 'signedRelay', relay: signRelay(verdict.relay, key) };
  }
}

/** Why a key was not opened, in words of ours alone: any other error may quote what it worked on. */
export function unopened(error: unknown): Extract<SignerAnswer, { readonly kind: 'unopened' }> {
  const known = error instanceof SignerError ? error : null;
  if (known?.kind === 'keystore' || known?.kind === 'passphrase' || known?.kind === 'policy') {
    return { kind: 'unopened', why: known.kind, message: known.message };
  }
  return { kind: 'unopened', why: 'keystore', message: 'The keystore cannot be opened' };
}

function signedData(verdict: Verdict, key: SigningKey): SignerAnswer {
  if (verdict.kind === 'refused') return verdict;
  const { domain, types, value } = verdict.typed;
  const hash = TypedDataEncoder.hash(domain, types, value);
  return { kind: 'signed', signature: key.sign(hash).serialized };
}

function signedTransaction(unsigned: TransactionLike, key: SigningKey): SignerAnswer {
  const transaction = Transaction.from(unsigned);
  transaction.signature = key.sign(transaction.unsignedHash);
  const { serialized: raw, hash } = transaction;
  return hash === null ? { kind: 'failed' } : { kind: 'signedTransaction', raw, hash };
}
