import { microFromDecimal } from '../../../engine/domain/values/micro.ts';
import type { Money, Quantity } from '../../../engine/domain/values/money.ts';
import type { Matched, PostAnswer } from '../../../engine/domain/venue-answer.ts';
import type { MadeOrder } from '../../../engine/ports.ts';
import { VENUE_TEXT_LENGTH_MAX } from '../../http/venue-error.ts';
import { isRow, type Row } from '../../parsed.ts';
import { jsonOf } from './answer-body.ts';
import { answerOf } from './refusals.ts';

/** What an answer is compared with. */
export interface SentOrder {
  readonly hash: string;
  readonly buys: boolean;
  /** What it gives at most, micro-units: dollars of a buy, shares of a sale. */
  readonly gives: number;
  /** An answer named another order: neither can be believed. */
  readonly onForeign: () => void;
}

const STATUSES = ['live', 'delayed', 'matched', 'unmatched'] as const;

/** What the bytes of an order say of it; `null` when they are none of ours. */
export function sentOrder({ hash, body }: MadeOrder, onForeign: () => void): SentOrder | null {
  const row = jsonOf(body);
  const order = isRow(row) ? row['order'] : null;
  if (!isRow(order)) return null;
  const gives = Number(order['makerAmount']);
  return { hash: hash.toLowerCase(), buys: order['side'] === 'BUY', gives, onForeign };
}

/** The answer to one order under a good status, alone or as an item of a batch. */
export function placedAnswer(body: unknown, sent: SentOrder): PostAnswer {
  if (!isRow(body)) return { kind: 'unknown', text: 'an answer that cannot be read' };
  const id = textOf(body['orderID']).toLowerCase();
  const error = (textOf(body['errorMsg']) || textOf(body['error'])).slice(0, VENUE_TEXT_LENGTH_MAX);
  if (id === '') {
    if (error === '') return { kind: 'unknown', text: 'neither an order nor an error' };
    return answerOf(error, null);
  }
  if (id !== sent.hash) {
    sent.onForeign();
    return { kind: 'unknown', text: 'the answer names another order' };
  }
  const status = STATUSES.find((known) => known === textOf(body['status']).toLowerCase());
  if (error !== '' || body['success'] !== true || status === undefined) {
    const why = error === '' ? 'an order without a status that we know' : error;
    return { kind: 'unknown', text: why };
  }
  return { kind: 'accepted', status, matched: matchedIn(body, sent) };
}

/**
 * What met others at once; `null` when the venue did not say, or not so that it can be believed. The
 * amounts come as decimals or as micro-units: an order gives no more than it offered, which tells
 * the two apart.
 */
function matchedIn(body: Row, { buys, gives }: SentOrder): Matched | null {
  if (!Number.isSafeInteger(gives)) return null;
  const making = textOf(body['makingAmount']);
  const taking = textOf(body['takingAmount']);
  const given = microFromDecimal(making);
  const isDecimal = given !== null && given <= gives;
  const amounts = isDecimal ? [given, microFromDecimal(taking)] : [micros(making), micros(taking)];
  const [gave, took] = amounts;
  if (!isAmount(gave) || !isAmount(took) || gave > gives) return null;
  const [notional, quantity] = buys ? [gave, took] : [took, gave];
  return notional <= quantity
    ? { quantity: quantity as Quantity, notional: notional as Money }
    : null;
}

function isAmount(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** A whole number of micro-units. */
function micros(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
