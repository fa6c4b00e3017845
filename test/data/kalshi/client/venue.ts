import { generateKeyPairSync, verify } from 'node:crypto';
import { KalshiClient } from '../../../../src/data/kalshi/client/client.ts';
import { KalshiKey } from '../../../../src/data/kalshi/sign.ts';
import type { HttpDouble, Seen } from '../../../servers/http-double.ts';
import { socketRuntime } from '../../http/virtual-runtime.ts';

export const ROOT = '/trade-api/v2';
const pair = generateKeyPairSync('ed25519');
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const KEY_ID = 'key-of-the-test';

export function testKey(): KalshiKey {
  return new KalshiKey({ keyId: KEY_ID, privateKey });
}

/** A client of the double, with a key unless told otherwise. */
export function clientOf(double: HttpDouble, key: KalshiKey | null = testKey()): KalshiClient {
  const runtime = socketRuntime();
  return new KalshiClient({ baseUrl: `${double.url}${ROOT}/`, runtime, key });
}

/** How a request proves itself: `unsigned`, `signed`, or a signature that proves something else. */
export function proofOf({ method, path, headers }: Seen): 'unsigned' | 'signed' | 'wrong' {
  const atMs = headers['kalshi-access-timestamp'];
  const signature = headers['kalshi-access-signature'];
  if (headers['kalshi-access-key'] === undefined && signature === undefined) return 'unsigned';
  const isOurs = headers['kalshi-access-key'] === KEY_ID && /^\d{13}$/.test(String(atMs));
  const proof = Buffer.from(String(signature), 'base64');
  const isProven = verify(null, Buffer.from(`${atMs}${method}${path}`), pair.publicKey, proof);
  return isOurs && isProven ? 'signed' : 'wrong';
}
