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
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
}

/** Why whoever holds the key gave no signature. */
export interface SignerFailure {
  readonly text: string;
  /** It will never sign again. */
  readonly isOver: boolean;
}

/**
 * What an error of a signer says, `null` for any other error. The signer is in another room, so it is
 * known by its name and kind; its messages are made to be shown.
 */
export function signerFailureOf(error: unknown): SignerFailure | null {
  if (error instanceof SignatureError) return { text: error.message, isOver: false };
  if (!(error instanceof Error) || error.name !== 'SignerError') return null;
  return { text: error.message, isOver: 'kind' in error && error.kind === 'ended' };
}

/** 65 bytes: r, s, and 27 or 28. */
const SIGNATURE = /^0x[0-9a-f]{128}1[bc]$/;

/**
 * The signature of `key` over `data`, 65 bytes in lower-case hex.
 * @throws SignatureError before signing when the signer has another key, or for any other answer
 */
export async function signedBy(
  signer: TypedDataSigner,
  key: WalletAddress,
  { domain, types, value }: TypedData,
): Promise<string> {
  if (signer.address.toLowerCase() !== key) {
    throw new SignatureError(`the signer is ${signer.address}, the account's key is ${key}`);
  }
  const signature = (await signer.signTypedData(domain, types, value)).toLowerCase();
  if (!SIGNATURE.test(signature)) throw new SignatureError('the signer answered with no signature');
  return signature;
}
