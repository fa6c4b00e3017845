import { z } from 'zod';
import type { IndexMean, IndexValue } from '../../engine/domain/settlement-index.ts';
import { atMsNumber, spotText, text } from '../fields.ts';
import { type FrameReader, isRow } from '../parsed.ts';

/** Values of a settlement window at most: one a second. */
const WINDOW_VALUES_MAX = 60;
/** Other means may hold more values; so many a second come from no index. */
const TRAILING_VALUES_MAX = 600;

function mean(countMax: number): z.ZodType<IndexMean> {
  return z
    .object({
      value: spotText,
      window_size: z.int().min(0).max(countMax),
      window_start_ts_ms: atMsNumber,
      window_end_ts_exclusive: atMsNumber,
    })
    .transform((raw) => ({
      value: raw.value,
      count: raw.window_size,
      fromMs: raw.window_start_ts_ms,
      untilMs: raw.window_end_ts_exclusive,
    }));
}

const indexId = z.string().regex(/^[A-Z0-9_]{1,40}$/, 'expected the id of an index');

/** The index provider's own message, which the channel carries as text. */
const rawValue = z.object({
  id: indexId,
  value: z.union([spotText, z.number().positive()]),
  time: atMsNumber,
});

/** `msg` of `cfbenchmarks_value`, once a second, with both means. */
const perSecond = z.object({
  index_id: indexId,
  data: text,
  avg_60s_data: mean(TRAILING_VALUES_MAX).optional(),
  last_60s_windowed_average_15min: mean(WINDOW_VALUES_MAX).optional(),
});

/** `msg` of `cfbenchmarks_value_5hz`: up to five a second, without means. */
const fiveHertz = z.object({ index_id: indexId, value_usd: spotText, source_ts_ms: atMsNumber });

/**
 * A value of an index that Kalshi settles crypto markets by, from a frame of its socket. `null` for a
 * frame of another kind, and for one that cannot be read, which `reader` notes.
 */
export function parseIndexValue(frame: unknown, reader: FrameReader): IndexValue | null {
  if (!isRow(frame)) return null;
  if (frame['type'] === 'cfbenchmarks_value') return perSecondValue(frame['msg'], reader);
  if (frame['type'] !== 'cfbenchmarks_value_5hz') return null;
  const raw = reader.read(fiveHertz, frame['msg']);
  if (raw === null) return null;
  return {
    ...headOf(raw.index_id),
    value: raw.value_usd,
    trailing60s: null,
    settlement60s: null,
    venueAtMs: raw.source_ts_ms,
  };
}

function perSecondValue(msg: unknown, reader: FrameReader): IndexValue | null {
  const raw = reader.read(perSecond, msg);
  if (raw === null) return null;
  const told = reader.read(rawValue, jsonOf(raw.data));
  if (told === null) return null;
  if (told.id !== raw.index_id) return reader.refuse('msg.data', 'a value of the same index');
  return {
    ...headOf(raw.index_id),
    value: told.value,
    trailing60s: raw.avg_60s_data ?? null,
    settlement60s: raw.last_60s_windowed_average_15min ?? null,
    venueAtMs: told.time,
  };
}

function headOf(id: string): Pick<IndexValue, 'kind' | 'source' | 'indexId' | 'coin'> {
  return { kind: 'indexValue', source: 'kalshi', indexId: id, coin: coinOfIndex(id) };
}

/** Bitcoin's index has a name of its own; the others are `<coin>USD_RTI`. */
export function coinOfIndex(id: string): string | null {
  if (id === 'BRTI') return 'btc';
  return /^([A-Z0-9]+)USD_RTI$/.exec(id)?.[1]?.toLowerCase() ?? null;
}

/** `null` where the text is no JSON: the schema refuses it. */
function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
