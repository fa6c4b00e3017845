import pg from 'pg';

/** Beside the migrations, like their log: it says who may migrate. */
const CREATE = `create table if not exists leadership (
  "only" boolean primary key check ("only"),
  epoch bigint not null,
  holder text not null,
  held_until timestamp(3) with time zone not null
)`;
/** Two programs that create it at once: one of them gets one of these, and the table is there. */
const ALREADY_CREATED: ReadonlySet<string> = new Set(['23505', '42P07', '42710']);

const TAKE = `insert into leadership as held ("only", epoch, holder, held_until)
  values (true, 1, $1, clock_timestamp() + $2 * interval '1 millisecond')
  on conflict ("only") do update
    set epoch = held.epoch + 1, holder = excluded.holder, held_until = excluded.held_until
    where held.held_until <= clock_timestamp()
  returning epoch::double precision as epoch`;
const RENEW = `update leadership set held_until = clock_timestamp() + $3 * interval '1 millisecond'
  where epoch = $1 and holder = $2`;
const RELEASE = `update leadership set held_until = clock_timestamp() where epoch = $1 and holder = $2`;

/** Another program leads on the database. */
export class HeldLeaseError extends Error {
  override readonly name = 'HeldLeaseError';
  readonly holder: string;

  constructor(holder: string) {
    super(
      `another PolyMind (${holder}) leads on this database: stop it first, stand by with polymind run --standby, or give this one a DATABASE_URL of its own`,
    );
    this.holder = holder;
  }
}

/** The lease's own connection: nothing else waits on it. */
export class LeaseConnection {
  readonly #client: pg.Client;
  #isOpen = true;

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on('error', () => {
      this.#isOpen = false;
    });
    client.on('end', () => {
      this.#isOpen = false;
    });
  }

  /** `askMs`: for the connection, and for each answer. @throws what the driver throws */
  static async open(connectionString: string, askMs: number): Promise<LeaseConnection> {
    const limits = { connectionTimeoutMillis: askMs, query_timeout: askMs };
    const client = new pg.Client({ connectionString, ...limits });
    const connection = new LeaseConnection(client);
    await client.connect();
    return connection;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The epoch of the new leader. @throws HeldLeaseError */
  async take(holder: string, leaseMs: number): Promise<number> {
    await this.#create();
    const { rows } = await this.#client.query<{ epoch: number }>(TAKE, [holder, leaseMs]);
    const [row] = rows;
    if (row !== undefined) return row.epoch;
    const held = await this.#client.query<{ holder: string }>('select holder from leadership');
    throw new HeldLeaseError(held.rows[0]?.holder ?? 'unknown');
  }

  /** `false` when another has it. */
  async renew(of: {
    readonly epoch: number;
    readonly holder: string;
    readonly leaseMs: number;
  }): Promise<boolean> {
    const { rowCount } = await this.#client.query(RENEW, [of.epoch, of.holder, of.leaseMs]);
    return rowCount === 1;
  }

  async release(epoch: number, holder: string): Promise<void> {
    await this.#client.query(RELEASE, [epoch, holder]);
  }

  /** At once; a server that does not answer is not waited for. Never throws. */
  async close(): Promise<void> {
    this.#isOpen = false;
    const ended = this.#client.end().catch(() => undefined);
    this.#client.connection.stream.destroy();
    await ended;
  }

  async #create(): Promise<void> {
    const { rows } = await this.#client.query<{ is: boolean }>(
      "select to_regclass('leadership') is not null as is",
    );
    if (rows[0]?.is === true) return;
    try {
      await this.#client.query(CREATE);
    } catch (error) {
      if (error instanceof pg.DatabaseError && ALREADY_CREATED.has(error.code ?? '')) return;
      throw error;
    }
  }
}
