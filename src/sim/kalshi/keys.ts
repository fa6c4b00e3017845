import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Chance } from '../chance.ts';
import { Refusal } from '../wire/refusal.ts';
import type { KalshiFaults } from './kalshi-faults.ts';
import { uuid } from './world/market.ts';

/** A key with which a client can sign; worth nothing anywhere else. */
export interface SimKey {
  /** What goes into `KALSHI-ACCESS-KEY`. */
  readonly keyId: string;
  readonly type: 'rsa' | 'ed25519';
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string;
}

export interface SimKeys {
  readonly rsa: SimKey;
  readonly ed25519: SimKey;
}

const RSA_BITS = 2_048;
/** How far a timestamp may be off before it is refused, as the simulator has it. */
export const TIMESTAMP_TOLERANCE_MS = 30_000;
const HEADERS = {
  key: 'kalshi-access-key',
  timestamp: 'kalshi-access-timestamp',
  signature: 'kalshi-access-signature',
} as const;

interface KeyMaterial {
  readonly privateKeyPem: string;
  readonly publicKey: KeyObject;
}

let material: Readonly<Record<SimKey['type'], KeyMaterial>> | null = null;

/** Made once per process: an RSA key takes a moment, and nobody tells one test key from another. */
function materialOnce(): Readonly<Record<SimKey['type'], KeyMaterial>> {
  material ??= {
    rsa: materialOf(generateKeyPairSync('rsa', { modulusLength: RSA_BITS }).privateKey),
    ed25519: materialOf(generateKeyPairSync('ed25519').privateKey),
  };
  return material;
}

function materialOf(privateKey: KeyObject): KeyMaterial {
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKeyPem, publicKey: createPublicKey(privateKey) };
}

/** Who may sign, and whether a request was signed. */
export class KeyRing {
  readonly keys: SimKeys;
  /** What the venue's clock is ahead of everybody's, in milliseconds. */
  skewMs = 0;
  readonly #faults: KalshiFaults;
  readonly #revoked = new Set<string>();

  constructor(seed: string, faults: KalshiFaults) {
    const chance = new Chance(`kalshi keys ${seed}`);
    const of = (type: SimKey['type']): SimKey => {
      const { privateKeyPem } = materialOnce()[type];
      return { keyId: uuid(chance.fork(type)), type, privateKeyPem };
    };
    this.keys = { rsa: of('rsa'), ed25519: of('ed25519') };
    this.#faults = faults;
  }

  revoke(keyId: string): void {
    this.#revoked.add(keyId);
  }

  /**
   * The id of the key that signed a request; `null` when it carries none of the three headers.
   * @throws Refusal when something of the signature is wrong
   */
  verify(of: {
    readonly headers: IncomingHttpHeaders;
    readonly method: string;
    /** With the API's prefix, without the query. */
    readonly path: string;
    readonly nowMs: number;
  }): string | null {
    const { headers, method, path, nowMs } = of;
    const [keyId, timestamp, signature] = Object.values(HEADERS).map((name) => headers[name]);
    if (keyId === undefined && timestamp === undefined && signature === undefined) return null;
    if (typeof keyId !== 'string') throw refused(`the header ${HEADERS.key} is missing`);
    if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) {
      throw refused(`the header ${HEADERS.timestamp} is not a time in milliseconds`);
    }
    if (typeof signature !== 'string') throw refused(`the header ${HEADERS.signature} is missing`);
    const key = Object.values(this.keys).find((each: SimKey) => each.keyId === keyId);
    if (key === undefined || this.#revoked.has(keyId)) throw refused('NOT_FOUND');
    const isLate = Math.abs(nowMs + this.skewMs - Number(timestamp)) > TIMESTAMP_TOLERANCE_MS;
    if (isLate || this.#faults.happens('clockSkew')) throw refused('header_timestamp_expired');
    const message = Buffer.from(`${timestamp}${method}${path}`);
    if (!isSigned(key.type, message, signature)) throw refused('INCORRECT_API_KEY_SIGNATURE');
    return keyId;
  }
}

function isSigned(type: SimKey['type'], message: Buffer, signature: string): boolean {
  const { publicKey } = materialOnce()[type];
  const bytes = Buffer.from(signature, 'base64');
  if (type === 'ed25519') return verify(null, message, publicKey, bytes);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
  return verify('sha256', message, { key: publicKey, padding, saltLength }, bytes);
}

function refused(why: string): Refusal {
  return new Refusal(401, 'authentication_error', why);
}
