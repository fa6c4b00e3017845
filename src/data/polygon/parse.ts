import { z } from 'zod';
import { conditionId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { averagePrice } from '../../engine/domain/values/money.ts';
import { atMsNumber, converted } from '../fields.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { isComboPosition, marketOfPosition } from './position-id.ts';
import { orderFilledSchema } from './schema.ts';

/** What the node does not say, and the stream found out. */
const aroundSchema = z.object({
  market: converted(z.string(), 'a condition id', conditionId),
  occurrence: z.number().int().nonnegative().nullish(),
  receivedAtMs: atMsNumber.nullish(),
});

/**
 * Logs of the chain (`polygon.logs`): one `OrderFilled` as the node sent it, beside the market of
 * its token, its number among equal ones of its transaction, and its receipt.
 */
export function parsePolygonLog(
  frame: unknown,
  reader: FrameReader,
  receivedAtMs: AtMs | null,
): void {
  if (!isRow(frame)) {
    reader.refuse('frame', 'a log and its market');
    return;
  }
  const filled = reader.read(orderFilledSchema, frame['log']);
  if (filled === null) return;
  if (filled.isRemoved) {
    reader.note('ignored', 'log.removed', 'a log that is part of the chain');
    return;
  }
  if (isComboPosition(filled.tokenId)) {
    reader.note('ignored', 'log.data', 'a single market, not a combination');
    return;
  }
  const around = reader.read(aroundSchema, frame);
  if (around === null) return;
  const { market: marketId, occurrence } = around;
  if (marketId !== (marketOfPosition(filled.tokenId) ?? marketId)) {
    reader.refuse('market', 'the market of the token');
    return;
  }
  const tradedAtMs = filled.blockAtMs ?? around.receivedAtMs ?? receivedAtMs;
  if (tradedAtMs === null) {
    reader.refuse('log.blockTimestamp', 'the time of the block or of the receipt');
    return;
  }
  const { wallet, kind, tokenId, quantity, notional, transaction } = filled;
  reader.events.push({
    kind: 'leaderActed',
    event: {
      wallet,
      kind,
      marketId,
      tokenId,
      quantity,
      price: averagePrice(notional, quantity, 'floor'),
      notional,
      transaction,
      tradedAtMs,
      feed: 'chain',
      occurrence: occurrence ?? null,
      title: '',
      slug: '',
      eventSlug: '',
    },
  });
}
