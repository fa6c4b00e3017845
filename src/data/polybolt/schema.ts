import { z } from 'zod';
import { atMsNumber, spotNumber, spotText } from '../fields.ts';

/** Rows of a snapshot at most: two minutes, one or two a second. */
const SNAPSHOT_ROWS_MAX = 1_000;

const symbol = z.string().regex(/^[a-z0-9]{2,20}$/, 'expected a symbol such as btcusd');

/** The exact decimal is preferred over the float beside it. */
const price = {
  timestamp: atMsNumber,
  value: spotNumber.optional(),
  full_accuracy_value: spotText.optional(),
};

export const livePayloadSchema = z.object({
  symbol,
  window_seconds: z.number().int().positive().optional(),
  ...price,
});

/** The preceding two minutes; empty when there was nothing. */
export const snapshotPayloadSchema = z.object({
  symbol,
  window_seconds: z.number().int().positive().optional(),
  data: z.array(z.object(price)).max(SNAPSHOT_ROWS_MAX),
});

/** What every message with prices is wrapped in. `seq` counts up by one per channel and connection. */
export const envelopeSchema = z.object({
  v: z.literal(1),
  channel: z.string().max(64),
  seq: z.number().int().min(0),
  ts: atMsNumber,
  snapshot: z.boolean().optional(),
  /** Messages that the server left out before this one. */
  dropped: z.number().int().min(0).optional(),
  payload: z.unknown(),
});

/** Answers to what was asked. */
export const ackSchema = z.object({
  op: z.enum(['authed', 'subscribed', 'unsubscribed', 'pong', 'error', 'challenge']),
  rid: z.string().max(64).optional(),
  code: z.string().max(200).optional(),
  channel: z.string().max(64).optional(),
});
