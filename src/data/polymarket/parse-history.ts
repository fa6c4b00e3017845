import type { PriceHistory } from '../../engine/domain/market-event.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { microFromDouble } from '../../engine/domain/values/micro.ts';
import type { Price } from '../../engine/domain/values/money.ts';
import { AT_MS_MAX, AT_MS_MIN } from '../fields.ts';
import { type FrameReader, isRow } from '../parsed.ts';
import { historyFrameSchema } from './schema-history.ts';

type Point = PriceHistory['points'][number];

const AT_SECONDS_MIN = AT_MS_MIN / SECOND_MS;
const AT_SECONDS_MAX = AT_MS_MAX / SECOND_MS;

/**
 * Past prices of a token (`polymarket.history`): `{market, token, history}` with the venue's own rows
 * `{t, p}`, oldest first. A row that cannot be read, or is older than the one before it, is left out;
 * without any there is nothing to tell.
 */
export function parseHistory(frame: unknown, reader: FrameReader): void {
  const raw = reader.read(historyFrameSchema, frame);
  if (raw === null) return;
  const points: Point[] = [];
  let newestAtMs: AtMs = 0;
  for (const row of raw.history) {
    const point = pointOf(row, reader);
    if (point === null) continue;
    if (point.atMs < newestAtMs) {
      reader.refuse('history.t', 'a time not before the one above it');
      continue;
    }
    newestAtMs = point.atMs;
    points.push(point);
  }
  if (points.length === 0) return;
  reader.events.push({ kind: 'priceHistory', marketId: raw.market, tokenId: raw.token, points });
}

function pointOf(row: unknown, reader: FrameReader): Point | null {
  if (!isRow(row)) return reader.refuse('history', 'rows with a time and a price');
  const { t, p } = row;
  if (typeof t !== 'number' || !Number.isInteger(t) || t < AT_SECONDS_MIN || t > AT_SECONDS_MAX) {
    return reader.refuse('history.t', 'Unix seconds');
  }
  const price = typeof p === 'number' && p >= 0 && p <= 1 ? microFromDouble(p) : null;
  if (price === null) return reader.refuse('history.p', 'a number from 0 to 1');
  return { atMs: t * SECOND_MS, price: price as Price };
}
