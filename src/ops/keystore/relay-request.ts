import { z } from 'zod';
import { callData, TRANSACTION_GAS_MAX } from './transaction.ts';
import { address, uintText } from './typed-data.ts';

/** Calls of one request. */
export const RELAY_CALLS_MAX = 12;
/** Seconds from now until a deposit wallet takes a batch no more; the venue's own client gives 600. */
export const RELAY_DEADLINE_S_MAX = 20 * 60;
/** Gas of a proxy's calls together, which the relayer pays for. */
export const RELAY_GAS_MAX = BigInt(RELAY_CALLS_MAX) * TRANSACTION_GAS_MAX;

/** A call that a wallet contract is to make. It carries no money of the chain's own. */
export interface RelayCall {
  readonly to: string;
  readonly data: string;
}

/**
 * Calls that a wallet contract makes because its key signed them; the venue's relayer sends and pays
 * for them. Numbers are decimal text, as the relayer gives them.
 * Source: `@polymarket/client` 0.2.0, `actions/gasless`.
 */
export type RelayRequest =
  | {
      readonly kind: 'safe';
      readonly wallet: string;
      readonly nonce: string;
      readonly calls: readonly RelayCall[];
    }
  | {
      readonly kind: 'proxy';
      readonly wallet: string;
      readonly nonce: string;
      /** Who sends it, as the relayer said. */
      readonly relay: string;
      readonly gasLimit: string;
      readonly calls: readonly RelayCall[];
    }
  | {
      readonly kind: 'depositWallet';
      readonly wallet: string;
      readonly nonce: string;
      /** Unix seconds. */
      readonly deadline: string;
      readonly calls: readonly RelayCall[];
    };

/** What was signed, as the relayer takes it: the signer packs the calls, so that it knows them. */
export interface SignedRelay {
  readonly to: string;
  /** `0x` for a deposit wallet, whose calls travel one by one. */
  readonly data: string;
  /** 1: a Safe calls the multi-send contract in its own name. */
  readonly operation: 0 | 1;
  readonly signature: string;
}

/** A number as the relayer writes it. */
const decimal = uintText(256);
const always = {
  wallet: address,
  nonce: decimal,
  calls: z.array(z.strictObject({ to: address, data: callData })),
};

/** Anything else in a request is unknown and so refused. */
export const relayRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('safe'), ...always }),
  z.strictObject({ kind: z.literal('proxy'), ...always, relay: address, gasLimit: decimal }),
  z.strictObject({ kind: z.literal('depositWallet'), ...always, deadline: decimal }),
]);

export type RelayValue = z.infer<typeof relayRequest>;
