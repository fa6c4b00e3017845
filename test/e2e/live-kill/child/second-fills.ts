import { LiveLoop } from '../../../../src/app/running/live-loop.ts';
import type { Holds } from './holds.ts';

/** While that moment is awaited, frames about further fills of an order have not come yet. */
export function keepSecondFills(holds: Holds): void {
  const { prototype } = LiveLoop;
  const { offer } = prototype;
  const tradeOf = new Map<string, string>();

  prototype.offer = function (body) {
    if (holds.armed?.moment === 'between two fills' && body.kind === 'account') {
      const { event } = body;
      if (event.kind === 'order') return;
      if (event.kind === 'fill') {
        const { orderHash, tradeId } = event.fill;
        const first = tradeOf.get(orderHash) ?? tradeId;
        tradeOf.set(orderHash, first);
        if (first !== tradeId) return;
      }
    }
    offer.call(this, body);
  };
}
