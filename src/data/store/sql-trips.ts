import { and, asc, eq, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Reports } from '../../engine/contract/reports.ts';
import type { CopyTrip } from '../../engine/domain/copy-result.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import { isShadow, type LedgerId, type SignalId } from '../../engine/domain/ids.ts';
import type { CopySignal, ExitSignal, Signal } from '../../engine/domain/signal.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { BOOKING_PAGE_ROWS, QUERY_ROWS_MAX } from './limits.ts';
import type { Read } from './read.ts';
import { decisions } from './schema/decisions.ts';
import { fills } from './schema/fills.ts';
import { realisations } from './schema/realisations.ts';
import { signals } from './schema/signals.ts';
import { signalOf } from './signal-rows.ts';
import { inSlices } from './slices.ts';
import {
  CLOCKS_DIFFER_MS_MAX,
  type CopiedLeader,
  FirstFills,
  leadersOf,
  marketsOf,
  type PositionGroup,
  positionsOf,
  type TripFacts,
  type TripScope,
  tripKey,
  tripsFrom,
} from './trip-facts.ts';

/** Decisions of one statement: each has some forty gates to be read. */
const DECISIONS_PAGE_ROWS = 100;
/** Rows of one slice: they are given back whole, which takes longer than to count them. */
const SLICE_ROWS = 1_000;
/** Ledgers that judge one signal, at most. */
const LEDGERS_MAX = 100;

type FillRow = typeof fills.$inferSelect;
type MergeRow = typeof realisations.$inferSelect;
type Asked = Pick<Reports, 'bookedLedgers' | 'resolutionsOf'>;

/** {@link Reports.copyTrips} from tables: many short statements, so that writers need not wait. */
export async function readCopyTrips(
  read: Read,
  scope: TripScope,
  reports: Asked,
): Promise<readonly CopyTrip[]> {
  const known = new Map<SignalId, CopySignal>();
  const firsts = await readFirsts(read, { scope, reports, known });
  if (firsts.length === 0) return [];
  const found: FillRow[] = [];
  const merged: MergeRow[] = [];
  for (const group of positionsOf(firsts)) {
    found.push(...(await readFills(read, group)));
    merged.push(...(await readMerges(read, group)));
  }
  const exitIds = new Set<SignalId>();
  for (const leader of leadersOf(firsts, known)) {
    for (const id of await readExitIds(read, leader)) exitIds.add(id);
  }
  return tripsFrom({
    wanted: new Set(firsts.map(tripKey)),
    signals: known,
    decisions: await readDecisions(read, [...new Set(firsts.map(({ signalId }) => signalId))]),
    fills: found.sort(inOrder),
    merges: merged.sort(inOrder),
    leaderExits: await readExits(read, [...exitIds]),
    resolutions: await reports.resolutionsOf(marketsOf(firsts)),
  });
}

/** The first fill of each copy, oldest first, over all ledgers; their signals come into `known`. */
async function readFirsts(
  read: Read,
  of: {
    readonly scope: TripScope;
    readonly reports: Asked;
    readonly known: Map<SignalId, CopySignal>;
  },
): Promise<readonly FillRow[]> {
  const { scope, reports, known } = of;
  const { ledger: own } = scope;
  const booked = own === undefined ? await reports.bookedLedgers() : [own];
  const ledgers = own === undefined ? booked.filter((one) => !isShadow(one)) : booked;
  const all: FillRow[] = [];
  for (const ledger of ledgers) {
    const firsts = new FirstFills<FillRow>(scope);
    for await (const page of buyPages(read, ledger, scope)) {
      await learnSignals(read, page, known);
      for (const fill of page) firsts.add(fill, known);
      if (firsts.isFull) break;
    }
    all.push(...firsts.rows);
  }
  return all.sort(inOrder).slice(0, QUERY_ROWS_MAX);
}

/** Buys of a ledger in order of time, in pages that begin right behind the one before. */
async function* buyPages(
  read: Read,
  ledger: LedgerId,
  { sinceMs, wallet }: TripScope,
): AsyncGenerator<readonly FillRow[], void> {
  const scope = and(
    eq(fills.ledger, ledger),
    wallet === undefined ? undefined : eq(fills.wallet, wallet),
    gte(fills.atMs, Math.max(0, sinceMs - CLOCKS_DIFFER_MS_MAX)),
    eq(fills.side, 'buy'),
  );
  let last: FillRow | undefined;
  do {
    const behind =
      last === undefined
        ? undefined
        : sql`(${fills.atMs}, ${fills.rowOrder}) > (${sql.param(last.atMs, fills.atMs)}, ${sql.param(last.rowOrder, fills.rowOrder)})`;
    const page: FillRow[] = await read((database) =>
      database
        .select()
        .from(fills)
        .where(and(scope, behind))
        .orderBy(asc(fills.atMs), asc(fills.rowOrder))
        .limit(BOOKING_PAGE_ROWS),
    );
    yield page;
    last = page.length < BOOKING_PAGE_ROWS ? undefined : page.at(-1);
  } while (last !== undefined);
}

