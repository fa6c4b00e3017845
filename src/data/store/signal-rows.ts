import type { CopySignal } from '../../engine/domain/signal.ts';
import type { signals } from './schema/signals.ts';
import { StoreError } from './store-error.ts';

/** @throws StoreError when a column is missing that a copy has. */
export function copySignalOf(row: typeof signals.$inferSelect): CopySignal {
  const { wallet, stage, leaderPrice, leaderQuantity, leaderNotional, clipNotional, prints } = row;
  if (
    wallet === null ||
    stage === null ||
    leaderPrice === null ||
    leaderQuantity === null ||
    leaderNotional === null ||
    clipNotional === null ||
    prints === null
  ) {
    throw new StoreError('corrupt', `The signal ${row.id} lacks what a copy has`);
  }
  const { id, marketId, tokenId, tradedAtMs, receivedAtMs } = row;
  return {
    kind: 'copy',
    id,
    wallet,
    marketId,
    tokenId,
    stage,
    leaderPrice,
    leaderQuantity,
    leaderNotional,
    clipNotional,
    prints,
    tradedAtMs,
    receivedAtMs,
  };
}
