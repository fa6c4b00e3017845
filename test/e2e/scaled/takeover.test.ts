import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBackupFile } from '../../../src/data/store/backup/backup-file.ts';
import { backupText } from '../../../src/data/store/backup/backup-lines.ts';
import { restoreBackup } from '../../../src/data/store/backup/restore-backup.ts';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { accountsOf } from '../../../src/sim/accounts.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { type PostgresServer, postgresBinDir, startPostgres } from '../../servers/postgres.ts';
import { Witness } from '../kill/witness.ts';
import { HeldVenue } from '../live-kill/held-venue.ts';
import { brokenBooks, truthOf } from './account-truth.ts';
import { DatabaseLine } from './database-line.ts';
import { EngineProcess } from './engine-process.ts';
import { VenueLine } from './venue-line.ts';

const isProof = (process.env['PROVE'] ?? '') !== '';
/** A leader sleeps for so long behind the takeover, which is longer than its lease already. */
const SLEEP_MS = isProof ? 60_000 : 0;
/** Promised between the end of a leader and a program that trades again. */
const TAKEOVER_MS_MAX = 10_000;
/** Most of it is the lease's end; a host that starts a program slowly needs longer for the rest. */
const LEASE_ENDS_MS = 6_000;
/** Longest wait for a condition, on a busy host too. */
const WAIT_MS_MAX = 150_000;
const RUN_MS_MAX = 900_000;
/** World seconds in a second. */
const SPEED = 2;
const SEED = 'scaled 1';
const FOLLOWED: readonly string[] = ['ace', 'whale-7', 'fox', 'oracle-2'];
const DOLLARS = 1_000_000;
const binDir = postgresBinDir();

interface Row {
  readonly what: string;
  /** Until the next one leads, and until it trades. */
  readonly leadsMs: number;
  readonly tookMs: number;
  readonly startMs: number;
  readonly ordersBefore: number;
  readonly sentAfter: number;
}

/** Programs that lead one after the other on one database, for one account. */
class Cluster {
  readonly witness = new Witness(WAIT_MS_MAX);
  readonly held = new HeldVenue(SEED, this.witness);
  readonly engines: EngineProcess[] = [];
  readonly rows: Row[] = [];
  readonly funder: string;
  readonly databaseUrl: string;
  #sim: PolymarketSim | null = null;

  constructor(databaseUrl: string) {
    this.databaseUrl = databaseUrl;
    const [account] = accountsOf(SEED, 1);
    if (account === undefined) throw new Error('a world has accounts');
    this.funder = account.funder.toLowerCase();
    this.held.venue.exchange.fund(this.funder, { dollars: DOLLARS * MICRO });
  }

  async open(): Promise<void> {
    const { venue } = this.held;
    const delays = { rtdsDelayMs: [100, 300], dataDelayMs: [600, 900] } as const;
    this.#sim = await startPolymarketSim({ venue, seed: SEED, speed: SPEED, ...delays });
  }

  async close(): Promise<void> {
    for (const engine of this.engines) {
      engine.signal('SIGCONT');
      engine.signal('SIGKILL');
      await engine.line.close();
    }
    await this.#sim?.close();
  }

