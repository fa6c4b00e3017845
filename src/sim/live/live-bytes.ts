import { createHash } from 'node:crypto';
import type { OrderIntent } from '../../engine/domain/order.ts';
import type { MadeOrder } from '../../engine/ports.ts';

/** What the venue reads out of an order's bytes. */
export interface LiveBytes {
  readonly hash: string;
  readonly salt: string;
  readonly marketId: string;
  readonly tokenId: string;
  readonly side: 'buy' | 'sell';
  readonly limitPrice: number;
  readonly quantity: number;
  readonly spend: number;
  readonly restsUntilMs: number | null;
}

/** The same intent makes the same bytes; the hash is a digest of all that they say. */
export function makeLiveOrder(intent: OrderIntent): MadeOrder {
  const { id: salt, marketId, tokenId, side, limitPrice, quantity, spend, restsUntilMs } = intent;
  const said = { salt, marketId, tokenId, side, limitPrice, quantity, spend, restsUntilMs };
  const hash = digest(said);
  return { hash, body: JSON.stringify({ hash, ...said }) };
}

/** `null` when the hash is not that of what the bytes say. */
export function readLiveBytes(body: string): LiveBytes | null {
  const { hash, ...said } = JSON.parse(body) as LiveBytes;
  return digest(said) === hash ? { hash, ...said } : null;
}

function digest(said: Omit<LiveBytes, 'hash'>): string {
  return `0x${createHash('sha256').update(JSON.stringify(said)).digest('hex')}`;
}
