import { and, asc, eq, getTableColumns, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Booking, Reports } from '../../engine/contract/reports.ts';
import type { Flow } from '../../engine/domain/flow.ts';
import type { LedgerId, MarketId } from '../../engine/domain/ids.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { ZERO_MONEY } from '../../engine/domain/values/money.ts';
import { inPages, type Placed } from './booking-order.ts';
import { inKeyOrder } from './key-order.ts';
import { BOOKING_PAGE_ROWS, QUERY_ROWS_MAX } from './limits.ts';
import type { Read } from './read.ts';
import { flowOf, marketOf } from './rows.ts';
import { fills } from './schema/fills.ts';
import { flows } from './schema/flows.ts';
import { markets } from './schema/markets.ts';
import { realisations } from './schema/realisations.ts';

type BookingScope = Parameters<Reports['bookings']>[0];

const TABLES = [fills, realisations, flows] as const;
type Table = (typeof TABLES)[number];

/** The newest row of each table when a reading begins; what comes later has a higher number. */
type Cut = Readonly<Record<'fills' | 'realisations' | 'flows', number>>;

/** The reports that a ledger's books are rebuilt from. */
export class SqlBookings implements Pick<Reports, 'bookedLedgers' | 'bookings' | 'marketsById'> {
  protected readonly read: Read;

  constructor(read: Read) {
    this.read = read;
  }

  bookedLedgers(): Promise<readonly LedgerId[]> {
    return readBookedLedgers(this.read);
  }

  bookings(query: BookingScope): AsyncIterable<readonly Booking[]> {
    return readBookings(this.read, query);
  }

  marketsById(ids: readonly MarketId[]): Promise<readonly Market[]> {
    return readMarketsById(this.read, ids);
  }
}

/** From one ledger to the next along the indexes, in one statement: each has to wait for its turn. */
async function readBookedLedgers(read: Read): Promise<readonly LedgerId[]> {
  const steps = TABLES.map((table, at) => {
    const step = sql.identifier(`step_${at}`);
    return sql`${step}(ledger) as (
      select min(${table.ledger}) from ${table}
      union all
      select (select min(${table.ledger}) from ${table} where ${table.ledger} > ${step}.ledger)
      from ${step} where ${step}.ledger is not null
    )`;
  });
  const all = TABLES.map((_, at) => sql`select ledger from ${sql.identifier(`step_${at}`)}`);
  const { rows } = await read((database) =>
    database.execute<{ readonly ledger: LedgerId | null }>(
      sql`with recursive ${sql.join(steps, sql`, `)} ${sql.join(all, sql` union `)}`,
    ),
  );
  const found = new Set(rows.flatMap(({ ledger }) => ledger ?? []));
  return inKeyOrder(found, (ledger) => ledger);
}

async function* readBookings(
  read: Read,
  query: BookingScope,
): AsyncGenerator<readonly Booking[], void> {
  const cut = await readCut(read, query.ledger);
  const sources = [
    bookedFills(read, query, cut.fills),
    unsold(read, query, cut.realisations),
    bookedFlows(read, query, cut.flows),
  ];
  yield* inPages(sources, BOOKING_PAGE_ROWS);
}

async function readMarketsById(read: Read, ids: readonly MarketId[]): Promise<readonly Market[]> {
  const wanted = [...new Set(ids.slice(0, QUERY_ROWS_MAX))];
  if (wanted.length === 0) return [];
  const rows = await read((database) => {
    // A look at the index each: of many at once a planner would rather read the whole table.
    const listed = database
      .select()
      .from(markets)
      .where(eq(markets.id, sql`wanted.id`))
      .limit(1)
      .as('listed');
    return database
      .select(listed._.selectedFields)
      .from(sql`unnest(${sql.param(wanted)}::text[]) as wanted(id)`)
      .crossJoinLateral(listed);
  });
  return rows.flatMap((row) => marketOf(row) ?? []);
}

/** One statement, so that no commit lies between the tables. */
async function readCut(read: Read, ledger: LedgerId): Promise<Cut> {
  const newest = (table: Table) =>
    sql`(select max(${table.rowOrder}) from ${table} where ${table.ledger} = ${ledger})`;
  const { rows } = await read((database) =>
    database.execute<Record<keyof Cut, string | null>>(
      sql`select ${newest(fills)} as fills, ${newest(realisations)} as realisations, ${newest(flows)} as flows`,
    ),
  );
  const [cut] = rows;
  const numberOf = (name: keyof Cut): number => Number(cut?.[name] ?? 0);
  return {
    fills: numberOf('fills'),
    realisations: numberOf('realisations'),
    flows: numberOf('flows'),
  };
}

