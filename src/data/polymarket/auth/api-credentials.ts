import { createHmac } from 'node:crypto';

/** Credentials as the venue gives them. */
export interface ApiCredentialTexts {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** What a request's signature covers. */
export interface SignedParts {
  readonly timestampS: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The bytes that are sent, `null` when there are none. */
  readonly body: Uint8Array | null;
}

/** Credentials that cannot be used. Its message names the field, never its value. */
export class ApiCredentialError extends Error {
  override readonly name = 'ApiCredentialError';
}

/** Longest credential, in characters. */
const CREDENTIAL_LENGTH_MAX = 256;
const HEADER_TEXT = /^[\x21-\x7e]+$/;
/** Base64 in either alphabet, with or without its padding. */
const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{4}|[\w+/-]{3}=?|[\w+/-]{2}(?:==)?)$/;

/**
 * API credentials of level 2, in memory only. Secret and passphrase are private fields, so that no
 * log, error or dump of an object that holds these can print them.
 */
export class ApiCredentials {
  /** Names the account at the venue (`owner`); no secret by itself. */
  readonly apiKey: string;
  readonly #secret: string;
  readonly #passphrase: string;
  readonly #key: Uint8Array;

  /** @throws ApiCredentialError */
  constructor({ apiKey, secret, passphrase }: ApiCredentialTexts) {
    this.apiKey = checked('API key', apiKey, HEADER_TEXT);
    this.#passphrase = checked('passphrase', passphrase, HEADER_TEXT);
    this.#secret = checked('secret', secret, BASE64);
    // Node reads both alphabets.
    this.#key = Buffer.from(secret, 'base64');
  }

  /** HMAC-SHA256 in URL-safe base64, padding kept. */
  signature({ timestampS, method, path, body }: SignedParts): string {
    const hmac = createHmac('sha256', this.#key).update(`${timestampS}${method}${path}`);
    if (body !== null) hmac.update(body);
    return hmac.digest('base64').replaceAll('+', '-').replaceAll('/', '_');
  }

  /** The headers of level 2 that carry the credentials themselves. */
  headers(): Readonly<Record<'POLY_API_KEY' | 'POLY_PASSPHRASE', string>> {
    return { POLY_API_KEY: this.apiKey, POLY_PASSPHRASE: this.#passphrase };
  }

  /** What the user channel is opened with. */
  channelAuth(): ApiCredentialTexts {
    return { apiKey: this.apiKey, secret: this.#secret, passphrase: this.#passphrase };
  }
}

function checked(name: string, text: string, shape: RegExp): string {
  if (text.length > 0 && text.length <= CREDENTIAL_LENGTH_MAX && shape.test(text)) return text;
  throw new ApiCredentialError(`the venue's ${name} is not usable`);
}
