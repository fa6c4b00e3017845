import { z } from 'zod';
import { wallet } from '../../fields.ts';
import { TEXT_LENGTH_MAX } from '../../parsed.ts';

/** Numbers of 256 bits have 78 digits. */
const NONCE = /^\d{1,78}$/;
/** Stands in a path. */
const ID = /^[\w-]{1,100}$/;
const HASH = /^0x[0-9a-fA-F]{64}$/;

const id = z.string().regex(ID);
const hash = z
  .union([z.literal(''), z.string().regex(HASH)])
  .nullish()
  .transform((text) => (text === '' || text === undefined ? null : (text?.toLowerCase() ?? null)));
/** Names that are not known are of a transaction on its way: only three end it. */
const state = z.string().max(TEXT_LENGTH_MAX);

/** Who will send a transaction of the account, and its next nonce as decimal text. */
export const relayParams = z.object({
  address: wallet,
  nonce: z.union([z.string().regex(NONCE), z.int().nonnegative()]).transform(String),
});

export const deployed = z.object({ deployed: z.boolean() });

export const submitted = z
  .object({ transactionID: id, transactionHash: hash, state })
  .transform((raw) => ({ id: raw.transactionID, hash: raw.transactionHash, state: raw.state }));

export const relayed = z
  .object({
    transaction_id: id,
    state,
    transaction_hash: hash,
    error_msg: z.string().nullish(),
  })
  .transform((raw) => ({
    id: raw.transaction_id,
    hash: raw.transaction_hash,
    state: raw.state,
    error: raw.error_msg ?? null,
  }));

export type RelayParams = z.infer<typeof relayParams>;
export type Submitted = z.infer<typeof submitted>;
export type Relayed = z.infer<typeof relayed>;

/** The states that end a transaction. */
export const CONFIRMED = 'STATE_CONFIRMED';
export const ENDED_BADLY: ReadonlySet<string> = new Set(['STATE_FAILED', 'STATE_INVALID']);
