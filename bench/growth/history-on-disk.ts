import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrate, readMigrations } from '../../src/data/store/migrate.ts';
import { openPostgres } from '../../src/data/store/postgres.ts';
import { SqlStore } from '../../src/data/store/sql-store.ts';
import type { Change } from '../../src/engine/domain/change.ts';
import { type IntentId, PAPER, type SignalId } from '../../src/engine/domain/ids.ts';
import type { Market } from '../../src/engine/domain/market.ts';
import { SNAPSHOT_WINDOW_MS } from '../../src/engine/domain/snapshot.ts';
import { dollars, price, shares } from '../../src/engine/domain/values/money.ts';
import { type BenchPostgres, startPostgres } from '../orders/postgres.ts';
import { listed } from '../pipeline.ts';

const BATCH = 500;
const MARKETS = 200;
const PAGE = 50;
const BETWEEN_MS = 30_000;
const HALF = price(500_000);

/** A database whose past grows: orders that are over, and older than what a start needs. */
export class HistoryOnDisk {
  readonly #postgres: BenchPostgres;
  readonly #store: SqlStore;
  readonly #markets: readonly Market[];
  #count = 0;

  private constructor(postgres: BenchPostgres, store: SqlStore) {
    this.#postgres = postgres;
    this.#store = store;
    this.#markets = Array.from({ length: MARKETS }, (_, at) =>
      listed({ id: `market/${at}`, tokens: [`${at}/yes`, `${at}/no`] }),
    );
  }

  static async begin(): Promise<HistoryOnDisk> {
    const postgres = await startPostgres();
    const database = openPostgres(postgres.url, (error) => {
      throw error;
    });
    await migrate(database.pool, readMigrations(pathToFileURL(join(process.cwd(), 'migrations/'))));
    const history = new HistoryOnDisk(postgres, new SqlStore(database));
    await history.#store.commit(
      history.#markets.map((market) => ({ kind: 'market', market }) as const),
    );
    return history;
  }

  async growTo(count: number): Promise<void> {
    const endMs = Date.now() - SNAPSHOT_WINDOW_MS;
    while (this.#count < count) {
      const changes: Change[] = [];
      for (let at = 0; at < BATCH && this.#count < count; at += 1) {
        changes.push(this.#over(this.#count, endMs));
        this.#count += 1;
      }
      await this.#store.commit(changes);
    }
  }

  /** Microseconds of all that a start reads. */
  startUs(times: number): Promise<number> {
    return middle(times, async () => {
      const { orders } = await this.#store.snapshot(Date.now());
      if (orders.length > 0) throw new Error('nothing of the past belongs to a start');
    });
  }

  /** Microseconds of the newest orders of one market. */
  pageUs(times: number): Promise<number> {
    const [market] = this.#markets;
    if (market === undefined) throw new Error('there are markets');
    const wanted = Math.min(PAGE, Math.floor(this.#count / MARKETS));
    return middle(times, async () => {
      const found = await this.#store.recentOrders({ limit: PAGE, marketId: market.id });
      if (found.length !== wanted) throw new Error(`${found.length} orders of ${wanted}`);
    });
  }

  async end(): Promise<void> {
    await this.#store.close();
    await this.#postgres.stop();
  }

  #over(at: number, endMs: number): Change {
    const market = this.#markets[at % MARKETS];
    const outcome = market?.outcomes[0];
    if (market === undefined || outcome === undefined) throw new Error('there are markets');
    const createdAtMs = endMs - (at + 1) * BETWEEN_MS;
    const intent = {
      ...{ id: `past/${at}` as IntentId, signalId: `signal/${at}` as SignalId },
      ...({ leg: 'entry', attempt: 0, ledger: PAPER, wallet: null, marketId: market.id } as const),
      ...({ tokenId: outcome.tokenId, side: 'buy', timeInForce: 'FAK', limitPrice: HALF } as const),
      ...{ quantity: shares(2), spend: dollars(1), createdAtMs, expiresAtMs: createdAtMs },
      ...{ restsUntilMs: null, settingsVersion: 0 },
    };
    const order = {
      ...({ intent, status: 'expired', externalId: intent.id, body: null } as const),
      ...{ filledQuantity: shares(0), filledNotional: dollars(0), fees: dollars(0) },
      ...{ reserved: dollars(0), reason: null, updatedAtMs: createdAtMs },
    };
    return { kind: 'order', order };
  }
}

async function middle(times: number, work: () => Promise<void>): Promise<number> {
  const found: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    await work();
    found.push((performance.now() - began) * 1_000);
  }
  return found.toSorted((a, b) => a - b)[times >> 1] ?? Number.NaN;
}
