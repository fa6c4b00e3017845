import { startProgram } from '../../src/app/running/program.ts';
import { openPostgres } from '../../src/data/store/postgres.ts';
import { SqlStore } from '../../src/data/store/sql-store.ts';
import { missingOf } from '../../src/engine/core/trade/live-account.ts';
import { isLive } from '../../src/engine/domain/ids.ts';
import { createLogger } from '../../src/ops/log.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { accountsOf } from '../../src/sim/accounts.ts';
import type { PolymarketSim } from '../../src/sim/wire/polymarket-sim.ts';
import { keyOf, SEED } from './account.ts';

/** What the process is told, as JSON. */
export interface Terms {
  readonly databaseUrl: string;
  readonly urls: PolymarketSim['urls'];
}

/** What it tells once nothing stands between it and a live entry. */
export interface Ready {
  readonly inDoubt: number;
  readonly missing: readonly string[];
}

const LOOK_MS = 2;

const { databaseUrl, urls } = JSON.parse(process.argv[2] ?? '') as Terms;
const fail = (error: unknown): never => {
  throw error;
};
const [account] = accountsOf(SEED, 1);
if (account === undefined) throw new Error('a world has accounts');
const key = keyOf(account);
const program = await startProgram({
  version: 'bench',
  store: new SqlStore(openPostgres(databaseUrl, fail)),
  isEmbedded: false,
  urls,
  siteUrl: null,
  settings: {},
  wallets: [],
  trading: {
    key,
    journal: null,
    scrubber: new Scrubber(),
    chain: { ...urls, relayerKey: null },
  },
  log: createLogger({ level: 'error', scrubber: new Scrubber() }),
  reach: () => [],
  observers: [],
  onNotices: () => undefined,
  onFatal: fail,
});
const { accounts, orders } = program.engine.trade.state;

const timer = setInterval(() => {
  const [live] = [...accounts.values()];
  const missing = live === undefined ? ['no account'] : missingOf(live);
  if (missing.length > 0) return;
  clearInterval(timer);
  const waiting = [...orders.values()].filter(
    ({ intent, status }) => isLive(intent.ledger) && status === 'inDoubt',
  );
  process.send?.({ inDoubt: waiting.length, missing } satisfies Ready);
}, LOOK_MS);
