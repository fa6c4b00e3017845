import { z } from 'zod';
import { atMs, ledgerRef, list, money } from './values.ts';

/** One limit; changed with `/limits name value`. */
export const limit = z.strictObject({
  name: z.string(),
  about: z.string(),
  words: z.string().describe('what holds now: `$25 (5 %)`'),
  unit: z.enum(['money', 'share', 'percent', 'count']),
  used: z.string().nullable().describe('what is used of it now, as a figure'),
  usedWords: z.string().nullable(),
});

/** One setting; changed with `/settings key value`. */
export const setting = z.strictObject({
  key: z.string(),
  group: z.string().describe('what stands before the first point of the key'),
  value: z.string(),
  initial: z.string(),
  isChanged: z.boolean(),
  about: z.string(),
  expects: z.string(),
});

export const limits = z.strictObject({
  atMs,
  ledger: ledgerRef.nullable().describe('whose use is shown'),
  bankroll: money,
  mostAtRisk: money.describe('everything open and openable going to zero'),
  limits: list(limit),
  settings: list(setting),
});

export type Limit = z.infer<typeof limit>;
export type Setting = z.infer<typeof setting>;
export type Limits = z.infer<typeof limits>;
