import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SYSTEM_RUNTIME } from '../src/data/http/runtime.ts';
import { PolymarketExecutor } from '../src/data/polymarket/trading/polymarket-executor.ts';
import { migrate, readMigrations } from '../src/data/store/migrate.ts';
import { openPostgres } from '../src/data/store/postgres.ts';
import { SqlStore } from '../src/data/store/sql-store.ts';
import type { IntentId, SignalId } from '../src/engine/domain/ids.ts';
import type { Market } from '../src/engine/domain/market.ts';
import type { Order, OrderIntent } from '../src/engine/domain/order.ts';
import { MINUTE_MS, SECOND_MS } from '../src/engine/domain/time.ts';
import { MICRO } from '../src/engine/domain/values/micro.ts';
import { money, price, quantity } from '../src/engine/domain/values/money.ts';
import { accountsOf } from '../src/sim/accounts.ts';
import { createVenue } from '../src/sim/venue/create-venue.ts';
import { startPolymarketSim } from '../src/sim/wire/polymarket-sim.ts';
import { startPostgres } from './orders/postgres.ts';
import { listed } from './pipeline.ts';
import { keyOf, SEED } from './ready/account.ts';
import type { Ready, Terms } from './ready/program.ts';

/**
 * How long a program needs after a kill -9 until it may trade again: from the start of its process, over
 * Postgres with orders whose answers never came, to the venue's picture agreeing with ours. The same
 * with none of them is measured before. Each process is killed in its turn.
 */

const GOAL_MS = 3_000;
/** How much longer it may take on a shared machine. */
const SLACK = 2;
const ORDERS = Number(process.argv[2] ?? 500);
const ROUNDS = Number(process.argv[3] ?? 5);
const MARKETS = 24;
const READY_MS_MAX = 120_000;
const SPEND = 1;

interface Started {
  readonly ms: number;
  readonly inDoubt: number;
}

/** An order whose bytes may have been sent, as a killed process leaves it. */
async function leftOrder(
  of: { readonly executor: PolymarketExecutor; readonly market: Market; readonly at: number },
  nowMs: number,
): Promise<Order> {
  const { executor, market, at } = of;
  const outcome = market.outcomes[at % market.outcomes.length];
  if (outcome === undefined) throw new Error('a market has outcomes');
  const intent: OrderIntent = {
    id: `ready/${at}` as IntentId,
    signalId: `signal/${at}` as SignalId,
    ...{ leg: 'entry', attempt: 0, ledger: executor.ledger, wallet: null },
    ...{ marketId: market.id, tokenId: outcome.tokenId, side: 'buy', timeInForce: 'FAK' },
    limitPrice: price(0.5 * MICRO),
    quantity: quantity(2 * SPEND * MICRO),
    spend: money(SPEND * MICRO),
    createdAtMs: nowMs - SECOND_MS - at,
    expiresAtMs: nowMs + MINUTE_MS,
    ...{ restsUntilMs: null, settingsVersion: 0 },
  };
  const made = await executor.makeOrder(intent, market);
  if ('refused' in made) throw new Error(made.refused);
  return {
    ...{ intent, status: 'submitted', externalId: made.hash, body: made.body },
    ...{ filledQuantity: quantity(0), filledNotional: money(0), fees: money(0) },
    ...{ reserved: intent.spend, reason: null, updatedAtMs: intent.createdAtMs },
  };
}

function died(child: ChildProcess): Promise<never> {
  return once(child, 'exit').then(([code]) => {
    throw new Error(`the program ended with ${code}`);
  });
}

async function started(terms: Terms): Promise<Started> {
  const beganMs = performance.now();
  const path = fileURLToPath(new URL('./ready/program.js', import.meta.url));
  const child = fork(path, [JSON.stringify(terms)]);
  try {
    const patience = new AbortController();
    const [ready] = (await Promise.race([
      once(child, 'message'),
      died(child),
      wait(READY_MS_MAX, null, { signal: patience.signal }).then(() => {
        throw new Error('it is never ready');
      }),
    ])) as [Ready];
    patience.abort();
    return { ms: performance.now() - beganMs, inDoubt: ready.inDoubt };
  } finally {
    const over = once(child, 'exit');
    child.kill('SIGKILL');
    await over;
  }
}

const middle = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const worst = (numbers: readonly number[]): number => Math.max(...numbers);

async function main(): Promise<boolean> {
  const startsAtMs = Date.now();
  const venue = createVenue({ seed: SEED, startsAtMs, markets: MARKETS });
  const [account] = accountsOf(SEED, 1);
  if (account === undefined) throw new Error('a world has accounts');
  venue.exchange.fund(account.funder, { dollars: 10_000 * MICRO });
  const sim = await startPolymarketSim({ venue, startsAtMs, seed: SEED });
  const postgres = await startPostgres();
  const fail = (error: unknown): never => {
    throw error;
  };
  const database = openPostgres(postgres.url, fail);
  const store = new SqlStore(database);
  const executor = new PolymarketExecutor(
    { clobUrl: sim.urls.clobUrl, ...keyOf(account), onFault: (_, detail) => fail(detail) },
    SYSTEM_RUNTIME,
  );
  try {
    await migrate(database.pool, readMigrations(pathToFileURL(join(process.cwd(), 'migrations/'))));
    const { control } = await store.snapshot(startsAtMs);
    const live = { atMs: startsAtMs, entriesFromMs: startsAtMs };
    await store.commit([
      { kind: 'control', control: { ...control, live, warningReadAtMs: startsAtMs } },
    ]);
    const terms = { databaseUrl: postgres.url, urls: sim.urls };
    const none: Started[] = [];
    for (let round = 0; round < ROUNDS; round += 1) none.push(await started(terms));
    const markets = venue.markets.map(({ conditionId, tokenIds, version, negRisk }) => ({
      ...listed({ id: conditionId, tokens: tokenIds }),
      ...{ version, negRisk },
    }));
    const orders: Order[] = [];
    for (let at = 0; at < ORDERS; at += 1) {
      const market = markets[at % markets.length];
      if (market === undefined) throw new Error('a world has markets');
      orders.push(await leftOrder({ executor, market, at }, Date.now()));
    }
    await store.commit([
      ...markets.map((market) => ({ kind: 'market', market }) as const),
      ...orders.map((order) => ({ kind: 'order', order }) as const),
    ]);
    const left: Started[] = [];
    for (let round = 0; round < ROUNDS; round += 1) left.push(await started(terms));
    return report(none, left);
  } finally {
    executor.close();
    await store.close();
    await postgres.stop();
    await sim.close();
  }
}

function report(none: readonly Started[], left: readonly Started[]): boolean {
  const text = (all: readonly Started[]): string => {
    const times = all.map(({ ms }) => ms);
    return `${Math.round(middle(times))} ms (worst of ${all.length}: ${Math.round(worst(times))})`;
  };
  const isKept = left.every(({ inDoubt }) => inDoubt === ORDERS);
  const ms = middle(left.map((each) => each.ms));
  const goal = ms <= GOAL_MS ? 'reached' : 'NOT reached';
  print(
    `ready to trade after kill -9 with ${ORDERS} open intents: ${text(left)}, goal ${GOAL_MS} ms ${goal}`,
  );
  print(`with none: ${text(none)}`);
  print(isKept ? 'every intent was held in doubt, none was sent again' : 'INTENTS WERE LOST');
  print(`${cpus().length} x ${cpus()[0]?.model}, load average ${loadavg()[0]?.toFixed(2)}`);
  return isKept && ms <= GOAL_MS * SLACK;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await main()) ? 0 : 1;
