import type {
  SignatureType,
  TradingAccount,
} from '../../../data/polymarket/order/trading-account.ts';
import { walletAddress } from '../../../engine/domain/ids.ts';
import { POLYGON_CHAIN_ID } from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import {
  PINNED_EXCHANGES,
  SIGNED_NOTIONAL_MAX,
  SIGNED_QUANTITY_MAX,
} from '../../../ops/keystore/pins.ts';
import type { SignerPolicy } from '../../../ops/keystore/policy.ts';
import { type Passphrase, Signer } from '../../../ops/keystore/signer.ts';

/** The account that trades, and who signs for it. */
export interface TradingKey {
  readonly account: TradingAccount;
  readonly signer: Pick<
    Signer,
    'address' | 'place' | 'signTypedData' | 'signTransaction' | 'signRelay' | 'state' | 'close'
  >;
}

export interface TradingKeyOptions {
  readonly keystorePath: string;
  readonly passphrase: Passphrase;
  /** `null` when the key's own address holds the money. */
  readonly funder: string | null;
  readonly signatureType: SignatureType;
}

/** By the venue's `signatureType`. */
const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;

/** Opens the keystore in a thread or process of its own. @throws SignerError, in words without secrets */
export async function openTradingKey(options: TradingKeyOptions): Promise<TradingKey> {
  const { keystorePath, passphrase, funder, signatureType } = options;
  const policy = policyOf(funder, signatureType);
  const signer = await Signer.start({ keystorePath, passphrase, policy });
  const key = walletAddress(signer.address);
  const holder = walletAddress(funder ?? signer.address);
  if (key === null || holder === null) {
    await signer.close();
    throw new Error('POLYMARKET_FUNDER is no address');
  }
  const account: TradingAccount = {
    chainId: POLYGON_CHAIN_ID,
    wallet: WALLETS[signatureType],
    key,
    funder: holder,
  };
  return { account, signer };
}

function policyOf(funder: string | null, signatureType: SignatureType): SignerPolicy {
  return {
    chainId: POLYGON_CHAIN_ID,
    exchanges: PINNED_EXCHANGES,
    funder,
    signatureType,
    orderNotionalMax: SIGNED_NOTIONAL_MAX,
    orderQuantityMax: SIGNED_QUANTITY_MAX,
  };
}
