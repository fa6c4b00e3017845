import { crc32 } from 'node:zlib';
import type { IntentId } from '../../engine/domain/ids.ts';
import type { Order } from '../../engine/domain/order.ts';

/** What a record says: an order is about to be sent, or orders are over and in the database. */
export type JournalEntry = { readonly order: Order } | { readonly forgotten: readonly IntentId[] };

/** What a file holds. */
export interface JournalContent {
  /** Orders that were not forgotten, oldest first. */
  readonly orders: Map<IntentId, Order>;
  /** Bytes from the beginning that hold. */
  readonly soundBytes: number;
  /** Why the rest does not: a write that was cut short, or damage with sound records behind it. */
  readonly rest: 'none' | 'torn' | 'damaged';
}

const NEWLINE = 0x0a;
/** `checksum length `, eight hexadecimal digits each. */
const HEAD = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/;
const HEAD_BYTES = 18;

/**
 * One line for all that is written and synced together: CRC-32 and length of the text, then the text,
 * which is JSON and holds no newline. Of a line that a crash cut short nothing was acknowledged, and
 * no line comes behind it.
 */
export function lineOf(entries: readonly JournalEntry[]): Buffer {
  const text = Buffer.from(JSON.stringify(entries));
  const head = `${hex(crc32(text))} ${hex(text.length)} `;
  return Buffer.concat([Buffer.from(head), text, Buffer.from([NEWLINE])]);
}

/** Reads lines up to the first that does not hold. */
export function contentOf(bytes: Buffer): JournalContent {
  const orders = new Map<IntentId, Order>();
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(NEWLINE, at);
    const entries = end < 0 ? null : entriesOf(bytes.subarray(at, end));
    if (entries === null) {
      const rest = isAnySound(bytes, end) ? 'damaged' : 'torn';
      return { orders, soundBytes: at, rest };
    }
    for (const entry of entries) apply(orders, entry);
    at = end + 1;
  }
  return { orders, soundBytes: at, rest: 'none' };
}

export function apply(orders: Map<IntentId, Order>, entry: JournalEntry): void {
  if ('order' in entry) orders.set(entry.order.intent.id, entry.order);
  else for (const id of entry.forgotten) orders.delete(id);
}

/** Whether a line holds anywhere behind this newline. */
function isAnySound(bytes: Buffer, newline: number): boolean {
  let at = newline;
  while (at >= 0) {
    const end = bytes.indexOf(NEWLINE, at + 1);
    if (end >= 0 && entriesOf(bytes.subarray(at + 1, end)) !== null) return true;
    at = end;
  }
  return false;
}

function entriesOf(line: Buffer): readonly JournalEntry[] | null {
  const head = HEAD.exec(line.toString('latin1', 0, HEAD_BYTES));
  if (head === null) return null;
  const text = line.subarray(HEAD_BYTES);
  if (head[1] !== hex(crc32(text)) || head[2] !== hex(text.length)) return null;
  return JSON.parse(text.toString()) as readonly JournalEntry[];
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
