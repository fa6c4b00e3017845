import { getAddress } from 'ethers';
import { type SignatureType, walletAddressOf } from './wallet-addresses.ts';

/** A wallet and the key that speaks for it. */
export interface KnownWallet {
  /** Address of the key. */
  readonly address: string;
  readonly funder: string;
  readonly signatureType: SignatureType;
}

/** Which wallet belongs to which key. Wallets of the venue's factories are known without a word. */
export class Wallets {
  readonly #funders = new Map<string, string>();

  register({ address, funder, signatureType }: KnownWallet): void {
    this.#funders.set(`${address.toLowerCase()} ${signatureType}`, funder.toLowerCase());
  }

  /** Where the money of a key is, in lower case. */
  funderOf(key: string, signatureType: SignatureType): string {
    const known = this.#funders.get(`${key.toLowerCase()} ${signatureType}`);
    return known ?? walletAddressOf(getAddress(key.toLowerCase()), signatureType).toLowerCase();
  }
}