async function* bookedFills(
  read: Read,
  query: BookingScope,
  newest: number,
): AsyncGenerator<Placed, void> {
  const pages = pagesOf({ table: fills, query, newest }, (rows) =>
    read((database) => {
      // Asked row by row, which is a look at the index each.
      const sale = database
        .select({ amount: realisations.amount })
        .from(realisations)
        .where(eq(realisations.id, fills.id))
        .limit(1)
        .as('sale');
      return database
        .select({ ...getTableColumns(fills), realised: sale.amount })
        .from(fills)
        .leftJoinLateral(sale, sql`true`)
        .where(rows)
        .orderBy(asc(fills.atMs), asc(fills.rowOrder))
        .limit(BOOKING_PAGE_ROWS);
    }),
  );
  for await (const { rowOrder: _, realised, ...fill } of pages) {
    // Only a sale has one.
    yield placed(fill.atMs, { kind: 'fill', fill, realised: realised ?? ZERO_MONEY });
  }
}

async function* unsold(
  read: Read,
  query: BookingScope,
  newest: number,
): AsyncGenerator<Placed, void> {
  const isUnsold = sql`cause <> 'sale'`;
  const pages = pagesOf({ table: realisations, query, newest }, (rows) =>
    read((database) => {
      const taken = database
        .select()
        .from(fills)
        .where(eq(fills.id, realisations.fillId))
        .limit(1)
        .as('taken');
      return database
        .select({ realisation: getTableColumns(realisations), fill: taken._.selectedFields })
        .from(realisations)
        .leftJoinLateral(taken, sql`true`)
        .where(and(rows, isUnsold))
        .orderBy(asc(realisations.atMs), asc(realisations.rowOrder))
        .limit(BOOKING_PAGE_ROWS)
        .then((found) => found.map(({ realisation, fill }) => ({ ...realisation, fill })));
    }),
  );
  for await (const { rowOrder: _, fill, ...realisation } of pages) {
    const { atMs, cause } = realisation;
    if (cause === 'payout' || cause === 'merge')
      yield placed(atMs, { kind: 'payout', realisation });
    else
      yield placed(atMs, {
        kind: 'reversal',
        fill: fill === null ? null : bare(fill),
        realisation,
      });
  }
}

async function* bookedFlows(
  read: Read,
  query: BookingScope,
  newest: number,
): AsyncGenerator<Placed, void> {
  const pages = pagesOf({ table: flows, query, newest }, (rows) =>
    read((database) =>
      database
        .select()
        .from(flows)
        .where(rows)
        .orderBy(asc(flows.atMs), asc(flows.rowOrder))
        .limit(BOOKING_PAGE_ROWS),
    ),
  );
  for await (const row of pages) {
    const flow: Flow = flowOf(row);
    yield placed(flow.atMs, { kind: 'flow', flow });
  }
}

function placed(atMs: AtMs, booking: Booking): Placed {
  return { atMs, booking };
}

function bare<Row extends { readonly rowOrder: number }>({ rowOrder: _, ...row }: Row) {
  return row;
}

/** Rows in order of time, page after page; each begins right behind the last row of the one before. */
async function* pagesOf<Row extends { readonly atMs: AtMs; readonly rowOrder: number }>(
  {
    table,
    query,
    newest,
  }: { readonly table: Table; readonly query: BookingScope; readonly newest: number },
  read: (rows: SQL | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void> {
  const { ledger, sinceMs, beforeMs } = query;
  const scope = and(
    eq(table.ledger, ledger),
    gte(table.atMs, Math.max(0, sinceMs)),
    beforeMs === undefined ? undefined : lt(table.atMs, beforeMs),
    lte(table.rowOrder, newest),
  );
  let last: Row | undefined;
  do {
    const page: readonly Row[] = await read(
      last === undefined ? scope : and(scope, behind(table, last)),
    );
    yield* page;
    last = page.length < BOOKING_PAGE_ROWS ? undefined : page.at(-1);
  } while (last !== undefined);
}

function behind(
  { atMs, rowOrder }: { readonly atMs: PgColumn; readonly rowOrder: PgColumn },
  last: { readonly atMs: AtMs; readonly rowOrder: number },
): SQL {
  return sql`(${atMs}, ${rowOrder}) > (${sql.param(last.atMs, atMs)}, ${sql.param(last.rowOrder, rowOrder)})`;
}
