import { z } from 'zod';
import { atMs, count, estimate, list, money, ppm, ratio, walletRef } from './values.ts';

/** A wallet in the order of whom to copy; those that nobody follows are candidates. */
export const walletRow = z.strictObject({
  wallet: walletRef,
  isFollowed: z.boolean(),
  enabled: z.boolean(),
  mode: z.enum(['paper', 'live']).nullable().describe('null: not followed'),
  sizing: z.string().nullable().describe('how much one copy spends, in words'),
  scaleFactor: ppm.nullable(),
  kind: z.string().nullable().describe('directional, maker, …; null while not scored'),
  kindNote: z.string().nullable(),
  confidence: estimate.nullable(),
  edge: estimate.nullable(),
  winRate: ratio.nullable(),
  roi: ratio.nullable(),
  trades: count.nullable().describe('that its score is made of'),
  copied: count.nullable().describe('over 30 days; null: not counted yet'),
  skipped: count.nullable(),
  pnl: money.nullable().describe('of copying it on paper over 30 days; null: not counted yet'),
  open: count.describe('positions copied from it'),
  atCost: money,
  lastTradeAtMs: atMs.nullable(),
  isEstimate: z.boolean().describe('its copying was worked out from public prints'),
});

export const wallets = z.strictObject({
  atMs,
  countedAtMs: atMs
    .nullable()
    .describe('when copied, skipped and pnl were counted, at most every minute; null: not yet'),
  wallets: list(walletRow),
});

export type WalletRow = z.infer<typeof walletRow>;
export type Wallets = z.infer<typeof wallets>;
