import fc from 'fast-check';
import { WALLET_KINDS, type WalletScore } from '../../../src/engine/domain/wallet-score.ts';
import {
  STANDING_CAUSES,
  type WalletStanding,
} from '../../../src/engine/domain/wallet-standing.ts';
import { at, ledger, orNull, text, unit, wallet } from './arbitrary-parts.ts';

/** JSON has no negative zero. */
const ratio = fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value + 0);
const estimate = fc.record({ value: ratio, low: ratio, high: ratio });
const part = fc.record({ raw: orNull(unit), shrunk: unit });

export const walletScore: fc.Arbitrary<WalletScore> = fc.record({
  wallet,
  atMs: at,
  fromMs: at,
  untilMs: at,
  kind: fc.constantFrom(...WALLET_KINDS),
  kindNote: text,
  trades: fc.nat(1_000),
  markets: fc.nat(1_000),
  ended: fc.nat(1_000),
  evidence: unit,
  winRate: orNull(unit),
  roi: orNull(ratio),
  roiOnCapital: orNull(ratio),
  timing: fc.array(fc.record({ horizon: fc.constantFrom('1m', 'resolution'), move: ratio }), {
    maxLength: 2,
  }),
  consistency: orNull(unit),
  parts: fc.record({ winRate: part, roi: part, timing: part, consistency: part }),
  confidence: estimate,
  edge: estimate,
  edgeByCategory: fc.array(fc.record({ category: text, markets: fc.nat(9), edge: estimate }), {
    maxLength: 2,
  }),
  drawdown: fc.record({
    depth: unit,
    lengthMs: fc.nat(),
    week: orNull(ratio),
    sizeAfterLoss: orNull(unit),
  }),
  priceBands: fc.array(unit, { minLength: 10, maxLength: 10 }),
  bestMarketShare: orNull(unit),
  holdingMs: orNull(fc.nat()),
  size: fc.record({ typical: orNull(unit), spread: orNull(unit) }),
});

export const walletStanding: fc.Arbitrary<WalletStanding> = fc.record({
  wallet,
  belowDays: fc.nat(60),
  belowDay: orNull(fc.constant('2026-11-22')),
  offered: orNull(fc.constantFrom('live', 'cap')),
  offeredAtMs: orNull(at),
  spent: fc.array(
    fc.record({
      cause: fc.constantFrom(...STANDING_CAUSES),
      ledger: orNull(ledger),
      actual: ratio,
      evidence: fc.nat(99),
      atMs: at,
    }),
    { maxLength: 2 },
  ),
  judgedAtMs: at,
});
