import type { TypedDataDomain, TypedDataField } from 'ethers';
import type { WalletAddress } from '../../../engine/domain/ids.ts';

/** EIP-712 data; the primary type is the one that no other type contains. */
export interface TypedData {
  readonly domain: Readonly<TypedDataDomain>;
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Whoever holds the key: a wallet of ethers, or what reaches one in another thread. */
export interface TypedDataSigner {
  readonly address: string;
  signTypedData(
    domain: TypedData['domain'],
    types: TypedData['types'],
    value: TypedData['value'],
  ): Promise<string>;
}

/** A key that is not the account's, or an answer that is no signature. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
}

/** 65 bytes: r, s, and 27 or 28. */
const SIGNATURE = /^0x[0-9a-f]{128}1[bc]$/;

/**
 * The signature of `key` over `data`, 65 bytes in lower-case hex.
 * @throws SignerError before signing when the signer has another key, or for any other answer
 */
export async function signedBy(
  signer: TypedDataSigner,
  key: WalletAddress,
  { domain, types, value }: TypedData,
): Promise<string> {
  if (signer.address.toLowerCase() !== key) {
    throw new SignerError(`the signer is ${signer.address}, the account's key is ${key}`);
  }
  const signature = (await signer.signTypedData(domain, types, value)).toLowerCase();
  if (!SIGNATURE.test(signature)) throw new SignerError('the signer answered with no signature');
  return signature;
}
