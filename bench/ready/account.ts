import { keccak256, Wallet } from 'ethers';
import type { TradingKey } from '../../src/app/running/live/trading-key.ts';
import type { WalletAddress } from '../../src/engine/domain/ids.ts';
import type { SimAccount } from '../../src/sim/accounts.ts';

/** Of the world and its accounts. */
export const SEED = 'ready';

/** Its key signs in the thread of the program: opening a keystore is not what is measured. */
export function keyOf({ privateKey }: SimAccount): TradingKey {
  const wallet = new Wallet(privateKey);
  const key = wallet.address.toLowerCase() as WalletAddress;
  return {
    account: { chainId: 137, wallet: 'eoa', key, funder: key },
    signer: {
      address: wallet.address,
      place: 'thread',
      state: { kind: 'open' },
      // Fields of ethers are mutable arrays.
      signTypedData: (domain, types, value) =>
        wallet.signTypedData(domain as never, types as never, value as never),
      signTransaction: async (request) => {
        const raw = await wallet.signTransaction(request);
        return { raw, hash: keccak256(raw) };
      },
      signRelay: async () => {
        throw new Error('a wallet that is its own key asks no relayer');
      },
      close: async () => undefined,
    },
  };
}
