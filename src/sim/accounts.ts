import { Wallet } from 'ethers';
import { Chance } from './chance.ts';
import { type SignatureType, walletAddressOf } from './wire/trading/wallet-addresses.ts';

/** What each account has to begin with, in dollars. */
export const ACCOUNT_DOLLARS = 10_000;
/** One account of each kind, then from the beginning. */
const KINDS: readonly SignatureType[] = [0, 1, 2, 3];

/** A throw-away account of a simulated world. Its key is worth nothing anywhere else. */
export interface SimAccount {
  /** Of the key. */
  readonly address: string;
  readonly privateKey: string;
  /** Where its money is: the key itself, or the wallet that the venue makes for it. */
  readonly funder: string;
  /** 0 the key, 1 its proxy, 2 its safe, 3 its deposit wallet. */
  readonly signatureType: SignatureType;
}

/** The same accounts for the same seed. */
export function accountsOf(seed: string, count: number): readonly SimAccount[] {
  return Array.from({ length: count }, (_, index) =>
    accountOf(`account ${index} of ${seed}`, KINDS[index % KINDS.length] ?? 0),
  );
}

/** A key that is its own wallet, for walks that begin with nothing set up. */
export function bareAccountOf(seed: string): SimAccount {
  return accountOf(`bare account of ${seed}`, 0);
}

function accountOf(name: string, signatureType: SignatureType): SimAccount {
  const privateKey = `0x${new Chance(name).hex(64)}`;
  const { address } = new Wallet(privateKey);
  return { address, privateKey, funder: walletAddressOf(address, signatureType), signatureType };
}
