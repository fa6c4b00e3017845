import type { z } from 'zod';
import type { LeaderEvent } from '../../engine/domain/leader.ts';
import { cost } from '../../engine/domain/values/money.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { rtdsActivitySchema } from './schema-activity.ts';

/** Combinations of markets have a condition of 31 bytes; they cannot be copied. */
const COMBO_CONDITION = /^0x[0-9a-fA-F]{62}$/;

export function isCombo(condition: unknown): boolean {
  return typeof condition === 'string' && COMBO_CONDITION.test(condition);
}

/** RTDS activity (`polymarket.activity`): one trade of one wallet per envelope. */
export function parseRtdsActivity(frame: unknown, reader: FrameReader): void {
  if (!isRow(frame)) {
    reader.refuse('frame', 'an envelope');
    return;
  }
  const { topic, type, payload } = frame;
  if (topic !== 'activity' || (type !== 'trades' && type !== 'orders_matched')) {
    reader.note('unknownKind', 'type', 'activity trades or orders_matched');
    return;
  }
  if (isRow(payload) && isCombo(payload['conditionId'])) {
    reader.note('ignored', 'payload.conditionId', 'a single market, not a combination');
    return;
  }
  const raw = reader.read(rtdsActivitySchema, frame);
  if (raw !== null) reader.events.push({ kind: 'leaderActed', event: leaderTrade(raw) });
}

function leaderTrade({ type, payload }: z.output<typeof rtdsActivitySchema>): LeaderEvent {
  return {
    wallet: payload.proxyWallet,
    kind: payload.side === 'BUY' ? 'buy' : 'sell',
    marketId: payload.conditionId,
    tokenId: payload.asset,
    quantity: payload.size,
    price: payload.price,
    notional: cost(payload.price, payload.size, 'floor'),
    transaction: payload.transactionHash,
    tradedAtMs: payload.timestamp,
    feed: type === 'trades' ? 'rtds.trades' : 'rtds.orders_matched',
    occurrence: null,
    title: payload.title ?? '',
    slug: payload.slug ?? '',
    eventSlug: payload.eventSlug ?? '',
  };
}
