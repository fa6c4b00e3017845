import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CURVE_POINTS_MAX, REPORT_SLICE_ROWS } from '../../../src/data/store/limits.ts';
import { openStore } from '../../../src/data/store/open-store.ts';
import { openPglite } from '../../../src/data/store/pglite.ts';
import { type SqlDatabase, SqlStore } from '../../../src/data/store/sql-store.ts';
import type { Reports } from '../../../src/engine/contract/reports.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  WalletAddress,
} from '../../../src/engine/domain/ids.ts';
import { temporaryDirectory, unexpected } from './subjects.ts';

const ROWS = 2 * REPORT_SLICE_ROWS + 500;
const START_AT_MS = 1_790_000_000_000;
const W3 = '0xw3' as WalletAddress;
const NOBODY = '0xnobody' as WalletAddress;
const PAPER = 'paper' as LedgerId;
const EMPTY = 'shadow:empty' as LedgerId;

/** Text that looks like our ids; `n` is the number of the row. */
const idOf = (kind: string) => `substr(md5('${kind}' || n), 1, 26)`;
const AT = `to_timestamp(${START_AT_MS / 1_000} + n)`;
const WHOSE = `'paper', '0xw' || n % 20, '0xm' || n % 500, '7' || n % 1000`;
const FILL = [
  `insert into decisions (id, signal_id, signal_kind, ledger, wallet, market_id, token_id, verdict,
     reason, gates, settings_version, at)
   select ${idOf('d')}, ${idOf('s')}, 'copy', ${WHOSE}, case when n % 3 = 0 then 'accepted'
     else 'denied' end, case when n % 3 > 0 then 'quality' end, '[]', 1, ${AT}`,
  `insert into orders (intent_id, external_id, signal_id, leg, attempts, ledger, wallet, market_id,
     token_id, side, time_in_force, status, state, requested_size, filled_size, requested_price,
     filled_notional, spend, fees, reserved, settings_version, created_at, expires_at, updated_at)
   select ${idOf('i')}, 'x' || n, ${idOf('s')}, 'entry', 0, ${WHOSE}, 'buy', 'FAK', 'filled',
     'filled', 8, 8, 0.62, 4.96, 5, 0.01, 0, 1, ${AT}, ${AT}, ${AT}`,
  `insert into fills (id, intent_id, signal_id, ledger, wallet, market_id, token_id, side, price,
     quantity, notional, fee, settlement, at)
   select ${idOf('f')}, ${idOf('i')}, ${idOf('s')}, ${WHOSE}, 'buy', 0.62, 8, 4.96, 0.01,
     'confirmed', ${AT}`,
  `insert into trades (key, ordinal, wallet, kind, market_id, token_id, quantity, price, notional,
     transaction, traded_at, feed, title, slug, event_slug, received_at)
   select 'k' || n, 0, '0xw3', 'buy', '0xm', '7', 8, 0.62, 4.96, '0x', ${AT}, 'data-api',
     'title', 'slug', 'event', ${AT}`,
  `insert into realisations (id, ledger, wallet, market_id, token_id, cause, amount, at)
   select 'r' || n, ${WHOSE}, 'sale', 1.5, ${AT}`,
  `insert into signals (id, kind, wallet, market_id, token_id, stage, leader_price,
     leader_quantity, leader_notional, clip_notional, prints, traded_at, received_at)
   select ${idOf('s')}, 'copy', '0xw3', '0xm', '7', 'crossed', 0.62, 8, 4, 4, 1, ${AT}, ${AT}`,
  `insert into audit (command_id, actor, action, detail, outcome, at)
   select 'c' || n, 'console', 'pause', '{}', 'done', ${AT}`,
  `insert into equity_samples (ledger, at, equity) select 'paper', ${AT}, n`,
  `insert into realisations (id, ledger, wallet, market_id, token_id, cause, amount, fill_id, at)
   select 'u' || n, ${WHOSE}, case when n % 2 = 0 then 'payout' else 'reversal' end, 0,
     ${idOf('f')}, ${AT}`,
  `insert into flows (id, ledger, kind, amount, note, at)
   select 'w' || n, 'paper', 'external', 1.5, 'note', ${AT}`,
  `insert into markets (market_id) select '0xm' || n`,
  `insert into wallet_metrics (wallet_address, at, kind, confidence_score, confidence_low,
     confidence_high, edge, edge_low, edge_high, evidence, total_trades, ended_markets, score)
   select '0xw' || n % 20, ${AT}, 'directional', 0.5, 0.4, 0.6, 0, 0, 0, 9, 9, 9,
     jsonb_build_object('atMs', n)`,
  `insert into settings (version, key, value, actor, at)
   select n, 'key' || n % 50, '1', 'console', ${AT}`,
];

