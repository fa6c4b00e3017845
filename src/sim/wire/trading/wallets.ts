import { getAddress } from 'ethers';
import { beaconWalletOf, type SignatureType, walletAddressOf } from './wallet-addresses.ts';

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
  readonly #isThere: (wallet: string) => boolean;

  /** `isThere` tells whether anything is known of a wallet. */
  constructor(isThere: (wallet: string) => boolean = () => false) {
    this.#isThere = isThere;
  }

  register({ address, funder, signatureType }: KnownWallet): void {
    this.#funders.set(`${address.toLowerCase()} ${signatureType}`, funder.toLowerCase());
  }

  /**
   * Where the money of a key is, in lower case. Of deposit wallets the older one, unless only that
   * of today is there.
   */
  readonly funderOf = (key: string, signatureType: SignatureType): string => {
    const known = this.#funders.get(`${key.toLowerCase()} ${signatureType}`);
    if (known !== undefined) return known;
    const address = getAddress(key.toLowerCase());
    const usual = walletAddressOf(address, signatureType).toLowerCase();
    if (signatureType !== 3 || this.#isThere(usual)) return usual;
    const newer = beaconWalletOf(address).toLowerCase();
    return this.#isThere(newer) ? newer : usual;
  };

  /** Every wallet of that kind that a key speaks for, in lower case. */
  all(key: string, signatureType: SignatureType): readonly string[] {
    const address = getAddress(key.toLowerCase());
    const newer = signatureType === 3 ? [beaconWalletOf(address).toLowerCase()] : [];
    const usual = walletAddressOf(address, signatureType).toLowerCase();
    return [this.funderOf(key, signatureType), usual, ...newer];
  }
}
