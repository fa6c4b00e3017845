import { PolymarketExecutor } from '../../../../src/data/polymarket/trading/polymarket-executor.ts';
import type { IntentId } from '../../../../src/engine/domain/ids.ts';
import type { Leg } from '../../../../src/engine/domain/order.ts';
import type { Holds } from './holds.ts';

export interface ExecutorMoments {
  readonly holds: Holds;
  /** Resolves when the first row of the intent is durable. */
  untilDurable(intentId: IntentId): Promise<void>;
  isInDoubt(hash: string): boolean;
}

/** The program makes its executor itself, so the moments are put around the calls of all of them. */
export function holdExecutors({ holds, untilDurable, isInDoubt }: ExecutorMoments): void {
  const { prototype } = PolymarketExecutor;
  const { makeOrder, executeOrder, getOrderStatus, cancelOrder, cancelAllOrders } = prototype;

  prototype.makeOrder = async function (intent, market) {
    if (holds.isArmed('before signing', intent.leg)) {
      await untilDurable(intent.id);
      holds.pass('before signing', intent.leg);
    }
    const made = await makeOrder.call(this, intent, market);
    holds.pass('signed', intent.leg);
    return made;
  };

  prototype.executeOrder = async function (order, stop) {
    const answer = await executeOrder.call(this, order, stop);
    holds.pass('answered', legOfBody(order.body));
    return answer;
  };

  prototype.getOrderStatus = async function (of) {
    const isDoubtful = isInDoubt(of.hash);
    if (isDoubtful) holds.passAny('before the lookup');
    const lookup = await getOrderStatus.call(this, of);
    if (isDoubtful) holds.passAny('looked up');
    return lookup;
  };

  prototype.cancelOrder = async function (hash) {
    holds.passAny('before a cancel');
    return await cancelOrder.call(this, hash);
  };

  prototype.cancelAllOrders = async function () {
    holds.passAny('before cancel-all');
    const answer = await cancelAllOrders.call(this);
    holds.passAny('canceled all');
    return answer;
  };
}

function legOfBody(body: string): Leg {
  const { order } = JSON.parse(body) as { readonly order: { readonly side: string } };
  return order.side === 'BUY' ? 'entry' : 'exit';
}
