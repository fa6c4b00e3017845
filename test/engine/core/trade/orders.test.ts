import { describe, expect, test } from 'vitest';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { moveOrder, openOrder } from '../../../../src/engine/core/trade/orders.ts';
import { onReport } from '../../../../src/engine/core/trade/reports.ts';
import { createTradeState, ledgerOf } from '../../../../src/engine/core/trade/state.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import { type IntentId, PAPER, type SignalId } from '../../../../src/engine/domain/ids.ts';
import { cents, dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import { NOW_MS } from '../../intelligence/examples.ts';
import { intent } from '../paper/paper-arbitraries.ts';

function begin() {
  const state = createTradeState();
  const turn = new Turn(NOW_MS, new Timers());
  const flow = { id: 'f', ledger: PAPER, kind: 'deposit', note: '', atMs: NOW_MS } as const;
  ledgerOf(state, PAPER).bookFlow({ ...flow, amount: dollars(100_000) });
  const open = (number: number, attempt = 1) => {
    const id = `intent ${number} ${attempt}` as IntentId;
    const order = intent({ id, signalId: `signal ${number}` as SignalId, attempt });
    openOrder(state, { intent: order, budget: dollars(5), reserve: dollars(5) }, turn);
    const opened = state.orders.get(id);
    if (opened === undefined) throw new Error('an opened order is known');
    return opened;
  };
  return { state, turn, open };
}

describe('orders of one budget', () => {
  test('exist one at a time', () => {
    const { open } = begin();
    open(1);
    expect(() => open(1, 2)).toThrow('earlier ones are terminal');
  });

  test('share what is left of it', () => {
    const { state, turn, open } = begin();
    const first = open(1);
    const filled = { ...first, filledNotional: dollars(2) };
    moveOrder(state, filled, { event: 'denied', reason: 'test', turn });
    expect(() => open(1, 2)).toThrow('one signal, one budget');
  });

  test('move along their table only', () => {
    const { state, turn, open } = begin();
    const denied = moveOrder(state, open(1), { event: 'denied', reason: 'x', turn });
    expect(denied).toMatchObject({ status: 'denied', reserved: 0, reason: 'x' });
    expect(() => moveOrder(state, denied, { event: 'submitted', reason: null, turn })).toThrow(
      'moves along its table',
    );
  });

  test('that are over are remembered up to a limit, and forgotten by whole budgets', () => {
    const { state, turn, open } = begin();
    const kept = open(0);
    for (let number = 1; number <= 2_100; number += 1) {
      moveOrder(state, open(number), { event: 'denied', reason: null, turn });
    }
    expect(state.orders.size).toBe(2_001);
    expect(state.intentsOf.size).toBe(2_001);
    expect(state.orders.has(kept.intent.id), 'an open order is not forgotten').toBe(true);
    expect(state.orders.has('intent 2100 1' as IntentId)).toBe(true);
    expect(state.orders.has('intent 1 1' as IntentId)).toBe(false);
  });
});

describe('reports of an executor', () => {
  const fill = (number: number, count: number) =>
    ({
      kind: 'filled',
      intentId: `intent ${number} 1` as IntentId,
      fillId: `fill ${count}` as never,
      price: cents(50),
      quantity: shares(count),
      notional: dollars(count / 2),
      fee: dollars(0),
      settlement: 'confirmed',
      atMs: NOW_MS,
    }) as const;
  const ended = {
    kind: 'ended',
    intentId: 'intent 1 1' as IntentId,
    outcome: 'canceled',
    reason: 'no match',
  } as const;

  function submitted() {
    const { state, turn, open } = begin();
    moveOrder(state, open(1), { event: 'submitted', reason: null, turn });
    return { state, turn };
  }

  test('repeated change nothing', () => {
    const { state, turn } = submitted();
    for (let count = 0; count < 2; count += 1) onReport(state, fill(1, 4), turn);
    for (let count = 0; count < 2; count += 1) onReport(state, ended, turn);
    const order = state.orders.get('intent 1 1' as IntentId);
    expect(order).toMatchObject({ status: 'canceled', filledQuantity: shares(4) });
    expect(ledgerOf(state, PAPER).cash).toBe(dollars(99_998));
    expect(turn.changes.filter((change) => change.kind === 'fill')).toHaveLength(1);
  });

  test('of a fill that outran the cancel are booked', () => {
    const { state, turn } = submitted();
    onReport(state, ended, turn);
    onReport(state, fill(1, 4), turn);
    const order = state.orders.get('intent 1 1' as IntentId);
    expect(order).toMatchObject({ status: 'canceled', filledQuantity: shares(4), reserved: 0 });
    expect(ledgerOf(state, PAPER).totals()).toMatchObject({ cash: dollars(99_998), reserved: 0 });
  });

  test('of more than was asked, or of orders that are not ours, are our bug', () => {
    const { state, turn } = submitted();
    expect(() => onReport(state, fill(1, 11), turn)).toThrow('never fills more');
    expect(() => onReport(state, fill(2, 1), turn)).toThrow('an order of ours');
  });
});
