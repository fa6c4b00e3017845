import { Wallet } from 'ethers';
import { Chance } from './chance.ts';

/** A throw-away account of a simulated world. Its key is worth nothing anywhere else. */
export interface SimAccount {
  readonly address: string;
  readonly privateKey: string;
}

/** The same accounts for the same seed. */
export function accountsOf(seed: string, count: number): readonly SimAccount[] {
  return Array.from({ length: count }, (_, index) => {
    const privateKey = `0x${new Chance(`account ${index} of ${seed}`).hex(64)}`;
    return { address: new Wallet(privateKey).address, privateKey };
  });
}
