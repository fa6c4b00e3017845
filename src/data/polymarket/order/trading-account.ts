import { getAddress } from 'ethers';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { ChainId } from './exchange.ts';
import { OrderError } from './order-error.ts';

/** What holds the money: the key's own address, or a wallet contract that the key speaks for. */
export type WalletKind = 'eoa' | 'proxy' | 'safe' | 'depositWallet';

/** The venue's `signatureType`. */
export const SIGNATURE_TYPES = { eoa: 0, proxy: 1, safe: 2, depositWallet: 3 } as const;

export type SignatureType = (typeof SIGNATURE_TYPES)[WalletKind];

export interface TradingAccount {
  readonly chainId: ChainId;
  readonly wallet: WalletKind;
  /** The address of the key that signs. */
  readonly key: WalletAddress;
  /** Where the money is. With `eoa` the key itself. */
  readonly funder: WalletAddress;
}

/** Who an order names, in the checksummed spelling of the venue. */
export interface OrderParties {
  readonly maker: string;
  readonly signer: string;
  readonly signatureType: SignatureType;
}

/** @throws OrderError `account` */
export function partiesOf({ wallet, key, funder }: TradingAccount): OrderParties {
  if ((wallet === 'eoa') !== (key === funder)) {
    const rule = wallet === 'eoa' ? 'is its own key' : 'is a contract, not its own key';
    throw new OrderError('account', `the funder of an account of kind ${wallet} ${rule}`);
  }
  const maker = getAddress(funder);
  return {
    maker,
    signer: wallet === 'depositWallet' ? maker : getAddress(key),
    signatureType: SIGNATURE_TYPES[wallet],
  };
}
