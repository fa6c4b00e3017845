import { z } from 'zod';
import { converted } from '../../fields.ts';

/** JSON-RPC writes numbers in hex without zeros in front; 64 digits are 256 bits. */
const QUANTITY = /^0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/;
const WORD = /^0x[0-9a-fA-F]{64}$/;
const BYTES = /^0x(?:[0-9a-fA-F]{2})*$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
/** Logs of one transaction that are read; ours have a dozen. */
const LOGS_MAX = 1_000;
const TOPICS_MAX = 4;

/** A number of the chain. */
export const quantity = z.string().regex(QUANTITY).transform(BigInt);

/** A number that fits one of JavaScript exactly. */
export const smallQuantity = converted(quantity, 'a safe integer', (value) =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null,
);

export const hash = z
  .string()
  .regex(WORD)
  .transform((text) => text.toLowerCase());

/** One word of 32 bytes, which every call made here returns. */
export const word = z.string().regex(WORD).transform(BigInt);

/** A truth value in a word. */
export const flag = converted(word, 'true or false', (value) =>
  value <= 1n ? value === 1n : null,
);

/** What the next block asks as its base fee stands last; there is one for each block and one more. */
export const feeHistory = z.object({ baseFeePerGas: z.array(quantity).min(1).max(8) });

/** Bytes of any length. */
export const bytes = z.string().regex(BYTES);

/** The newest block; its time is in Unix seconds. */
export const block = z.object({ number: smallQuantity, timestamp: smallQuantity });

const log = z.object({
  address: z
    .string()
    .regex(ADDRESS)
    .transform((text) => text.toLowerCase()),
  topics: z.array(hash).max(TOPICS_MAX),
  data: bytes,
});

export const receipt = z.object({
  logs: z.array(log).max(LOGS_MAX),
  transactionHash: hash,
  blockNumber: smallQuantity,
  status: converted(quantity, 'a status of 0 or 1', (value) => (value <= 1n ? value === 1n : null)),
});
