import { resolve } from 'node:path';
import { SIGNATURE_TYPES, type WalletKind } from '../../data/polymarket/order/trading-account.ts';
import { keystorePathIn, readKeystore } from '../../ops/keystore/keystore-file.ts';
import { addressIn } from '../../ops/keystore/keystore-text.ts';
import type { Config } from '../config.ts';

export type { WalletKind };

export { SIGNATURE_TYPES };

/** The wallet that trades, as the environment and the keystore tell it. */
export interface ConfiguredWallet {
  readonly kind: WalletKind;
  /** Of the key in the keystore. */
  readonly key: string;
  /** Where the money is; with a wallet of kind `eoa` the key's own address. */
  readonly funder: string;
  readonly keystorePath: string;
}

const KINDS: Readonly<Record<0 | 1 | 2 | 3, WalletKind>> = {
  0: 'eoa',
  1: 'proxy',
  2: 'safe',
  3: 'depositWallet',
};

export const WALLET_WORDS: Readonly<Record<WalletKind, string>> = {
  eoa: 'own key',
  proxy: 'proxy',
  safe: 'Safe',
  depositWallet: 'deposit wallet',
};

/** @throws Error when keystore and environment do not fit each other. */
export function configuredWallet({ dataDir, polymarket }: Config): ConfiguredWallet {
  const keystorePath = resolve(polymarket.keystore ?? keystorePathIn(dataDir));
  const key = addressIn(readKeystore(keystorePath));
  const { funder, signatureType } = polymarket;
  const isForeign = funder !== null && funder !== key.toLowerCase();
  if (signatureType === null && isForeign) {
    throw new Error(
      `POLYMARKET_FUNDER is not the key's address ${key}: set POLYMARKET_SIGNATURE_TYPE=1 (proxy), 2 (Safe) or 3 (deposit wallet)`,
    );
  }
  const kind = KINDS[signatureType ?? 0];
  if (kind === 'eoa' && isForeign) {
    throw new Error(
      `POLYMARKET_SIGNATURE_TYPE=0 is the key's own address ${key}: POLYMARKET_FUNDER is another`,
    );
  }
  if (kind !== 'eoa' && !isForeign) {
    throw new Error(
      `POLYMARKET_SIGNATURE_TYPE=${signatureType} needs POLYMARKET_FUNDER, the ${WALLET_WORDS[kind]}'s address`,
    );
  }
  return { kind, key, funder: isForeign ? funder : key, keystorePath };
}
