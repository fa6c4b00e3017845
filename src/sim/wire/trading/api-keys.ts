import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from '../http-host.ts';
import { Refusal } from '../refusal.ts';

/** Credentials of level 2, and whose they are. */
export interface ApiKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
  /** Of the key that they were made with, in lower case. */
  readonly address: string;
}

/** All credentials of the venue. Those of one address and nonce are always the same. */
export class ApiKeys {
  readonly #seed: string;
  readonly #active = new Map<string, ApiKey>();
  /** Made once and taken back for everyone: deriving them makes them good again. */
  readonly #revoked = new Set<string>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** @throws Refusal when there are some already */
  create(address: string, nonce: string): ApiKey {
    const made = this.#credentials(address, nonce);
    if (this.#active.has(made.apiKey) || this.#revoked.has(made.apiKey)) {
      throw new Refusal(400, 'Could not create api key');
    }
    this.#active.set(made.apiKey, made);
    return made;
  }

  /** @throws Refusal when none were made */
  derive(address: string, nonce: string): ApiKey {
    const made = this.#credentials(address, nonce);
    if (this.#revoked.delete(made.apiKey)) this.#active.set(made.apiKey, made);
    if (this.#active.has(made.apiKey)) return made;
    throw new Refusal(400, 'Could not derive api key!');
  }

  of(address: string): readonly ApiKey[] {
    return [...this.#active.values()].filter((each) => each.address === address);
  }

  delete({ apiKey }: ApiKey): void {
    this.#active.delete(apiKey);
  }

  /** From now on all are refused until they are derived again. */
  revokeAll(): void {
    for (const apiKey of this.#active.keys()) this.#revoked.add(apiKey);
    this.#active.clear();
  }

  /** The key that signed a request at level 2. @throws Refusal */
  authenticate({ headers, method, path, bytes }: WireRequest): ApiKey {
    const key = this.#active.get(String(headers['poly_api_key']));
    const timestamp = String(headers['poly_timestamp']);
    if (
      key === undefined ||
      headers['poly_passphrase'] !== key.passphrase ||
      String(headers['poly_address']).toLowerCase() !== key.address ||
      headers['poly_signature'] !== signatureOf(key, `${timestamp}${method}${path}`, bytes)
    ) {
      throw new Refusal(401, 'Unauthorized/Invalid api key');
    }
    return key;
  }

  /** The key of a user channel's first message. */
  byTexts(auth: {
    readonly apiKey?: unknown;
    readonly secret?: unknown;
    readonly passphrase?: unknown;
  }): ApiKey | null {
    const key = this.#active.get(String(auth.apiKey));
    if (key === undefined || auth.secret !== key.secret) return null;
    return auth.passphrase === key.passphrase ? key : null;
  }

  #credentials(address: string, nonce: string): ApiKey {
    const digest = (of: string): Buffer =>
      createHash('sha256').update(`${this.#seed}/${of}/${address}/${nonce}`).digest();
    const secret = digest('secret').toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    const passphrase = digest('passphrase').toString('hex');
    return { apiKey: uuidOf(digest('key')), secret, passphrase, address };
  }
}

/** HMAC-SHA256 over the text and the bytes that were sent, in URL-safe base64, padding kept. */
function signatureOf({ secret }: ApiKey, text: string, bytes: Buffer): string {
  const hmac = createHmac('sha256', Buffer.from(secret, 'base64')).update(text).update(bytes);
  return hmac.digest('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** A version 4 UUID of 16 bytes. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
