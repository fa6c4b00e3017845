import { describe, expect, test } from 'vitest';
import { brokenInvariants } from '../../../src/engine/core/invariants.ts';
import type { TradeState } from '../../../src/engine/core/trade/state.ts';
import { PAPER } from '../../../src/engine/domain/ids.ts';
import { dollars, shares } from '../../../src/engine/domain/values/money.ts';
import { leaderTrades, waitingEngine } from '../../scenarios/waiting-writes.ts';
import type { BareEngine } from './bare-engine.ts';

/** An entry on its way. */
function entering(): BareEngine {
  const bare = waitingEngine();
  leaderTrades(bare, 'buy', 1);
  return bare;
}

/** An exit on its way. */
function leaving(): BareEngine {
  const bare = entering();
  bare.confirm();
  bare.moveTo(bare.nowMs + 1_000);
  leaderTrades(bare, 'sell', 2);
  return bare;
}

function first<Value>(values: Iterable<Value>): Value {
  for (const value of values) return value;
  throw new Error('nothing is there');
}

/** Writes a defect into the state, as a bug of ours would. */
type Defect = readonly [name: string, begin: () => BareEngine, plant: (state: TradeState) => void];

const DEFECTS: readonly Defect[] = [
  [
    'cash that no reservation covers',
    entering,
    (state) => state.ledgers.get(PAPER)?.reserve('x' as never, dollars(600)),
  ],
  [
    'a reservation without an order',
    entering,
    (state) => state.ledgers.get(PAPER)?.reserve('x' as never, dollars(1)),
  ],
  [
    'a reservation that was lost',
    entering,
    (state) => state.ledgers.get(PAPER)?.release(first(state.open)),
  ],
  [
    'an order that is open and over',
    entering,
    (state) => {
      const order = first(state.orders.values());
      state.orders.set(order.intent.id, { ...order, status: 'filled' });
    },
  ],
  ['an open order that nobody knows', entering, (state) => state.open.add('x' as never)],
  [
    'an entry beyond its budget',
    entering,
    (state) => {
      const [key, work] = first(state.entries);
      state.entries.set(key, { ...work, budget: dollars(4) });
    },
  ],
  [
    'an exit that sells more than it may',
    leaving,
    (state) => {
      const [key, work] = first(state.exits);
      state.exits.set(key, { ...work, quantity: shares(1) });
    },
  ],
  [
    'an exit out of tries that asked nobody',
    leaving,
    (state) => {
      const [key, work] = first(state.exits);
      for (const id of [...state.open]) {
        const order = state.orders.get(id);
        if (order !== undefined) state.orders.set(id, { ...order, status: 'canceled' });
        state.open.delete(id);
      }
      state.exits.set(key, { ...work, tries: 4 });
    },
  ],
  [
    'books of a ledger that do not add up',
    entering,
    (state) => {
      const ledger = state.ledgers.get(PAPER);
      if (ledger !== undefined) ledger.checkInvariants = () => ['cash and positions differ'];
    },
  ],
];

describe('each planted defect is noticed', () => {
  test.each(DEFECTS)('%s', (_name, begin, plant) => {
    const bare = begin();
    expect(brokenInvariants(bare.engine)).toEqual([]);
    plant(bare.engine.trade.state);
    expect(brokenInvariants(bare.engine)).not.toEqual([]);
  });
});
