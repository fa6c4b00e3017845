import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { inspect } from 'node:util';
import type { AtMs } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';

/** An API key that cannot be used. Its message says what is wrong, never what it holds. */
export class KalshiKeyError extends Error {
  override readonly name = 'KalshiKeyError';
}

/** A request that needs a key. */
export interface RequestToSign {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the root of the host on, with or without a query, which is not signed. */
  readonly target: string;
  readonly atMs: AtMs;
}

export type KalshiHeaders = Readonly<
  Record<'KALSHI-ACCESS-KEY' | 'KALSHI-ACCESS-TIMESTAMP' | 'KALSHI-ACCESS-SIGNATURE', string>
>;

/** Shorter RSA keys are refused: nobody has made one for years. */
const RSA_BITS_MIN = 2_048;
const KEY_ID_LENGTH_MAX = 128;
const KEY_ID = /^[\x21-\x7e]+$/;
const TARGET = /^\/[\x21-\x7e]*$/;

/**
 * An API key of the venue, in memory only. The private key is a private field of an object that no
 * log, error or dump of it can print.
 */
export class KalshiKey {
  /** Names the key at the venue; no secret by itself. */
  readonly keyId: string;
  readonly #key: KeyObject;
  readonly #isRsa: boolean;

  /**
   * `privateKey`: PEM, as the venue gives it; line ends may be written as `\n`.
   * @throws KalshiKeyError
   */
  constructor({ keyId, privateKey }: { readonly keyId: string; readonly privateKey: string }) {
    if (keyId.length > KEY_ID_LENGTH_MAX || !KEY_ID.test(keyId)) {
      throw new KalshiKeyError('the id of the Kalshi key has characters that no id has');
    }
    this.keyId = keyId;
    this.#key = keyOf(privateKey);
    this.#isRsa = isRsa(this.#key);
  }

  /**
   * Headers that prove one request: over milliseconds, method and path, without host, query and body.
   * RSA signs with PSS, SHA-256 for digest and mask, and a salt as long as the digest.
   */
  headers({ method, target, atMs }: RequestToSign): KalshiHeaders {
    invariant(TARGET.test(target), `a signed target is a path, got ${target}`);
    invariant(Number.isSafeInteger(atMs) && atMs > 0, `a timestamp is milliseconds, got ${atMs}`);
    const path = target.split('?', 1)[0] ?? target;
    return {
      'KALSHI-ACCESS-KEY': this.keyId,
      'KALSHI-ACCESS-TIMESTAMP': String(atMs),
      'KALSHI-ACCESS-SIGNATURE': this.#signature(Buffer.from(`${atMs}${method}${path}`, 'ascii')),
    };
  }

  #signature(message: Buffer): string {
    if (!this.#isRsa) return sign(null, message, this.#key).toString('base64');
    return sign('sha256', message, {
      key: this.#key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }).toString('base64');
  }

  toJSON(): string {
    return this.toString();
  }

  toString(): string {
    return `Kalshi key ${this.keyId}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** The cause of a failure is left out: it could repeat a part of the text. */
function keyOf(text: string): KeyObject {
  const pem = text.replaceAll('\\n', '\n').trim();
  if (/ENCRYPTED/.test(pem)) {
    throw new KalshiKeyError(
      'the Kalshi private key is encrypted; it has to be without passphrase',
    );
  }
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new KalshiKeyError(`the Kalshi private key is no PEM of a private key${code}`);
  }
}

function isRsa(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519') return false;
  if (key.asymmetricKeyType !== 'rsa') {
    const kind = key.asymmetricKeyType ?? 'another kind';
    throw new KalshiKeyError(`the Kalshi private key is RSA or Ed25519, not ${kind}`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits >= RSA_BITS_MIN) return true;
  throw new KalshiKeyError(`the Kalshi private key has ${bits} bits, at least ${RSA_BITS_MIN}`);
}
