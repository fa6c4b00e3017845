import type { SignRequest } from './guard.ts';
import type { SignerPolicy } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { SignedRelay } from './relay-request.ts';
import type { SignedTransaction } from './transaction.ts';

/** What a signer is asked once it is open; `id` comes back with the answer. */
export type SigningRequest =
  | ({ readonly id: number; readonly kind: 'sign' } & SignRequest)
  /** As it arrived: nothing is known of it. */
  | { readonly id: number; readonly kind: 'signTransaction'; readonly transaction: unknown }
  | { readonly id: number; readonly kind: 'signRelay'; readonly relay: unknown }
  | { readonly id: number; readonly kind: 'close' };

/** How a thread is opened, once. */
export interface ThreadOpening {
  readonly id: number;
  readonly kind: 'open';
  /** The locked key; no secret. */
  readonly keystore: string;
  /** Moved to the thread, not copied, and overwritten there. */
  readonly passphrase: Uint8Array;
  readonly policy: SignerPolicy;
}

/** How a process is opened, once: it reads the passphrase itself. */
export interface ProcessOpening {
  readonly id: number;
  readonly kind: 'open';
  readonly keystore: string;
  readonly passphraseFile: string;
  readonly policy: SignerPolicy;
}

export type ThreadRequest = SigningRequest | ThreadOpening;
export type ProcessRequest = SigningRequest | ProcessOpening;

/** What it answers. Nothing in it comes from an error's text. */
export type SignerWord = { readonly id: number } & SignerAnswer;

export type SignerAnswer =
  | {
      readonly kind: 'opened';
      readonly address: string;
      /** The runtime keeps it from writing, from other files, programs and threads. */
      readonly isConfined: boolean;
    }
  | {
      readonly kind: 'unopened';
      readonly why: 'keystore' | 'passphrase' | 'policy';
      readonly message: string;
    }
  | { readonly kind: 'signed'; readonly signature: string }
  | ({ readonly kind: 'signedTransaction' } & SignedTransaction)
  | { readonly kind: 'signedRelay'; readonly relay: SignedRelay }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly detail: string }
  /** Nothing was done: it is not open, or it is a second time. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'closed' };
