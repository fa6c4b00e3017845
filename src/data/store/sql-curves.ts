import { and, asc, count, desc, eq, gte, lte, type SQL, sql } from 'drizzle-orm';
import type { Reports } from '../../engine/contract/reports.ts';
import type { CurvePoint } from '../../engine/contract/views.ts';
import type { LedgerId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import {
  addedUp,
  CURVE_PARTS,
  type CurvePart,
  type CurveSpan,
  distinctPoints,
  isWhole,
  lengthOf,
  readingMoments,
  spanOf,
} from './curves.ts';
import { CURVE_POINTS_MAX, SHORT_SLICE_ROWS } from './limits.ts';
import type { Read } from './read.ts';
import { equitySamples } from './schema/equity-samples.ts';
import { fills } from './schema/fills.ts';
import { realisations } from './schema/realisations.ts';
import { inSlices } from './slices.ts';

export type ResultScope = Parameters<Reports['resultCurve']>[0];

const SAMPLE = { atMs: equitySamples.atMs, value: equitySamples.equity } as const;

export async function readEquityCurve(
  read: Read,
  ledger: LedgerId,
  sinceMs: AtMs,
): Promise<readonly CurvePoint[]> {
  const { atMs } = equitySamples;
  const scope = and(eq(equitySamples.ledger, ledger), gte(atMs, Math.max(0, sinceMs)));
  const all = await read((database) =>
    database
      .select(SAMPLE)
      .from(equitySamples)
      .where(scope)
      .orderBy(asc(atMs))
      .limit(CURVE_POINTS_MAX + 1),
  );
  if (all.length <= CURVE_POINTS_MAX) return all;
  const [last] = await read((database) =>
    database.select(SAMPLE).from(equitySamples).where(scope).orderBy(desc(atMs)).limit(1),
  );
  const firstMs = all[0]?.atMs ?? 0;
  return await readAt(read, { scope, moments: readingMoments(firstMs, last?.atMs ?? firstMs) });
}

/** The newest sample at each of the moments: a look at the index each, however many lie between. */
async function readAt(
  read: Read,
  { scope, moments }: { readonly scope: SQL | undefined; readonly moments: readonly AtMs[] },
): Promise<CurvePoint[]> {
  const texts = moments.map((moment) => new Date(moment).toISOString());
  const rows = await read((database) => {
    const newest = database
      .select(SAMPLE)
      .from(equitySamples)
      .where(and(scope, lte(equitySamples.atMs, sql`moment.at`)))
      .orderBy(desc(equitySamples.atMs))
      .limit(1)
      .as('newest');
    return database
      .select({ atMs: newest.atMs, value: newest.value })
      .from(sql`unnest(${sql.param(texts)}::timestamptz[]) as moment(at)`)
      .crossJoinLateral(newest)
      .orderBy(asc(newest.atMs));
  });
  return distinctPoints(rows);
}

/** Rows that move a result. Fees lower it. */
const MOVES = [
  { table: realisations, amount: sql`${realisations.amount}` },
  { table: fills, amount: sql`- ${fills.fee}` },
] as const;

type Moves = (typeof MOVES)[number];

export async function readResultCurve(
  read: Read,
  query: ResultScope,
): Promise<readonly CurvePoint[]> {
  const spans: CurveSpan[] = [];
  for (const { table } of MOVES) spans.push(await readSpan(read, table, query));
  const span = spanOf(spans);
  if (span === null) return [];
  const parts: CurvePart[] = [];
  for (const moves of MOVES) parts.push(...(await partsOf(read, moves, { ...query, span })));
  return addedUp(parts);
}

/** Its ends by a look at the index each; its rows only as far as it matters how many they are. */
async function readSpan(read: Read, table: Moves['table'], query: ResultScope): Promise<CurveSpan> {
  const { atMs } = table;
  const rows = and(scopeOf(table, query), gte(atMs, Math.max(0, query.sinceMs)));
  const [ends] = await read((database) =>
    database
      .select({
        firstMs: sql`min(${atMs})`.mapWith(atMs),
        lastMs: sql`max(${atMs})`.mapWith(atMs),
      })
      .from(table)
      .where(rows),
  );
  const [counted] = await read((database) => {
    const some = database
      .select({ atMs })
      .from(table)
      .where(rows)
      .limit(CURVE_POINTS_MAX + 1)
      .as('some');
    return database.select({ rows: count() }).from(some);
  });
  // Both of nothing are null.
  return { rows: counted?.rows ?? 0, firstMs: ends?.firstMs ?? 0, lastMs: ends?.lastMs ?? 0 };
}

function partsOf(
  read: Read,
  { table, amount }: Moves,
  query: ResultScope & { readonly span: CurveSpan },
): Promise<CurvePart[]> {
  const within = lte(table.atMs, query.span.lastMs);
  const counted = { table, at: table.atMs, sinceMs: query.sinceMs, scope: scopeOf(table, query) };
  return inSlices(read, { ...counted, sliceRows: SHORT_SLICE_ROWS }, (rows) =>
    read((database) => {
      const keyed = database
        .select({
          key: keyOf(table, query.span).as('key'),
          movedAtMs: sql`${table.atMs}`.mapWith(table.atMs).as('moved_at'),
          amount: amount.mapWith(realisations.amount).as('amount'),
        })
        .from(table)
        .where(and(rows, within))
        .as('keyed');
      return database
        .select({
          key: keyed.key,
          atMs: sql`max(${keyed.movedAtMs})`.mapWith(table.atMs),
          amount: sql`sum(${keyed.amount})`.mapWith(realisations.amount),
        })
        .from(keyed)
        .groupBy(keyed.key);
    }),
  );
}

/** The same as {@link partOf}, where the rows are. */
function keyOf({ atMs }: Moves['table'], span: CurveSpan) {
  const moment = sql`(extract(epoch from ${atMs}) * 1000)::bigint`;
  if (isWhole(span)) return sql<number>`${moment}`.mapWith(Number);
  const length = sql`${lengthOf(span)}::bigint`;
  const past = sql`(${moment} - ${span.firstMs}::bigint) * ${CURVE_PARTS}::bigint`;
  return sql<number>`(${past} + ${length} - 1) / ${length}`.mapWith(Number);
}

function scopeOf(table: Moves['table'], { ledger, wallet }: ResultScope): SQL | undefined {
  const ofWallet = wallet === undefined ? undefined : eq(table.wallet, wallet);
  return and(eq(table.ledger, ledger), ofWallet);
}
