import { and, asc, desc, eq, getTableColumns, isNull } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import type { Change } from '../../engine/domain/change.ts';
import type { Decision } from '../../engine/domain/decision.ts';
import type { LedgerId, SignalId } from '../../engine/domain/ids.ts';
import type { Notice } from '../../engine/domain/notice.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { EngineSnapshot } from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';
import { batchOf } from './batch.ts';
import { boundedLimit, QUERY_ROWS_MAX } from './limits.ts';
import { orderOf } from './rows.ts';
import { cursors } from './schema/cursors.ts';
import { decisions } from './schema/decisions.ts';
import { orders } from './schema/orders.ts';
import { outbox } from './schema/outbox.ts';
import { writeBatch } from './sql-commit.ts';
import { readSnapshot } from './sql-snapshot.ts';
import { storeError } from './store-error.ts';
import { inTransaction } from './transaction.ts';

const { rowOrder: _decisionOrder, ...DECISION } = getTableColumns(decisions);
const { rowOrder: _noticeOrder, deliveredAtMs: _delivered, ...NOTICE } = getTableColumns(outbox);

/** A migrated database and how to let go of it. */
export interface SqlDatabase {
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The store on a database that speaks Postgres' protocol: a server, or PGlite behind a socket. */
export class SqlStore implements Store {
  readonly #database: SqlDatabase;
  readonly #queries: NodePgDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
    this.#queries = drizzle(database.pool);
  }

  async commit(changes: readonly Change[]): Promise<void> {
    const batch = batchOf(changes);
    if (changes.length === 0) return;
    await inTransaction(this.#database.pool, 'write', (database) => writeBatch(database, batch));
  }

  snapshot(atMs: AtMs): Promise<EngineSnapshot> {
    return inTransaction(this.#database.pool, 'read', (database) => readSnapshot(database, atMs));
  }

  async cursor(name: string): Promise<string | null> {
    const rows = await this.#read((database) =>
      database.select().from(cursors).where(eq(cursors.name, name)).limit(1),
    );
    return rows[0]?.value ?? null;
  }

  decisionsOf(signalId: SignalId): Promise<readonly Decision[]> {
    return this.#read((database) =>
      database
        .select(DECISION)
        .from(decisions)
        .where(eq(decisions.signalId, signalId))
        .orderBy(asc(decisions.atMs), asc(decisions.rowOrder))
        .limit(QUERY_ROWS_MAX),
    );
  }

  recentDecisions(query: {
    readonly limit: number;
    readonly ledger?: LedgerId;
  }): Promise<readonly Decision[]> {
    const { ledger, limit } = query;
    return this.#read((database) =>
      database
        .select(DECISION)
        .from(decisions)
        .where(ledger === undefined ? undefined : eq(decisions.ledger, ledger))
        .orderBy(desc(decisions.atMs), desc(decisions.rowOrder))
        .limit(boundedLimit(limit)),
    );
  }

  async recentOrders(query: {
    readonly limit: number;
    readonly ledger?: LedgerId;
  }): Promise<readonly Order[]> {
    const { ledger, limit } = query;
    const rows = await this.#read((database) =>
      database
        .select()
        .from(orders)
        .where(ledger === undefined ? undefined : eq(orders.ledger, ledger))
        .orderBy(desc(orders.createdAtMs), desc(orders.rowOrder))
        .limit(boundedLimit(limit)),
    );
    return rows.map(orderOf);
  }

  pendingNotices(limit: number): Promise<readonly Notice[]> {
    return this.#read((database) =>
      database
        .select(NOTICE)
        .from(outbox)
        .where(isNull(outbox.deliveredAtMs))
        .orderBy(asc(outbox.atMs), asc(outbox.rowOrder))
        .limit(boundedLimit(limit)),
    );
  }

  /** The first delivery counts; a repetition changes nothing. */
  async markDelivered(noticeId: string, atMs: AtMs): Promise<void> {
    await inTransaction(this.#database.pool, 'write', async (database) => {
      await database
        .update(outbox)
        .set({ deliveredAtMs: atMs })
        .where(and(eq(outbox.id, noticeId), isNull(outbox.deliveredAtMs)));
    });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** For one statement, which needs no transaction around it. */
  async #read<T>(query: (database: NodePgDatabase) => Promise<T>): Promise<T> {
    try {
      return await query(this.#queries);
    } catch (error) {
      throw storeError(error, 'statement');
    }
  }
}
