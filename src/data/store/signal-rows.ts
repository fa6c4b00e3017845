import type {
  ArbitrageSignal,
  CopySignal,
  ExitSignal,
  LagSignal,
  Signal,
} from '../../engine/domain/signal.ts';
import type { signals } from './schema/signals.ts';
import { StoreError } from './store-error.ts';

type SignalRow = typeof signals.$inferSelect;

/** @throws StoreError when a column is missing that its kind has. */
export function signalOf(row: SignalRow): Signal {
  if (row.kind === 'copy') return copySignalOf(row);
  return row.kind === 'exit' ? exitSignalOf(row) : foundSignalOf(row);
}

/** @throws StoreError when a column is missing that a copy has. */
export function copySignalOf(row: SignalRow): CopySignal {
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

function exitSignalOf(row: SignalRow): ExitSignal {
  const { fraction, cause } = row;
  if (fraction === null || cause === null) {
    throw new StoreError('corrupt', `The signal ${row.id} lacks what an exit has`);
  }
  const { id, wallet, marketId, tokenId, leaderPrice, tradedAtMs, receivedAtMs } = row;
  return {
    kind: 'exit',
    id,
    wallet,
    marketId,
    tokenId,
    fraction,
    cause,
    leaderPrice,
    tradedAtMs,
    receivedAtMs,
  };
}

function foundSignalOf(row: SignalRow): LagSignal | ArbitrageSignal {
  const { id, marketId, tokenId, evidence, tradedAtMs, receivedAtMs } = row;
  if (evidence === null) {
    throw new StoreError('corrupt', `The signal ${row.id} lacks what was found`);
  }
  const of = { id, wallet: null, marketId, tokenId, tradedAtMs, receivedAtMs };
  return evidence.kind === 'arbitrageFound'
    ? { kind: 'arbitrage', evidence, ...of }
    : { kind: 'price_lag', evidence, ...of };
}
