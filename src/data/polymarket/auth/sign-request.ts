import { getAddress } from 'ethers';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { invariant } from '../../../engine/domain/values/invariant.ts';
import type { ApiCredentials } from './api-credentials.ts';

/** A request that needs the venue's credentials. */
export interface RequestToSign {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query. */
  readonly target: string;
  readonly body: string | null;
}

/** Who signs it and when. */
export interface RequestSigning {
  readonly credentials: ApiCredentials;
  /** The address of the key that the credentials were derived with. */
  readonly key: WalletAddress;
  /** Seconds, by the venue's clock. */
  readonly timestampS: number;
}

/** What is sent: `body` holds the very bytes that the signature covers. */
export interface SignedRequest {
  readonly method: RequestToSign['method'];
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

const TARGET = /^\/[\x21\x22\x24-\x7e]*$/;

/** Signs a request for level 2. The query is not covered: the venue leaves it out. */
export function signRequest(request: RequestToSign, signing: RequestSigning): SignedRequest {
  const { method, target } = request;
  const { credentials, key, timestampS } = signing;
  invariant(TARGET.test(target), `a signed target is a path with a query, got ${target}`);
  invariant(Number.isSafeInteger(timestampS), `a timestamp is whole seconds, got ${timestampS}`);
  const body = request.body === null ? null : new TextEncoder().encode(request.body);
  const path = target.split('?', 1)[0] ?? target;
  const headers = {
    POLY_ADDRESS: getAddress(key),
    POLY_SIGNATURE: credentials.signature({ timestampS, method, path, body }),
    POLY_TIMESTAMP: String(timestampS),
    ...credentials.headers(),
  };
  return { method, target, headers, body };
}
