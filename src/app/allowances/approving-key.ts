import { dollars, shares } from '../../engine/domain/values/money.ts';
import {
  POLYGON_CHAIN_ID,
  POLYMARKET_CONTRACTS,
} from '../../engine/domain/venue-rules/polymarket-contracts.ts';
import { type Passphrase, Signer } from '../../ops/keystore/signer.ts';
import { type ConfiguredWallet, SIGNATURE_TYPES } from './wallet.ts';

/** Nobody waits for a price here: a busy host may take its time. */
const SIGN_MS_MAX = 30_000;

/**
 * Opens the key of the wallet for approvals and nothing else, so that the limits for orders do not
 * matter. @throws SignerError, or Error when the keystore is of another key
 */
export async function openApprovingKey(
  { keystorePath, kind, key, funder }: ConfiguredWallet,
  passphrase: Passphrase,
): Promise<Signer> {
  const signer = await Signer.start({
    keystorePath,
    policy: {
      purpose: 'allowances',
      chainId: POLYGON_CHAIN_ID,
      exchanges: [{ version: '3', address: POLYMARKET_CONTRACTS.exchangeV3 }],
      funder: kind === 'eoa' ? null : funder,
      signatureType: SIGNATURE_TYPES[kind],
      orderNotionalMax: dollars(1),
      orderQuantityMax: shares(1),
    },
    signMsMax: SIGN_MS_MAX,
    passphrase,
  });
  if (signer.address === key) return signer;
  await signer.close();
  throw new Error(`the keystore is now that of ${signer.address}: nothing was signed`);
}
