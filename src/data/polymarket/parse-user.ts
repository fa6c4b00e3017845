import type { AccountEvent } from '../../engine/domain/account-event.ts';
import { FRAME_LENGTH_MAX, FrameReader, isRow, type Problem, type Row } from '../parsed.ts';
import { parseUserOrder } from './parse-user-order.ts';
import { parseUserTrade } from './parse-user-trade.ts';
import { type IsOwn, venueFillsOf } from './venue-fills.ts';

/** The source of the user channel in problems. */
export const USER_SOURCE = 'polymarket.user';

/** What a message of the user channel said. */
export interface UserFrame {
  readonly events: readonly AccountEvent[];
  readonly problems: readonly Problem[];
}

const ORDER_TYPES: ReadonlySet<unknown> = new Set(['PLACEMENT', 'UPDATE', 'CANCELLATION']);

/** Reads a text of the user channel; never throws. */
export function parseUserText(text: string, isOwn: IsOwn): UserFrame {
  const reader = new FrameReader(USER_SOURCE);
  if (text.length > FRAME_LENGTH_MAX) {
    reader.note('tooLarge', 'frame', `at most ${FRAME_LENGTH_MAX} characters`);
    return { events: [], problems: reader.problems };
  }
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch (error) {
    // Its message would quote the frame.
    reader.note('notJson', 'frame', error instanceof Error ? error.name : 'JSON');
    return { events: [], problems: reader.problems };
  }
  return parseUserFrame(frame, isOwn);
}

/** One object, or an array of them. */
export function parseUserFrame(frame: unknown, isOwn: IsOwn): UserFrame {
  const reader = new FrameReader(USER_SOURCE);
  const events: AccountEvent[] = [];
  for (const row of reader.rows(frame) ?? []) {
    if (isRow(row)) events.push(...eventsOf(row, reader, isOwn));
    else reader.refuse('frame', 'an object');
  }
  return { events, problems: reader.problems };
}

function eventsOf(row: Row, reader: FrameReader, isOwn: IsOwn): readonly AccountEvent[] {
  switch (kindOf(row)) {
    case 'order':
      return orderEvents(row, reader, isOwn);
    case 'trade':
      return tradeEvents(row, reader, isOwn);
    default:
      reader.note('unknownKind', 'event_type', 'a message of the user channel');
      return [];
  }
}

/** Older frames have no `event_type`. */
function kindOf(row: Row): unknown {
  if (row['event_type'] !== undefined) return row['event_type'];
  if (row['type'] === 'TRADE') return 'trade';
  return ORDER_TYPES.has(row['type']) ? 'order' : null;
}

function orderEvents(row: Row, reader: FrameReader, isOwn: IsOwn): readonly AccountEvent[] {
  const order = parseUserOrder(row, reader);
  if (order === null) return [];
  const { hash, status, matched, address, owner } = order;
  if (!isOwn({ orderHash: hash, address, owner })) {
    reader.note('ignored', 'maker_address', 'the account');
    return [];
  }
  return [{ kind: 'order', hash, status, matched }];
}

function tradeEvents(row: Row, reader: FrameReader, isOwn: IsOwn): readonly AccountEvent[] {
  const trade = parseUserTrade(row, reader);
  if (trade === null) return [];
  const fills = venueFillsOf(trade, isOwn);
  if (fills === null) {
    reader.refuse('maker_orders', 'token, price and amount of an own order');
    return [];
  }
  if (fills.length === 0) reader.note('ignored', 'maker_address', 'the account');
  return fills.map((fill) => ({ kind: 'fill', fill }));
}
