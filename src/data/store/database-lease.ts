import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/** One program a database; any number that no other program of ours uses. */
const LOCK_KEY = 7_065_796_177;
const CONNECT_MS_MAX = 10_000;
/** Between attempts to take it again after its connection was lost. */
const AGAIN_MS = 1_000;

/** Another program has the database. */
export class DatabaseHeldError extends Error {
  override readonly name = 'DatabaseHeldError';
}

/**
 * Keeps a second program from trading on the same database: a lock of a connection of its own, which
 * the server lets go when the connection ends, however it ends.
 */
export class DatabaseLease {
  readonly #databaseUrl: string;
  readonly #onTaken: (error: DatabaseHeldError) => void;
  #client: pg.Client;
  #isReleased = false;

  private constructor(
    databaseUrl: string,
    client: pg.Client,
    onTaken: (error: DatabaseHeldError) => void,
  ) {
    this.#databaseUrl = databaseUrl;
    this.#onTaken = onTaken;
    this.#client = client;
    this.#watch(client);
  }

  /**
   * `onTaken`: the connection was lost for a while, and another program took the lock meanwhile.
   * @throws DatabaseHeldError, or what the driver says of a server that cannot be reached
   */
  static async take(
    databaseUrl: string,
    onTaken: (error: DatabaseHeldError) => void,
  ): Promise<DatabaseLease> {
    return new DatabaseLease(databaseUrl, await locked(databaseUrl), onTaken);
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    await this.#client.end();
  }

  #watch(client: pg.Client): void {
    // The end follows; an error without a listener would end the process.
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!this.#isReleased) void this.#takeAgain();
    });
  }

  /** Never throws. */
  async #takeAgain(): Promise<void> {
    while (!this.#isReleased) {
      await wait(AGAIN_MS, undefined, { ref: false });
      try {
        const client = await locked(this.#databaseUrl);
        this.#client = client;
        this.#watch(client);
        if (this.#isReleased) await client.end();
        return;
      } catch (error) {
        if (!(error instanceof DatabaseHeldError)) continue; // The server is away; nobody trades.
        this.#onTaken(error);
        return;
      }
    }
  }
}

async function locked(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS_MAX });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) return client;
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  throw new DatabaseHeldError(
    'another PolyMind runs on this database: stop it first, or give this one a DATABASE_URL of its own',
  );
}
