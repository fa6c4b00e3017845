import type {
  SignatureType,
  TradingAccount,
} from '../../../data/polymarket/order/trading-account.ts';
import { walletAddress } from '../../../engine/domain/ids.ts';
import { dollars, shares } from '../../../engine/domain/values/money.ts';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../../engine/domain/venue-rules/polymarket-contracts.ts';
import type { SignerPolicy } from '../../../ops/keystore/policy.ts';
import { Signer } from '../../../ops/keystore/signer.ts';

/** The account that trades, and who signs for it. */
export interface TradingKey {
  readonly account: TradingAccount;
  readonly signer: Pick<
    Signer,
    'address' | 'signTypedData' | 'signTransaction' | 'signRelay' | 'state' | 'close'
  >;
}

export interface TradingKeyOptions {
  readonly keystorePath: string;
  readonly passphrase: () => Promise<Uint8Array>;
  /** `null` when the key's own address holds the money. */
  readonly funder: string | null;
  readonly signatureType: SignatureType;
}

/** By the venue's `signatureType`. */
const WALLETS = ['eoa', 'proxy', 'safe', 'depositWallet'] as const;
/** Far above what the limits of any bankroll let through; a last stop behind all of them. */
const SIGNED_NOTIONAL_MAX = dollars(10_000);
const SIGNED_QUANTITY_MAX = shares(200_000);

/** Opens the keystore in its thread. @throws SignerError, in words without secrets */
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
  const { exchange, negRiskExchange, exchangeV3 } = POLYMARKET_CONTRACTS;
  return {
    chainId: POLYGON_CHAIN_ID,
    exchanges: [
      { version: '2', address: exchange },
      { version: '2', address: negRiskExchange },
      { version: '3', address: exchangeV3 },
    ],
    funder,
    signatureType,
    orderNotionalMax: SIGNED_NOTIONAL_MAX,
    orderQuantityMax: SIGNED_QUANTITY_MAX,
  };
}
