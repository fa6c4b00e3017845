import type { SettlementPrice } from '../../engine/domain/settlement-price.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { FrameReader } from '../parsed.ts';
import { envelopeSchema, livePayloadSchema, snapshotPayloadSchema } from './schema.ts';

/** Reference prices of one moment, from Chainlink unless another provider is asked for. */
export const CRYPTO = 'price.crypto';
/** Their means over a minute, by which windows settle. */
export const CRYPTO_TWAP = 'price.crypto.twap';

/**
 * Settlement prices of Polymarket (`polybolt.price`): those of moments as spot prices of Chainlink,
 * which they are, and the means that windows settle by.
 */
export function parsePolyboltPrice(frame: unknown, reader: FrameReader): void {
  for (const settlement of settlementPrices(frame, reader)) {
    const { symbol, price, meanOfMs, venueAtMs } = settlement;
    if (meanOfMs !== null) reader.events.push(settlement);
    else reader.events.push({ kind: 'spotPrice', source: 'chainlink', symbol, price, venueAtMs });
  }
  const isNothing = reader.events.length === 0 && reader.problems.length === 0;
  if (isNothing) reader.note('ignored', 'payload', 'a price');
}

/** All prices of a message, oldest first; what cannot be read is noted in `reader`. */
export function settlementPrices(frame: unknown, reader: FrameReader): readonly SettlementPrice[] {
  const envelope = reader.read(envelopeSchema, frame);
  if (envelope === null) return [];
  const { channel, snapshot = false, payload } = envelope;
  if (channel !== CRYPTO && channel !== CRYPTO_TWAP) {
    reader.note('unknownKind', 'channel', `${CRYPTO} or ${CRYPTO_TWAP}`);
    return [];
  }
  const isMean = channel === CRYPTO_TWAP;
  return snapshot ? snapshotPrices(payload, isMean, reader) : livePrice(payload, isMean, reader);
}

interface Row {
  readonly timestamp: number;
  readonly value?: number | undefined;
  readonly full_accuracy_value?: number | undefined;
}

interface Of {
  readonly symbol: string;
  readonly meanOfMs: number | null;
}

function livePrice(
  payload: unknown,
  isMean: boolean,
  reader: FrameReader,
): readonly SettlementPrice[] {
  const raw = reader.read(livePayloadSchema, payload);
  const of = raw === null ? null : headOf(raw, isMean, reader);
  const price = raw === null || of === null ? null : priceOf(raw, of, reader);
  return price === null ? [] : [price];
}

function snapshotPrices(
  payload: unknown,
  isMean: boolean,
  reader: FrameReader,
): readonly SettlementPrice[] {
  const raw = reader.read(snapshotPayloadSchema, payload);
  const of = raw === null ? null : headOf(raw, isMean, reader);
  if (raw === null || of === null) return [];
  return raw.data
    .flatMap((row) => priceOf(row, of, reader) ?? [])
    .sort((a, b) => a.venueAtMs - b.venueAtMs);
}

function headOf(
  raw: { readonly symbol: string; readonly window_seconds?: number | undefined },
  isMean: boolean,
  reader: FrameReader,
): Of | null {
  const coin = /^([a-z0-9]+)usd$/.exec(raw.symbol)?.[1];
  if (coin === undefined) return reader.refuse('payload.symbol', 'a price in dollars');
  if (isMean !== (raw.window_seconds !== undefined)) {
    return reader.refuse('payload.window_seconds', 'a window of means, and of nothing else');
  }
  const { window_seconds: seconds } = raw;
  return { symbol: `${coin}/usd`, meanOfMs: seconds === undefined ? null : seconds * SECOND_MS };
}

function priceOf(row: Row, of: Of, reader: FrameReader): SettlementPrice | null {
  const price = row.full_accuracy_value ?? row.value;
  if (price === undefined) return reader.refuse('payload.value', 'a price');
  return { kind: 'settlementPrice', ...of, price, venueAtMs: row.timestamp };
}
