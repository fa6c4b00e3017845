import { z } from 'zod';
import {
  atMs,
  count,
  curvePoint,
  durationMs,
  gateCount,
  ledgerRef,
  list,
  money,
  span,
} from './values.ts';

export const control = z.strictObject({
  killed: z.strictObject({ reason: z.string(), atMs }).nullable(),
  paused: z
    .strictObject({
      cause: z.enum(['person', 'dayLoss', 'drawdown']),
      reason: z.string(),
      atMs,
    })
    .nullable(),
  live: z
    .strictObject({ atMs, entriesFromMs: atMs })
    .nullable()
    .describe('since when entries spend real money; null on paper'),
  provingNothingOpen: z.boolean().describe('killed, and the venue has not confirmed it yet'),
});

export const ledgerState = z.strictObject({
  ledger: ledgerRef,
  cash: money,
  equity: money.describe('marked at the bid'),
  today: money.describe('since local midnight: change of equity less flows'),
  todayNet: money.describe('realised less fees, as the daily loss limit counts it'),
  peakEquity: money,
  openPositions: count,
  atCost: money,
  reserved: money,
});

export const feed = z.strictObject({
  name: z.string(),
  source: z.string(),
  state: z.enum(['live', 'waiting', 'silent', 'connecting', 'down']),
  ageMs: durationMs.nullable().describe('since the newest message'),
  lagMsP50: durationMs.nullable(),
  lagMsP99: durationMs.nullable(),
  messages: count,
  reconnects: count,
  problems: count.describe('rows that could not be read'),
  note: z.string().nullable(),
  host: z.string().nullable(),
  isBeside: z.boolean().describe('nothing that is copied depends on it'),
});

/** Something that a person should look at now, most urgent first. */
export const alert = z.strictObject({
  id: z.string(),
  level: z.enum(['stop', 'warning', 'notice']),
  words: z.string(),
  line: z.string().nullable().describe('a command that answers it, such as `/resume`'),
});

export const overview = z.strictObject({
  version: z.string(),
  mode: z.enum(['paper', 'live']),
  atMs,
  startedAtMs: atMs,
  timeZone: z.string(),
  control,
  liveMissing: list(z.string()).describe('what live entries lack, in words'),
  hasAccount: z.boolean().describe('an account that can trade with real money'),
  ledgers: list(ledgerState).describe('never mixed, never added up'),
  feeds: list(feed),
  books: z.strictObject({ trusted: count, known: count }),
  wallets: z.strictObject({ followed: count, enabled: count }),
  today: z.strictObject({
    copied: count,
    exited: count,
    denied: count,
    byGate: list(gateCount).describe('most first'),
  }),
  database: z.strictObject({
    kind: z.enum(['embedded', 'server']),
    failingSinceMs: atMs.nullable(),
    writesWaiting: count,
  }),
  scoring: z
    .strictObject({
      unread: count,
      trouble: z.string().nullable(),
      tracked: count,
      candidates: count,
    })
    .nullable(),
  reach: list(z.strictObject({ name: z.string(), ok: z.boolean(), note: z.string() })),
  chats: list(
    z.strictObject({
      platform: z.enum(['telegram', 'discord']),
      state: z.string(),
      name: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  alerts: list(alert),
});

export const overviewCurveQuery = z.strictObject({
  span,
  of: z
    .enum(['equity', 'result'])
    .default('equity')
    .describe('worth over time, or realised less fees added up'),
});

/** One curve for each ledger in which something happened. */
export const overviewCurve = z.strictObject({
  sinceMs: atMs,
  curves: list(z.strictObject({ ledger: ledgerRef, points: list(curvePoint) })),
});

export type Overview = z.infer<typeof overview>;
export type LedgerState = z.infer<typeof ledgerState>;
export type Feed = z.infer<typeof feed>;
export type Alert = z.infer<typeof alert>;
export type OverviewCurveQuery = z.infer<typeof overviewCurveQuery>;
export type OverviewCurve = z.infer<typeof overviewCurve>;
