import { z } from 'zod';
import {
  atMs,
  ledgerId,
  ledgerRef,
  list,
  money,
  outcomeRef,
  price,
  quantity,
  walletRef,
} from './values.ts';

export const positionsQuery = z.strictObject({ ledger: ledgerId.optional() });

export const position = z.strictObject({
  id: z.string().describe('stays while it is open'),
  shortId: z.string().describe('for `/close`'),
  ledger: ledgerRef,
  outcome: outcomeRef,
  wallet: walletRef.nullable().describe('null: a person’s own'),
  quantity,
  cost: money,
  average: price,
  bid: price.nullable(),
  payout: price.nullable().describe('of a market that is resolved for good and not redeemed yet'),
  value: money.nullable().describe('at the payout or the bid; null without either'),
  unrealised: money.nullable(),
  unsettled: quantity.describe('shares whose purchase the chain may still undo'),
  realised: money,
  fees: money,
  openedAtMs: atMs,
});

/** Open ones, largest first. */
export const positions = z.strictObject({ atMs, positions: list(position) });

export type PositionsQuery = z.infer<typeof positionsQuery>;
export type Position = z.infer<typeof position>;
export type Positions = z.infer<typeof positions>;