const REPORTS: readonly [string, (reports: Reports) => Promise<unknown>][] = [
  ['recentDecisions', (r) => r.recentDecisions({ limit: 20 })],
  ['recentDecisions of a wallet', (r) => r.recentDecisions({ limit: 20, wallet: W3 })],
  ['recentDecisions of nobody', (r) => r.recentDecisions({ limit: 20, ledger: EMPTY })],
  [
    'recentDecisions of neither',
    (r) => r.recentDecisions({ limit: 20, wallet: W3, ledger: EMPTY }),
  ],
  ['decisionsOf', (r) => r.decisionsOf('abcdef' as SignalId)],
  ['decisionByPrefix', (r) => r.decisionByPrefix('abcd')],
  ['decisionByPrefix of one letter', (r) => r.decisionByPrefix('a')],
  ['decisionByPrefix of nothing', (r) => r.decisionByPrefix('zzzzzz')],
  ['signal', (r) => r.signal('abcdef' as SignalId)],
  ['copyTrips', (r) => r.copyTrips({ sinceMs: START_AT_MS })],
  ['copyTrips of a wallet', (r) => r.copyTrips({ sinceMs: START_AT_MS, wallet: W3 })],
  ['ordersOf', (r) => r.ordersOf('abcdef' as SignalId, PAPER)],
  ['recentOrders', (r) => r.recentOrders({ limit: 20, ledger: EMPTY })],
  ['recentOrders of a wallet', (r) => r.recentOrders({ limit: 500, wallet: W3 })],
  ['recentOrders of nobody', (r) => r.recentOrders({ limit: 500, wallet: NOBODY })],
  ['recentOrders of a market', (r) => r.recentOrders({ limit: 500, marketId: '0xm7' as MarketId })],
  ['recentOrders in doubt', (r) => r.recentOrders({ limit: 500, statuses: ['inDoubt', 'open'] })],
  [
    'signalsById',
    (r) => r.signalsById(Array.from({ length: 1_000 }, (_, n) => `abc${n}` as SignalId)),
  ],
  ['orderByPrefix', (r) => r.orderByPrefix('abcd')],
  ['fillsOf', (r) => r.fillsOf(['abc', 'abd'] as IntentId[])],
  ['recentFills', (r) => r.recentFills({ limit: 20, ledger: EMPTY })],
  ['skipCounts', (r) => r.skipCounts({ sinceMs: 0 })],
  ['skipCounts of a wallet', (r) => r.skipCounts({ sinceMs: 0, wallet: W3 })],
  ['decisionCounts', (r) => r.decisionCounts({ sinceMs: 0, ledger: PAPER })],
  ['leaderTradeStats', (r) => r.leaderTradeStats(W3, 0)],
  ['fillSums', (r) => r.fillSums({ sinceMs: 0 })],
  ['realisedSums', (r) => r.realisedSums({ sinceMs: 0, ledger: PAPER })],
  ['equityCurve', (r) => r.equityCurve(PAPER, 0)],
  ['equityCurve of nobody', (r) => r.equityCurve(EMPTY, 0)],
  ['resultCurve', (r) => r.resultCurve({ ledger: PAPER, sinceMs: 0 })],
  ['resultCurve of a wallet', (r) => r.resultCurve({ ledger: PAPER, sinceMs: 0, wallet: W3 })],
  ['resultCurve of nobody', (r) => r.resultCurve({ ledger: EMPTY, sinceMs: 0 })],
  ['bookedLedgers', (r) => r.bookedLedgers()],
  ['bookings', (r) => drained(r.bookings({ ledger: PAPER, sinceMs: 0 }))],
  ['bookings of nobody', (r) => drained(r.bookings({ ledger: EMPTY, sinceMs: 0 }))],
  [
    'marketsById',
    (r) => r.marketsById(Array.from({ length: 1_000 }, (_, n) => `0xm${n}` as MarketId)),
  ],
  ['leaderTrades', (r) => drained(r.leaderTrades({ sinceMs: 0 }))],
  ['leaderTrades of a wallet', (r) => drained(r.leaderTrades({ sinceMs: 0, wallet: W3 }))],
  ['leaderTrades of nobody', (r) => drained(r.leaderTrades({ sinceMs: 0, wallet: NOBODY }))],
  [
    'resolutionsOf',
    (r) => r.resolutionsOf(Array.from({ length: 1_000 }, (_, n) => `0xm${n}` as MarketId)),
  ],
  ['walletScores', (r) => r.walletScores({ wallet: W3, sinceMs: 0 })],
  ['recentAudit', (r) => r.recentAudit(20)],
  ['settingHistory', (r) => r.settingHistory({ limit: 20, key: 'key7' })],
];