  async begin(databaseUrl = this.databaseUrl): Promise<EngineProcess> {
    if (this.#sim === null) throw new Error('the venue is there');
    const { urls } = this.#sim;
    const line = await VenueLine.open(urls.clobUrl, this.witness);
    const leaders = this.held.venue.leaders.filter(({ name }) => FOLLOWED.includes(name));
    const own = { ...urls, clobUrl: line.url };
    const options = { databaseUrl, accountSeed: SEED, urls: own, leaders };
    const name = `program ${this.engines.length + 1}`;
    const engine = new EngineProcess(name, { line, options, witness: this.witness });
    this.engines.push(engine);
    return engine;
  }

  get sent() {
    return this.engines.flatMap(({ line }) => line.sent);
  }

  /** Until it leads, and has sent so many orders by itself. */
  async trades(engine: EngineProcess, orders: number): Promise<void> {
    await engine.until(() => engine.startedAtMs !== null, 'it leads');
    this.held.release();
    await engine.until(() => engine.line.orders.length >= orders, `it sends ${orders} orders`);
  }

  /** One ends under load, the next one takes over; `ended` is what the last one sent since. */
  async change(
    what: string,
    of: { readonly from: EngineProcess; readonly to: EngineProcess; readonly end: () => void },
  ): Promise<void> {
    const { from, to, end } = of;
    await to.until(() => to.isStanding, 'it stands by');
    const ordersBefore = from.line.orders.length;
    const beganMs = performance.now();
    end();
    await to.until(() => to.startedAtMs !== null, 'it takes over');
    const sentUntil = from.line.sent.length;
    await this.trades(to, 1);
    const tookMs = (to.startedAtMs ?? Number.NaN) - beganMs;
    const leadsMs = (to.leadsAtMs ?? Number.NaN) - beganMs;
    const sentAfter = from.line.sent.length - sentUntil;
    this.rows.push({ what, leadsMs, tookMs, startMs: to.startMs, ordersBefore, sentAfter });
    expect(to.epoch).toBe((from.epoch ?? Number.NaN) + 1);
  }
}

describe.skipIf(binDir === null)('one leads and one stands by', () => {
  let server: PostgresServer;
  let cluster: Cluster;
  const folder = mkdtempSync(join(tmpdir(), 'polymind-scaled-'));

  beforeAll(async () => {
    server = await startPostgres(binDir ?? '');
    cluster = new Cluster(await server.createDatabase());
    await cluster.open();
  });
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'through kill -9, a sleep and a cut from the database, nothing is sent twice and nothing lost',
    async () => {
      const { databaseUrl, held, funder } = cluster;
      const first = await cluster.begin();
      await first.until(() => first.leadsAtMs !== null, 'it leads');
      const second = await cluster.begin();
      await cluster.trades(first, 3);
      await cluster.change('kill -9', {
        from: first,
        to: second,
        end: () => first.signal('SIGKILL'),
      });

      const line = await DatabaseLine.open(databaseUrl);
      const third = await cluster.begin(line.url);
      await cluster.change('SIGSTOP', {
        from: second,
        to: third,
        end: () => second.signal('SIGSTOP'),
      });
      const beforeWaking = second.line.sent.length;
      await new Promise((done) => setTimeout(done, SLEEP_MS));
      second.signal('SIGCONT');
      await cluster.witness.until(
        () => second.hasEnded,
        'the sleeper ends',
        () => 'it goes on',
      );
      expect(second.isLost).toBe(true);
      expect(second.line.sent.slice(beforeWaking)).toEqual([]);

      // A back-up while it trades is one moment of the books.
      const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
      const about = { program: 'test', nowMs: Date.now };
      const path = join(folder, 'backup.gz');
      const { told } = await writeBackupFile(path, backupText(pool, about));
      const copyUrl = await server.createDatabase();
      const copy = new pg.Pool({ connectionString: copyUrl, max: 2 });
      await restoreBackup({ pool: copy, path });
      const again = await writeBackupFile(join(folder, 'again.gz'), backupText(copy, about));
      await copy.end();
      expect(again.told.checksums).toEqual(told.checksums);
      expect(await brokenBooks(copyUrl)).toEqual([]);

      const fourth = await cluster.begin();
      await cluster.change('cut from the database', {
        from: third,
        to: fourth,
        end: () => line.cut(),
      });

      held.hold();
      let truth = await truthOf({ pool, held, funder, sent: cluster.sent });
      for (let look = 0; truth.lost.length > 0 && look < 60; look += 1) {
        await new Promise((done) => setTimeout(done, 500));
        truth = await truthOf({ pool, held, funder, sent: cluster.sent });
      }
      console.info(tableOf(cluster.rows, truth));
      const epochs = await pool.query('select distinct epoch::integer from orders order by 1');
      await pool.end();
      await line.close();
      expect(truth).toMatchObject({ duplicates: [], lost: [], overBudget: [] });
      expect(truth.tradesAtVenue).toBeGreaterThan(3);
      expect(await brokenBooks(databaseUrl)).toEqual([]);
      expect(epochs.rows.length).toBeGreaterThanOrEqual(4);
      for (const { what, leadsMs, tookMs, startMs, sentAfter } of cluster.rows) {
        expect(sentAfter, `${what}: sent by the last leader`).toBe(0);
        if (!isProof) continue; // How fast it is says the table, where nothing else runs beside it.
        expect(leadsMs, what).toBeLessThan(TAKEOVER_MS_MAX);
        expect(tookMs, what).toBeLessThan(Math.max(TAKEOVER_MS_MAX, LEASE_ENDS_MS + startMs));
      }
    },
    RUN_MS_MAX,
  );
});

function tableOf(rows: readonly Row[], truth: Awaited<ReturnType<typeof truthOf>>): string {
  const lines = rows.map(({ what, leadsMs, tookMs, ordersBefore, sentAfter }) =>
    [what, ...[leadsMs, tookMs].map((ms) => `${Math.round(ms)} ms`), ordersBefore, sentAfter].join(
      ' | ',
    ),
  );
  const { ordersAtVenue, tradesAtVenue, duplicates, lost, overBudget } = truth;
  const sums = `orders at the venue ${ordersAtVenue}, traded ${tradesAtVenue}`;
  return [
    'end of the leader | the next one leads | it trades | its orders until then | sent by it afterwards',
    ...lines,
    `${sums}, duplicate ${duplicates.length}, lost ${lost.length}, over budget ${overBudget.length}`,
  ].join('\n');
}
