import { z } from 'zod';
import type { MarketText } from '../../engine/intelligence/normalizer/contract.ts';

const text = z.string().nullish();
const amount = z.union([z.string(), z.number()]).nullish();

const polymarketRow = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string().min(1),
  description: text,
  groupItemTitle: text,
  eventTitle: text,
  resolutionSource: text,
  startDate: text,
  endDate: text,
  closedTime: text,
  slug: text,
  outcomes: z.array(z.string()).nullish(),
});

const kalshiRow = z.object({
  ticker: z.string().min(1),
  title: z.string().min(1),
  yes_sub_title: text,
  event_ticker: text,
  event_title: text,
  open_time: text,
  close_time: text,
  rules_primary: text,
  rules_secondary: text,
  early_close_condition: text,
  strike_type: text,
  floor_strike: amount,
  cap_strike: amount,
});

const pairRow = z.object({
  id: z.union([z.string(), z.number()]),
  polymarket: polymarketRow,
  kalshi: kalshiRow,
});

/** Two markets that a file puts side by side. */
export interface PairRow {
  readonly id: string;
  readonly polymarket: MarketText;
  readonly kalshi: MarketText;
}

/** What a line says, or what is wrong with it. */
export type RowReading<Row> =
  | { readonly row: Row }
  | { readonly field: string; readonly expected: string };

/** Two markets of a file of pairs. */
export function readPairRow(line: string): RowReading<PairRow> {
  const read = parsed(pairRow, line);
  if ('field' in read) return read;
  const { id, polymarket, kalshi } = read.row;
  return {
    row: { id: String(id), polymarket: polymarketText(polymarket), kalshi: kalshiText(kalshi) },
  };
}

/** A market of Polymarket's list. */
export function readPolymarketRow(line: string): RowReading<MarketText> {
  const read = parsed(polymarketRow, line);
  return 'field' in read ? read : { row: polymarketText(read.row) };
}

/** A market of Kalshi's list. */
export function readKalshiRow(line: string): RowReading<MarketText> {
  const read = parsed(kalshiRow, line);
  return 'field' in read ? read : { row: kalshiText(read.row) };
}

function parsed<T>(schema: z.ZodType<T>, line: string): RowReading<T> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return { field: 'line', expected: 'one JSON object' };
    throw error;
  }
  const result = schema.safeParse(value);
  if (result.success) return { row: result.data };
  const [issue] = result.error.issues;
  return { field: issue?.path.join('.') || 'line', expected: issue?.message ?? 'a market' };
}

function polymarketText(row: z.infer<typeof polymarketRow>): MarketText {
  return {
    venue: 'polymarket',
    id: String(row.id),
    title: row.question,
    subTitle: told(row.groupItemTitle),
    eventTitle: told(row.eventTitle),
    eventTicker: null,
    slug: told(row.slug),
    // The first outcome of a question is its yes where the list does not name them.
    outcomes: row.outcomes ?? [],
    rules: told(row.description),
    strike: null,
    sources: row.resolutionSource == null ? [] : [row.resolutionSource],
    earlyClose: null,
    opensAtMs: timeOf(row.startDate),
    closesAtMs: timeOf(row.endDate) ?? timeOf(row.closedTime),
  };
}

function kalshiText(row: z.infer<typeof kalshiRow>): MarketText {
  const rules = [row.rules_primary, row.rules_secondary].filter((part) => (part ?? '') !== '');
  const parts = row.ticker.split('-');
  return {
    venue: 'kalshi',
    id: row.ticker,
    title: row.title,
    subTitle: told(row.yes_sub_title),
    eventTitle: told(row.event_title),
    eventTicker: told(row.event_ticker) ?? parts.slice(0, -1).join('-'),
    slug: null,
    outcomes: ['Yes', 'No'],
    rules: rules.length === 0 ? null : rules.join('\n'),
    strike: strikeOf(row),
    sources: [],
    earlyClose: told(row.early_close_condition),
    opensAtMs: timeOf(row.open_time),
    closesAtMs: timeOf(row.close_time),
  };
}

function strikeOf(row: z.infer<typeof kalshiRow>): MarketText['strike'] {
  if (row.strike_type == null) return null;
  const plain = (value: string | number | null | undefined): string | null =>
    value == null ? null : String(value);
  return { type: row.strike_type, floor: plain(row.floor_strike), cap: plain(row.cap_strike) };
}

function told(value: string | null | undefined): string | null {
  return value === undefined || value === null || value.trim() === '' ? null : value;
}

/** `2026-05-10 03:04:33+00` and `2026-01-31` are times too; `null` for what is none. */
function timeOf(value: string | null | undefined): number | null {
  if (value == null) return null;
  const iso = value.trim().replace(' ', 'T');
  const [, clock] = iso.split('T');
  const isWhole = clock === undefined || /(?:Z|[+-]\d\d:\d\d)$/.test(clock);
  const zone = clock !== undefined && /[+-]\d\d$/.test(clock) ? ':00' : 'Z';
  const atMs = Date.parse(isWhole ? iso : `${iso}${zone}`);
  return Number.isNaN(atMs) ? null : atMs;
}
