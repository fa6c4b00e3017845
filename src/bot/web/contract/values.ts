import { z } from 'zod';
import { ROLES } from '../../command.ts';

/** What every page's schemas are made of. Units are those of the engine: integers of a millionth. */

export const money = z.int().describe('dollars in millionths, signed');
export const price = z.int().min(0).max(1_000_000).describe('dollars a share in millionths');
export const quantity = z.int().min(0).describe('shares in millionths');
export const ppm = z.int().describe('a ratio in parts per million, signed');
export const ratio = z.number().describe('a ratio or probability as a plain number');
export const atMs = z.int().describe('milliseconds since 1970, UTC');
export const durationMs = z.number().describe('milliseconds');
export const count = z.int().min(0);

export const ledgerId = z.string().describe('`paper`, `live:<venue>:<account>` or `shadow:<name>`');
export const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .describe('a wallet: 0x and 40 hexadecimal digits');
export const role = z.enum(ROLES).describe('each may do what those before it may');

/** Arrays are made once and only read. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).readonly();
}

export const marketRef = z.strictObject({
  id: z.string().describe("the venue's id"),
  question: z.string().nullable().describe('null while the venue has not told it'),
  url: z.string().nullable(),
});

export const outcomeRef = z.strictObject({
  market: marketRef,
  tokenId: z.string(),
  label: z.string().nullable().describe('`Yes`, `No` or the venue’s own word'),
});

export const walletRef = z.strictObject({
  address: z.string(),
  label: z.string().nullable(),
  name: z.string().describe('label, else the short address: as messages name it'),
});

export const ledgerRef = z.strictObject({
  id: ledgerId,
  name: z.string().describe('`PAPER`, `LIVE`: as messages name it'),
  isLive: z.boolean().describe('real money'),
});

export const estimate = z.strictObject({
  value: ratio,
  low: ratio,
  high: ratio.describe('ends of the 90 % interval'),
});

export const gateCount = z.strictObject({ gate: z.string(), words: z.string(), count });

/** One value of a curve. */
export const curvePoint = z.strictObject({ atMs, value: money });

/** Spans that curves and counts are asked for. */
export const SPANS = ['1d', '7d', '30d', '90d'] as const;
export const span = z.enum(SPANS).default('7d').describe('how far back');

export type MarketRef = z.infer<typeof marketRef>;
export type OutcomeRef = z.infer<typeof outcomeRef>;
export type WalletRef = z.infer<typeof walletRef>;
export type LedgerRef = z.infer<typeof ledgerRef>;
export type Estimate = z.infer<typeof estimate>;
export type GateCount = z.infer<typeof gateCount>;
export type CurvePoint = z.infer<typeof curvePoint>;
export type Span = z.infer<typeof span>;
