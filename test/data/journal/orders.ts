import type { IntentId, LedgerId } from '../../../src/engine/domain/ids.ts';
import type { Order } from '../../../src/engine/domain/order.ts';
import { sampleOf } from '../store/arbitrary-parts.ts';
import { order } from '../store/arbitrary-trading.ts';

const SAMPLE = sampleOf(order, {
  body: '{"order":{"salt":7,"tokenId":"71","signature":"0xfeed"},"orderType":"FAK"}',
  reason: 'line one\nline two — “quoted” \u0000',
});

/** An order as it stands in the journal, the same for the same id. */
export function journalled(id: IntentId | string, fields: Partial<Order> = {}): Order {
  const intent = {
    ...SAMPLE.intent,
    id: id as IntentId,
    ledger: 'live:polymarket:0xa' as LedgerId,
  };
  return { ...SAMPLE, intent, externalId: `0xhash of ${id}`, status: 'submitted', ...fields };
}
