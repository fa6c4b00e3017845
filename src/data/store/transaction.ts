import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { isAnswer, type Phase, storeError } from './store-error.ts';

/** What statements are built with, and the connection that they go to. */
export type Database = NodePgDatabase & { readonly $client: PoolClient };

/** How to begin: a writer's transaction, or one that sees a single moment of the database. */
const BEGIN = {
  write: 'begin',
  read: 'begin isolation level repeatable read read only',
} as const;

/** A writer's transaction, or one whose rows are durable with those of the next. */
const FIRST = {
  write: [BEGIN.write],
  writeBeforeMore: [BEGIN.write, 'set local synchronous_commit to off'],
} as const;

/**
 * Runs `work` in a transaction of one connection. When it fails everything is taken back; only a
 * connection lost during the commit leaves that open, and the error says so.
 * @throws StoreError
 */
export async function inTransaction<T>(
  pool: Pool,
  access: keyof typeof BEGIN,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const client = await connection(pool);
  let phase: Phase = 'statement';
  try {
    await client.query(BEGIN[access]);
    const result = await work(drizzle(client));
    phase = 'commit';
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await takeBack(client, error);
    throw storeError(error, phase);
  }
}

/** A statement as it is sent. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/**
 * A transaction of statements that need no answer of each other. Where the connection takes that,
 * they go together with its beginning and its end: when one is refused, so is the end.
 * @throws StoreError
 */
export async function inOneTrip(
  pool: Pool,
  access: keyof typeof FIRST,
  statements: (database: Database) => readonly Statement[],
): Promise<void> {
  const client = await connection(pool);
  let phase: Phase = 'statement';
  try {
    const all = [...FIRST[access], ...statements(drizzle(client))];
    if (client.pipeline) {
      phase = 'commit';
      await Promise.all(inOneWrite(client, [...all, 'commit']));
    } else {
      for (const each of all) await client.query(each);
      phase = 'commit';
      await client.query('commit');
    }
    client.release();
  } catch (error) {
    await takeBack(client, error);
    throw storeError(error, phase);
  }
}

/** Written one by one they would wake the server for each. */
function inOneWrite(client: PoolClient, all: readonly (Statement | string)[]): Promise<unknown>[] {
  const { stream } = client.connection;
  stream.cork();
  try {
    return all.map((each) => client.query(each));
  } finally {
    stream.uncork();
  }
}

async function connection(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw storeError(error, 'statement');
  }
}

/** Rolls back while the server still answers; else drops the connection, which does the same. */
async function takeBack(client: PoolClient, error: unknown): Promise<void> {
  if (!isAnswer(error)) {
    client.release(true);
    return;
  }
  try {
    await client.query('rollback');
    client.release();
  } catch {
    client.release(true);
  }
}
