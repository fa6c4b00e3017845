import type { Refusal } from './refusal.ts';

/**
 * Why there is no signature. Whatever the kind, none has left the signer.
 *
 * - `keystore`: the file is missing, damaged or of another kind
 * - `passphrase`: it is wrong, or there is none to be had
 * - `policy`: what the signer shall hold to contradicts itself or the key
 * - `refused`: the guard does not allow it; asking again changes nothing
 * - `unavailable`: the signer restarts, is full, was too slow or died over it; asking again may help
 * - `ended`: it was closed or gave up
 */
export type SignerErrorKind =
  | 'keystore'
  | 'passphrase'
  | 'policy'
  | 'refused'
  | 'unavailable'
  | 'ended';

/**
 * No signature. Never has a `cause`: what went wrong around a key may quote it, and a log prints
 * causes too.
 */
export class SignerError extends Error {
  override readonly name = 'SignerError';
  readonly kind: SignerErrorKind;
  /** What the guard found, when it refused. */
  readonly refusal: Refusal | null;

  constructor(kind: SignerErrorKind, message: string, refusal: Refusal | null = null) {
    super(message);
    this.kind = kind;
    this.refusal = refusal;
  }
}
