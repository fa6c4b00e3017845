import type { Executor, MadeOrder } from '../../../src/engine/ports.ts';

/** The executor, which notes what it makes and what goes to the socket. */
export function notingExecutor(
  executor: Executor,
  { made, sent }: { readonly made: MadeOrder[]; readonly sent: string[] },
): Executor {
  return {
    ledger: executor.ledger,
    makeOrder: async (intent, market) => {
      const order = await executor.makeOrder(intent, market);
      if (!('refused' in order)) made.push(order);
      return order;
    },
    executeOrder: (order, stop) =>
      executor.executeOrder(order, () => {
        const reason = stop();
        if (reason === null) sent.push(order.hash);
        return reason;
      }),
    getOrderStatus: (of) => executor.getOrderStatus(of),
    cancelOrder: (hash) => executor.cancelOrder(hash),
    cancelAllOrders: () => executor.cancelAllOrders(),
    readAccount: (of) => executor.readAccount(of),
  };
}