async function drained(pages: AsyncIterable<readonly unknown[]>): Promise<number> {
  let rows = 0;
  for await (const page of pages) rows += page.length;
  return rows;
}

interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

describe('reports over a long past', () => {
  const directory = temporaryDirectory();
  const statements: Statement[] = [];
  let database: SqlDatabase;
  let store: SqlStore;

  beforeAll(async () => {
    await (await openStore({ databaseUrl: null, dataDir: directory })).close();
    database = await openPglite(directory, unexpected);
    const { pool } = database;
    for (const insert of FILL) {
      await pool.query(`${insert} from generate_series(0, ${ROWS - 1}) n`);
    }
    const query = pool.query.bind(pool) as (statement: object, values: unknown[]) => unknown;
    const noted = (statement: { readonly text: string }, values: unknown[]) => {
      statements.push({ text: statement.text, values });
      return query(statement, values);
    };
    store = new SqlStore({ pool: Object.create(pool, { query: { value: noted } }), close });
  });
  const close = async () => database?.close();
  afterAll(async () => {
    await close();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(REPORTS)('are found by an index, without statistics: %s', async (_name, run) => {
    statements.length = 0;
    await run(store);
    expect(statements.length).toBeGreaterThan(0);
    for (const { text, values } of statements) {
      const { rows } = await database.pool.query(`explain ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(/Index/);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('count every row once, whatever the number of slices', async () => {
    const counted = await store.decisionCounts({ sinceMs: 0 });
    const accepted = Math.ceil(ROWS / 3);
    expect(counted).toEqual([
      { signalKind: 'copy', verdict: 'denied', count: ROWS - accepted },
      { signalKind: 'copy', verdict: 'accepted', count: accepted },
    ]);
    expect(await store.skipCounts({ sinceMs: START_AT_MS + 3_000 * 10 })).toEqual([
      { gate: 'quality', count: ROWS - accepted - 20 },
    ]);
    const fills = await store.fillSums({ sinceMs: 0, ledger: PAPER });
    expect(fills).toHaveLength(20);
    expect(fills[0]).toEqual({
      ...{ ledger: PAPER, wallet: '0xw0', fills: ROWS / 20 },
      ...{ bought: (ROWS / 20) * 4_960_000, sold: 0, fees: (ROWS / 20) * 10_000 },
    });
    const realised = await store.realisedSums({ sinceMs: 0, ledger: PAPER });
    expect(realised[0]).toEqual({ wallet: '0xw0', amount: (ROWS / 20) * 1_500_000 });
    const lastAtMs = START_AT_MS + (ROWS - 1) * 1_000;
    expect(await store.leaderTradeStats(W3, START_AT_MS)).toEqual({ count: ROWS, lastAtMs });
  });

  it('draw curves from the first row to the last, whatever the number of slices', async () => {
    const lastAtMs = START_AT_MS + (ROWS - 1) * 1_000;
    const result = await store.resultCurve({ ledger: PAPER, sinceMs: 0 });
    expect(result[0]).toEqual({ atMs: START_AT_MS, value: 1_490_000 });
    expect(result.at(-1)).toEqual({ atMs: lastAtMs, value: ROWS * 1_490_000 });
    const own = await store.resultCurve({ ledger: PAPER, sinceMs: 0, wallet: W3 });
    expect(own[0]).toEqual({ atMs: START_AT_MS + 3_000, value: 1_490_000 });
    expect(own.at(-1)?.value).toBe((ROWS / 20) * 1_490_000);
    const equity = await store.equityCurve(PAPER, 0);
    expect(equity[0]).toEqual({ atMs: START_AT_MS, value: 0 });
    expect(equity.at(-1)).toEqual({ atMs: lastAtMs, value: (ROWS - 1) * 1_000_000 });
    for (const points of [result, own, equity]) expect(points).toHaveLength(CURVE_POINTS_MAX);
  });

  it('are read in slices, so that no statement takes long', async () => {
    statements.length = 0;
    await store.fillSums({ sinceMs: 0 });
    // A boundary and a sum for each of three slices.
    expect(statements).toHaveLength(6);
  });

  it('count rows of one moment together', async () => {
    await database.pool.query('update fills set at = to_timestamp(1)');
    const fills = await store.fillSums({ sinceMs: 0 });
    expect(fills.reduce((sum, row) => sum + row.fills, 0)).toBe(ROWS);
    expect(await store.fillSums({ sinceMs: 1_001 })).toEqual([]);
  });
});
