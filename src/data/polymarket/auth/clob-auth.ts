import { getAddress } from 'ethers';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { ChainId } from '../order/exchange.ts';
import { signedBy, type TypedData, type TypedDataSigner } from './typed-data-signer.ts';

/** What proves to the venue that we hold a key, for making and deriving API credentials. */
export interface ClobAuthRequest {
  readonly chainId: ChainId;
  readonly key: WalletAddress;
  /** Seconds, by the venue's clock. */
  readonly timestampS: number;
  /** Each nonce has credentials of its own; ours is 0. */
  readonly nonce: number;
}

const MESSAGE = 'This message attests that I control the given wallet';

const CLOB_AUTH_FIELDS = [
  { name: 'address', type: 'address' },
  { name: 'timestamp', type: 'string' },
  { name: 'nonce', type: 'uint256' },
  { name: 'message', type: 'string' },
] as const;

/** The statement that is signed. */
export function clobAuthData({ chainId, key, timestampS, nonce }: ClobAuthRequest): TypedData {
  return {
    domain: { name: 'ClobAuthDomain', version: '1', chainId },
    types: { ClobAuth: CLOB_AUTH_FIELDS },
    value: { address: getAddress(key), timestamp: String(timestampS), nonce, message: MESSAGE },
  };
}

/** The headers of level 1: a signature of the key itself. @throws SignatureError */
export async function clobAuthHeaders(
  request: ClobAuthRequest,
  signer: TypedDataSigner,
): Promise<Readonly<Record<string, string>>> {
  const signature = await signedBy(signer, request.key, clobAuthData(request));
  return {
    POLY_ADDRESS: getAddress(request.key),
    POLY_SIGNATURE: signature,
    POLY_TIMESTAMP: String(request.timestampS),
    POLY_NONCE: String(request.nonce),
  };
}
