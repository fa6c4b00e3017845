import type { z } from 'zod';
import { type LeaderEvent, leaderEventKey } from '../../engine/domain/leader.ts';
import { cost, ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { type FrameReader, isRow, type Row } from '../parsed.ts';
import { isCombo } from './parse-activity.ts';
import { ACTIVITY_KINDS, activityRowV1Schema, activityRowV2Schema } from './schema-activity.ts';

type RowV1 = z.output<typeof activityRowV1Schema>;

const KINDS: ReadonlySet<unknown> = new Set(ACTIVITY_KINDS);
const LEADER_KINDS = {
  SPLIT: 'split',
  MERGE: 'merge',
  REDEEM: 'redeem',
  CONVERSION: 'conversion',
} as const;

/**
 * Data API activity (`polymarket.data-activity`): a row of v1 or v2, an array of rows, or a page
 * `{data, pagination}`. Rows of one page that are equal are true twins and numbered; a single row
 * has nothing to be counted against.
 */
export function parseDataActivity(frame: unknown, reader: FrameReader): void {
  const body = isRow(frame) && Array.isArray(frame['data']) ? frame['data'] : frame;
  if (Array.isArray(body)) {
    parseActivityRows(body, reader, new Map());
    return;
  }
  const event = eventOf(body, reader);
  if (event !== null) reader.events.push({ kind: 'leaderActed', event });
}

/** How often each row was seen; shared by the pages of one read, whose twins may be parted. */
export type TwinCounts = Map<string, number>;

/** Rows of one page, numbered on from the pages before that `seen` counted. */
export function parseActivityRows(
  rows: readonly unknown[],
  reader: FrameReader,
  seen: TwinCounts,
): void {
  for (const row of reader.rows(rows) ?? []) {
    const event = eventOf(row, reader);
    if (event === null) continue;
    const occurrence = countIn(seen, leaderEventKey(event));
    reader.events.push({ kind: 'leaderActed', event: { ...event, occurrence } });
  }
}

function countIn(seen: TwinCounts, key: string): number {
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return count;
}

function eventOf(row: unknown, reader: FrameReader): LeaderEvent | null {
  if (!isRow(row)) return reader.refuse('frame', 'a row of activity');
  if (!KINDS.has(row['type'])) {
    return reader.note('ignored', 'type', 'a row that changes what a wallet holds');
  }
  if (isCombo(row['conditionId'] ?? row['condition_id'])) {
    return reader.note('ignored', 'conditionId', 'a single market, not a combination');
  }
  const raw = readRow(row, reader);
  return raw === null ? null : leaderEvent(raw);
}

function readRow(row: Row, reader: FrameReader): RowV1 | null {
  if (row['proxy_wallet'] === undefined) return reader.read(activityRowV1Schema, row);
  const raw = reader.read(activityRowV2Schema, row);
  if (raw === null) return null;
  const renamed = {
    proxyWallet: raw.proxy_wallet,
    timestamp: raw.timestamp,
    conditionId: raw.condition_id,
    usdcSize: raw.usdc_size,
    transactionHash: raw.transaction_hash,
    title: raw.title,
    slug: raw.slug,
    eventSlug: raw.event_slug,
    size: raw.size,
  };
  return raw.type === 'TRADE'
    ? { ...renamed, type: raw.type, side: raw.side, price: raw.price, asset: raw.token_id }
    : { ...renamed, type: raw.type, side: raw.side, price: raw.price, asset: raw.token_id };
}

function leaderEvent(raw: RowV1): LeaderEvent {
  const trade = raw.type === 'TRADE' ? raw : null;
  return {
    wallet: raw.proxyWallet,
    kind: raw.type === 'TRADE' ? (raw.side === 'BUY' ? 'buy' : 'sell') : LEADER_KINDS[raw.type],
    marketId: raw.conditionId,
    tokenId: trade?.asset ?? null,
    quantity: raw.size,
    price: trade?.price ?? null,
    notional: raw.usdcSize ?? (trade === null ? ZERO_MONEY : cost(trade.price, raw.size, 'floor')),
    transaction: raw.transactionHash,
    tradedAtMs: raw.timestamp,
    feed: 'data-api',
    occurrence: null,
    title: raw.title ?? '',
    slug: raw.slug ?? '',
    eventSlug: raw.eventSlug ?? '',
  };
}
