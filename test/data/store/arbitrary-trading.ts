import fc from 'fast-check';
import type { ExitWork } from '../../../src/engine/domain/change.ts';
import { type Decision, GATES } from '../../../src/engine/domain/decision.ts';
import type { Fill } from '../../../src/engine/domain/fill.ts';
import type { Flow } from '../../../src/engine/domain/flow.ts';
import type { FillId, IntentId, SignalId } from '../../../src/engine/domain/ids.ts';
import type { LedgerMark } from '../../../src/engine/domain/ledger-mark.ts';
import type { Order, OrderEvent } from '../../../src/engine/domain/order.ts';
import { ORDER_STATUSES } from '../../../src/engine/domain/order-state.ts';
import type { Position } from '../../../src/engine/domain/position.ts';
import type { Realisation } from '../../../src/engine/domain/realisation.ts';
import { SETTLEMENT_STATUSES } from '../../../src/engine/domain/settlement-state.ts';
import type { CopySignal, ExitSignal } from '../../../src/engine/domain/signal.ts';
import type { Money, Quantity } from '../../../src/engine/domain/values/money.ts';

import {
  at,
  id,
  ledger,
  market,
  money,
  orNull,
  ppm,
  price,
  quantity,
  text,
  token,
  unit,
  version,
  wallet,
} from './arbitrary-parts.ts';
export const copySignal: fc.Arbitrary<CopySignal> = fc.record({
  kind: fc.constant('copy'),
  id: id<SignalId>('s'),
  wallet,
  marketId: market,
  tokenId: token,
  stage: fc.constantFrom('crossed', 'remainder', 'belowMinimum'),
  leaderPrice: price,
  leaderQuantity: quantity,
  leaderNotional: money,
  clipNotional: money,
  prints: fc.nat(100),
  tradedAtMs: at,
  receivedAtMs: at,
});

export const exitSignal: fc.Arbitrary<ExitSignal> = fc.record({
  kind: fc.constant('exit'),
  id: id<SignalId>('e'),
  wallet: orNull(wallet),
  marketId: market,
  tokenId: token,
  fraction: ppm,
  cause: fc.constantFrom(
    'sell',
    'redeem',
    'opposite',
    'manual',
    'stopLoss',
    'trailingStop',
    'takeProfit',
    'timeStop',
  ),
  leaderPrice: orNull(price),
  tradedAtMs: at,
  receivedAtMs: at,
});

export const exitWork: fc.Arbitrary<ExitWork> = fc.record({
  signal: exitSignal,
  ledger,
  quantity,
  tries: fc.nat(9),
  status: fc.constantFrom('working', 'needsYou', 'done'),
  startedAtMs: at,
});

export const decision: fc.Arbitrary<Decision> = fc.record({
  id: id('d'),
  signalId: id<SignalId>('s'),
  signalKind: fc.constantFrom('copy', 'exit'),
  ledger,
  wallet: orNull(wallet),
  marketId: market,
  tokenId: token,
  verdict: fc.constantFrom('accepted', 'denied', 'held'),
  reason: orNull(fc.constantFrom(...GATES)),
  gates: fc.array(
    fc.record({
      gate: fc.constantFrom(...GATES),
      verdict: fc.constantFrom('pass', 'shrink', 'wait', 'stop'),
      actual: orNull(fc.maxSafeInteger()),
      limit: orNull(unit),
      unit: fc.constantFrom('money', 'score'),
      note: orNull(text),
    }),
    { maxLength: 3 },
  ),
  spend: orNull(money),
  quantity: orNull(quantity),
  limitPrice: orNull(price),
  settingsVersion: version,
  atMs: at,
});

export const order: fc.Arbitrary<Order> = fc
  .record({
    intent: fc.record({
      id: id<IntentId>('i'),
      signalId: id<SignalId>('s'),
      leg: fc.constantFrom('entry', 'exit'),
      attempt: fc.nat(9),
      ledger,
      wallet: orNull(wallet),
      marketId: market,
      tokenId: token,
      side: fc.constantFrom('buy', 'sell'),
      timeInForce: fc.constantFrom('FAK', 'GTD'),
      limitPrice: price,
      quantity,
      spend: money,
      createdAtMs: at,
      expiresAtMs: at,
      restsUntilMs: orNull(at),
      settingsVersion: version,
    }),
    status: fc.constantFrom(...ORDER_STATUSES),
    body: orNull(text),
    filledQuantity: quantity,
    filledPrice: price,
    fees: money,
    reserved: money,
    reason: orNull(text),
    updatedAtMs: at,
  })
  .map(({ filledPrice, ...rest }) => ({
    ...rest,
    externalId: `external ${rest.intent.id}`,
    filledNotional: (Math.floor(rest.filledQuantity / 1_000_000) * filledPrice) as Money,
  }));

export const orderEvent: fc.Arbitrary<OrderEvent> = fc.record({
  intentId: id<IntentId>('i'),
  ordinal: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(Number.MAX_SAFE_INTEGER)),
  kind: fc.constantFrom('signed', 'sent', 'unknown', 'lookedUp', 'filled', 'ended'),
  detail: text,
  atMs: at,
});

export const fill: fc.Arbitrary<Fill> = fc.record({
  id: id<FillId>('f'),
  intentId: id<IntentId>('i'),
  signalId: id<SignalId>('s'),
  ledger,
  wallet: orNull(wallet),
  marketId: market,
  tokenId: token,
  side: fc.constantFrom('buy', 'sell'),
  price,
  quantity,
  notional: money,
  fee: money,
  tradeId: orNull(text),
  transaction: orNull(text),
  settlement: fc.constantFrom(...SETTLEMENT_STATUSES),
  atMs: at,
});

export const position: fc.Arbitrary<Position> = fc.record({
  ledger,
  wallet: orNull(wallet),
  marketId: market,
  tokenId: token,
  quantity: fc.oneof(fc.constant(0 as Quantity), quantity),
  cost: money,
  realised: money,
  fees: money,
  best: orNull(price),
  openedAtMs: at,
  updatedAtMs: at,
});

export const realisation: fc.Arbitrary<Realisation> = fc.record({
  id: id('realisation'),
  ledger,
  wallet: orNull(wallet),
  marketId: market,
  tokenId: token,
  cause: fc.constantFrom('sale', 'payout'),
  amount: money,
  fillId: orNull(id<FillId>('f')),
  change: money,
  cash: money,
  transaction: orNull(text),
  atMs: at,
});

export const ledgerMark: fc.Arbitrary<LedgerMark> = fc.record({
  ledger,
  day: fc.constantFrom('2026-11-21', '2026-11-22'),
  netAtDayStart: money,
  gainAtDayStart: money,
  peakEquity: money,
  updatedAtMs: at,
});

export const flow: fc.Arbitrary<Flow> = fc.record({
  id: id('flow'),
  ledger,
  kind: fc.constantFrom('deposit', 'withdrawal', 'external'),
  amount: money,
  note: text,
  atMs: at,
});
