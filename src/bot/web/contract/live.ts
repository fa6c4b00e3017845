import { z } from 'zod';
import { opportunity } from './arbitrage.ts';
import { decision } from './decisions.ts';
import { order } from './orders.ts';
import { overview } from './overview.ts';
import { position } from './positions.ts';
import { list } from './values.ts';

/**
 * `/api/live` is a stream of server-sent events. First comes a `snapshot`, unless `Last-Event-ID`
 * names an event that is still kept; then `delta`s, each one number higher. Deltas are made at most
 * four times a second for everybody, and only where something changed.
 */
export const snapshot = z.strictObject({
  seq: z.int(),
  overview,
  positions: list(position),
  orders: list(order).describe('open ones'),
  decisions: list(decision).describe('the newest, newest first'),
  opportunities: list(opportunity),
});

/** Rows of a list by their `id`: put there or replaced, and gone. */
function changed<Row extends z.ZodType>(row: Row) {
  return z.strictObject({ put: list(row), gone: list(z.string()) }).nullable();
}

/** What changed since the event before; null where nothing did. */
export const delta = z.strictObject({
  seq: z.int(),
  overview: overview.partial().nullable().describe('top-level fields that changed'),
  positions: changed(position),
  orders: changed(order).describe('an order that ends is gone'),
  decisions: changed(decision),
  opportunities: changed(opportunity),
});

export type Snapshot = z.infer<typeof snapshot>;
export type Delta = z.infer<typeof delta>;
export interface Changed<Row> {
  readonly put: readonly Row[];
  readonly gone: readonly string[];
}