/** What the fills were copies of; what is no copy is left out. */
async function learnSignals(
  read: Read,
  page: readonly Fill[],
  known: Map<SignalId, CopySignal>,
): Promise<void> {
  const ids = new Set(page.map(({ signalId }) => signalId).filter((id) => !known.has(id)));
  if (ids.size === 0) return;
  for (const signal of await readSignals(read, [...ids])) {
    if (signal.kind === 'copy') known.set(signal.id, signal);
  }
}

/** As a table, for a look at the index each: of many at once a planner would rather read all rows. */
function wantedIds(ids: readonly string[]): SQL {
  return sql`unnest(${sql.param(ids)}::text[]) as wanted(id)`;
}

async function readDecisions(
  read: Read,
  ids: readonly SignalId[],
): Promise<TripFacts['decisions']> {
  const { signalId, ledger, gates, spend } = decisions;
  const found = new Map<string, Pick<typeof decisions.$inferSelect, 'gates' | 'spend'>>();
  for (let from = 0; from < ids.length; from += DECISIONS_PAGE_ROWS) {
    const rows = await read((database) => {
      const own = database
        .select({ signalId, ledger, gates, spend })
        .from(decisions)
        .where(eq(signalId, sql`wanted.id`))
        .limit(LEDGERS_MAX)
        .as('own');
      return database
        .select(own._.selectedFields)
        .from(wantedIds(ids.slice(from, from + DECISIONS_PAGE_ROWS)))
        .crossJoinLateral(own);
    });
    for (const row of rows) found.set(tripKey(row), row);
  }
  return found;
}

/** All fills of the positions: what was sold depends on all that was bought before. */
function readFills(read: Read, { ledger, wallet, tokens }: PositionGroup): Promise<FillRow[]> {
  const scope = and(eq(fills.ledger, ledger), eq(fills.wallet, wallet));
  return inShortSlices(read, { table: fills, at: fills.atMs, sinceMs: 0, scope }, (rows) =>
    read((database) =>
      database
        .select()
        .from(fills)
        .where(and(rows, inArray(fills.tokenId, [...tokens]))),
    ),
  );
}

/** Shares of the positions that left as parts of complete sets. */
function readMerges(read: Read, { ledger, wallet, tokens }: PositionGroup): Promise<MergeRow[]> {
  const at = realisations.atMs;
  // The words of the index that leaves sales out.
  const scope = and(eq(realisations.ledger, ledger), sql`cause <> 'sale'`);
  return inShortSlices(read, { table: realisations, at, sinceMs: 0, scope }, (rows) =>
    read((database) =>
      database
        .select()
        .from(realisations)
        .where(
          and(
            rows,
            eq(realisations.cause, 'merge'),
            eq(realisations.wallet, wallet),
            inArray(realisations.tokenId, [...tokens]),
          ),
        ),
    ),
  );
}

/** Every exit is decided on, and decisions have an index for their wallet. */
async function readExitIds(
  read: Read,
  { wallet, tokens, sinceMs }: CopiedLeader,
): Promise<readonly SignalId[]> {
  const { signalId, signalKind, tokenId, atMs } = decisions;
  const scope = eq(decisions.wallet, wallet);
  const found = await inShortSlices(read, { table: decisions, at: atMs, sinceMs, scope }, (rows) =>
    read((database) =>
      database
        .select({ signalId })
        .from(decisions)
        .where(and(rows, eq(signalKind, 'exit'), inArray(tokenId, [...tokens]))),
    ),
  );
  return found.map((row) => row.signalId);
}

async function readExits(read: Read, ids: readonly SignalId[]): Promise<readonly ExitSignal[]> {
  const found: ExitSignal[] = [];
  for (let from = 0; from < ids.length; from += BOOKING_PAGE_ROWS) {
    const rows = await readSignals(read, ids.slice(from, from + BOOKING_PAGE_ROWS));
    for (const row of rows) if (row.kind === 'exit') found.push(row);
  }
  return found;
}

async function readSignals(read: Read, ids: readonly SignalId[]): Promise<readonly Signal[]> {
  const rows = await read((database) => {
    const known = database
      .select()
      .from(signals)
      .where(eq(signals.id, sql`wanted.id`))
      .limit(1)
      .as('known');
    return database.select(known._.selectedFields).from(wantedIds(ids)).crossJoinLateral(known);
  });
  return rows.map(signalOf);
}

function inShortSlices<T>(
  read: Read,
  counted: {
    readonly table: PgTable;
    readonly at: PgColumn;
    readonly sinceMs: AtMs;
    readonly scope: SQL | undefined;
  },
  count: (rows: SQL | undefined) => Promise<readonly T[]>,
): Promise<T[]> {
  return inSlices(read, { ...counted, sliceRows: SLICE_ROWS }, count);
}

type Placed = Pick<FillRow, 'atMs' | 'rowOrder'>;

function inOrder(a: Placed, b: Placed): number {
  return a.atMs - b.atMs || a.rowOrder - b.rowOrder;
}
