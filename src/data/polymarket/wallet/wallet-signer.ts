import type { WalletCall } from './wallet-calls.ts';

/** A transaction of the key's own, with every field that is signed. */
export interface OwnTransaction {
  readonly type: 2;
  readonly chainId: number;
  readonly nonce: number;
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
  readonly gasLimit: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

interface Relay {
  readonly wallet: string;
  readonly nonce: string;
  readonly calls: readonly WalletCall[];
}

/** Calls that a wallet contract is to make, as the key signs them. Numbers are decimal text. */
export type RelayToSign =
  | ({ readonly kind: 'safe' } & Relay)
  | ({ readonly kind: 'proxy'; readonly relay: string; readonly gasLimit: string } & Relay)
  /** `deadline` in Unix seconds. */
  | ({ readonly kind: 'depositWallet'; readonly deadline: string } & Relay);

/** As the relayer takes it. */
export interface RelaySignature {
  readonly to: string;
  readonly data: string;
  readonly operation: 0 | 1;
  readonly signature: string;
}

/**
 * Whoever holds the key and checks what it signs: the signer of `ops/keystore`, which is another room,
 * known by its shape. Both throw SignerError, and then nothing has left it.
 */
export interface WalletSigner {
  readonly address: string;
  signTransaction(
    transaction: OwnTransaction,
  ): Promise<{ readonly raw: string; readonly hash: string }>;
  signRelay(request: RelayToSign): Promise<RelaySignature>;
}
