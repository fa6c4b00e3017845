import { createHash } from 'node:crypto';
import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { Row } from '../../parsed.ts';
import { secondsOf } from '../client/raw-activity-walk.ts';

/** Rows of one frame at most, unless one transaction has more. */
export const FRAME_ROWS_MAX = 1_000;

/** All rows of one second: equal rows share their block, and are told apart by counting them. */
export interface ActivitySecond {
  readonly atMs: AtMs;
  readonly rows: readonly Row[];
}

/** Rows in ascending order, by their second. */
export function secondsOfRows(rows: readonly Row[]): readonly ActivitySecond[] {
  const seconds = grouped(rows, (row) => (secondsOf(row) ?? 0) * SECOND_MS);
  return [...seconds].map(([atMs, of]) => ({ atMs, rows: of }));
}

function grouped<K>(rows: readonly Row[], keyOf: (row: Row) => K): ReadonlyMap<K, readonly Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
}

/** Whole seconds packed into frames; a second that fits into none goes transaction by transaction. */
export function framesOf(seconds: readonly ActivitySecond[]): readonly (readonly Row[])[] {
  const frames: Row[][] = [];
  let open: Row[] = [];
  for (const rows of seconds.flatMap(inseparable)) {
    if (open.length > 0 && open.length + rows.length > FRAME_ROWS_MAX) {
      frames.push(open);
      open = [];
    }
    open.push(...rows);
  }
  if (open.length > 0) frames.push(open);
  return frames;
}

/** Rows that one frame has to hold together. What is equal shares its transaction. */
function inseparable({ rows }: ActivitySecond): readonly (readonly Row[])[] {
  if (rows.length <= FRAME_ROWS_MAX) return [rows];
  return [...grouped(rows, (row) => row['transaction_hash']).values()];
}

/** Remembers what was delivered, so that the overlap of two reads is not delivered again. */
export class DeliveredSeconds {
  readonly #prints = new Map<AtMs, string>();

  /** The seconds that are new, or hold other rows than when they were delivered. */
  unknown(seconds: readonly ActivitySecond[]): readonly ActivitySecond[] {
    return seconds.filter(({ atMs, rows }) => this.#prints.get(atMs) !== printOf(rows));
  }

  add(seconds: readonly ActivitySecond[]): void {
    for (const { atMs, rows } of seconds) this.#prints.set(atMs, printOf(rows));
  }

  /** Nothing before `atMs` will be read again. */
  forgetBefore(atMs: AtMs): void {
    for (const known of this.#prints.keys()) if (known < atMs) this.#prints.delete(known);
  }
}

/** What a trade is; names and pictures beside it are most of a row, and change nothing. */
const TOLD = ['type', 'side', 'condition_id', 'token_id', 'size', 'price', 'usdc_size'] as const;

function printOf(rows: readonly Row[]): string {
  const hash = createHash('sha1');
  for (const row of rows) {
    hash.update(`${String(row['transaction_hash'])} ${TOLD.map((name) => row[name]).join(' ')}\n`);
  }
  return hash.digest('base64');
}
