import type { Change } from '../../../src/engine/domain/change.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import { sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';

/** An order with these values and any others. */
export function orderChange(fields: {
  readonly wallet?: WalletAddress;
  readonly marketId?: MarketId;
  readonly side?: 'buy' | 'sell';
  readonly id: string;
  readonly signalId: SignalId;
  readonly ledger: LedgerId;
  readonly createdAtMs: number;
}): Change {
  const { intent, ...order } = sampleOf(t.order);
  const own = { ...intent, ...fields, id: fields.id as IntentId };
  return { kind: 'order', order: { ...order, intent: own, externalId: fields.id } };
}
