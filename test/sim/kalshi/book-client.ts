import { expect } from 'vitest';
import { type Fixture, type Json, msgOf, type SignedSocket } from './kalshi-fixture.ts';

const centi = (text: unknown): number => Math.round(Number(text) * 100);

/** The levels of a snapshot; `yes 0.4200` to hundredths of a contract. */
function snapshotOf(msg: Json): Map<string, number> {
  return new Map(
    ['yes', 'no'].flatMap((side) =>
      ((msg[`${side}_dollars_fp`] ?? []) as [string, string][]).map(
        ([price, size]) => [`${side} ${price}`, centi(size)] as const,
      ),
    ),
  );
}

/** The book that a client makes of what it got. */
export function bookOf(frames: readonly Json[], ticker: string): ReadonlyMap<string, number> {
  let book = new Map<string, number>();
  for (const frame of frames) {
    const msg = msgOf(frame);
    if (msg['market_ticker'] !== ticker) continue;
    if (frame['type'] === 'orderbook_snapshot') book = snapshotOf(msg);
    if (frame['type'] !== 'orderbook_delta') continue;
    const key = `${String(msg['side'])} ${String(msg['price_dollars'])}`;
    const size = (book.get(key) ?? 0) + centi(msg['delta_fp']);
    expect(size).toBeGreaterThanOrEqual(0);
    if (size === 0) book.delete(key);
    else book.set(key, size);
  }
  return book;
}

/** The same book as REST shows it. */
export async function restBook(
  fixture: Fixture,
  ticker: string,
): Promise<ReadonlyMap<string, number>> {
  const { body } = await fixture.get(`/markets/${ticker}/orderbook`);
  const sides = body['orderbook_fp'] as Record<string, [string, string][]>;
  return new Map(
    ['yes', 'no'].flatMap((side) =>
      (sides[`${side}_dollars`] ?? []).map(
        ([price, size]) => [`${side} ${price}`, centi(size)] as const,
      ),
    ),
  );
}

/** Subscribes, and gives the id of the subscription. */
export async function subscribe(socket: SignedSocket, params: Json): Promise<number> {
  const reply = await socket.command('subscribe', params);
  expect(reply['type']).toBe('subscribed');
  return Number(msgOf(reply)['sid']);
}
