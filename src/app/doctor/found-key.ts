import { existsSync } from 'node:fs';
import { type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import { readKeystore } from '../../ops/keystore/keystore-file.ts';
import { addressIn } from '../../ops/keystore/keystore-text.ts';
import type { Passphrase, Signer } from '../../ops/keystore/signer.ts';
import { SignerError } from '../../ops/keystore/signer-error.ts';
import { NotPrivateError } from '../../ops/private-file.ts';
import type { Config } from '../config.ts';
import { openTradingKey } from '../running/live/trading-key.ts';

/** What became of the keystore. The address stands in the file, unlocked. */
export type KeyFound =
  /** None is named, and none is at the usual place: paper only. */
  | { readonly kind: 'none' }
  /** It is named, and cannot be read. */
  | { readonly kind: 'unreadable'; readonly why: string }
  /** Its file is good, and nobody gave the passphrase. */
  | { readonly kind: 'locked'; readonly address: WalletAddress }
  | {
      readonly kind: 'unopened';
      readonly address: WalletAddress;
      readonly isPassphrase: boolean;
      readonly why: string;
    }
  | {
      readonly kind: 'open';
      readonly address: WalletAddress;
      readonly signer: Pick<Signer, 'address' | 'place' | 'signTypedData' | 'close'>;
    };

/** Opens the key to log in with; what it may sign for another wallet is not needed for that. */
export async function openFoundKey(
  keystorePath: string,
  { config, passphrase }: { readonly config: Config; readonly passphrase: Passphrase | null },
): Promise<KeyFound> {
  if (config.polymarket.keystore === null && !existsSync(keystorePath)) return { kind: 'none' };
  const read = addressAt(keystorePath);
  if ('why' in read) return { kind: 'unreadable', why: read.why };
  const { address } = read;
  if (passphrase === null) return { kind: 'locked', address };
  try {
    const of = { keystorePath, passphrase, funder: null, signatureType: 0 } as const;
    return { kind: 'open', address, signer: (await openTradingKey(of)).signer };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isPassphrase = error instanceof SignerError && error.kind === 'passphrase';
    return { kind: 'unopened', address, isPassphrase, why: error.message };
  }
}

function addressAt(path: string): { readonly address: WalletAddress } | { readonly why: string } {
  try {
    const address = walletAddress(addressIn(readKeystore(path)));
    return address === null ? { why: `${path} holds no address` } : { address };
  } catch (error) {
    if (error instanceof SignerError || error instanceof NotPrivateError) {
      return { why: error.message };
    }
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { why: `${path} cannot be read (${code})` };
  }
}
