import { eq } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Change } from '../../engine/domain/change.ts';
import type { EngineSnapshot } from '../../engine/domain/snapshot.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { Store } from '../../engine/ports.ts';
import { type Batch, batchOf } from './batch.ts';
import type { Dump } from './dumps.ts';
import { fencedError, fenceOf } from './lease/fence.ts';
import type { Restored } from './restore.ts';
import { type Forgetting, type Forgotten, forgetOld } from './retention.ts';
import { cursors } from './schema/cursors.ts';
import { SqlChatStore } from './sql-chat.ts';
import { hasRare, statementsOf, writeRare } from './sql-commit.ts';
import { readSnapshot } from './sql-snapshot.ts';
import { type Database, inOneTrip, inTransaction, type Statement } from './transaction.ts';

/** A migrated database and how to let go of it. */
export interface SqlDatabase {
  readonly pool: Pool;
  /** What happened to an embedded database that did not open. */
  readonly restored?: Restored | null;
  /** Of the leader who writes; `null` where there is no other. */
  readonly epoch?: number | null;
  /** Only of an embedded database. */
  backup?(): Promise<Dump>;
  close(): Promise<void>;
}

/** The store on a database that speaks Postgres' protocol: a server, or PGlite behind a socket. */
export class SqlStore extends SqlChatStore implements Store {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    super(database.pool);
    this.#database = database;
  }

  async commit(changes: readonly Change[], { isFollowed } = { isFollowed: false }): Promise<void> {
    const batch = batchOf(changes);
    if (changes.length === 0) return;
    try {
      await this.#write(batch, isFollowed);
    } catch (error) {
      throw fencedError(error);
    } finally {
      this.marks.written(batch.notices.values());
    }
  }

  #write(batch: Batch, isFollowed: boolean): Promise<void> {
    const { pool, epoch = null } = this.#database;
    const fence = epoch === null ? [] : fenceOf(epoch);
    const statements = (database: Database): readonly Statement[] => [
      ...fence,
      ...statementsOf(database, batch, epoch ?? 0),
    ];
    if (!hasRare(batch)) {
      return inOneTrip(pool, isFollowed ? 'writeBeforeMore' : 'write', statements);
    }
    return inTransaction(pool, 'write', async (database) => {
      for (const each of statements(database)) await database.$client.query(each);
      await writeRare(database, batch);
    });
  }

  snapshot(atMs: AtMs): Promise<EngineSnapshot> {
    return inTransaction(this.#database.pool, 'read', (database) => readSnapshot(database, atMs));
  }

  async cursor(name: string): Promise<string | null> {
    const rows = await this.read((database) =>
      database.select().from(cursors).where(eq(cursors.name, name)).limit(1),
    );
    return rows[0]?.value ?? null;
  }

  /** Not `null` when the database was damaged and a dump took its place; people must be told. */
  get restored(): Restored | null {
    return this.#database.restored ?? null;
  }

  /**
   * Takes a dump of an embedded database, to be called every hour: only dumps outlast a loss of
   * power. Statements wait while files are copied. `null` for a server, which keeps its own log.
   * @throws StoreError when there is no room, or the database does not answer.
   */
  async backup(): Promise<Dump | null> {
    return (await this.#database.backup?.()) ?? null;
  }

  /** Removes what has been kept long enough; to be called once a day. @throws StoreError */
  forgetOld(forgetting: Forgetting): Promise<Forgotten> {
    return forgetOld(this.#database.pool, forgetting);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
