import type { Pool } from 'pg';
import { startProgram } from '../../../../src/app/running/program.ts';
import type { Program, ProgramOptions } from '../../../../src/app/running/program-options.ts';
import { FileJournal } from '../../../../src/data/journal/file-journal.ts';
import { migrate } from '../../../../src/data/store/migrate.ts';
import { openPglite } from '../../../../src/data/store/pglite.ts';
import type { LedgerId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { createLogger } from '../../../../src/ops/log.ts';
import { Scrubber } from '../../../../src/ops/scrubber.ts';
import { accountsOf } from '../../../../src/sim/accounts.ts';
import { tradingOf } from '../../../app/running/sim-trading.ts';
import { Holds } from './holds.ts';
import { holdExecutors } from './killed-executor.ts';
import { KilledJournal } from './killed-journal.ts';
import { KilledStore } from './killed-store.ts';
import {
  type Ask,
  type Asked,
  type ChildOptions,
  type Facts,
  PERSON_KILLS,
  type Told,
} from './message.ts';
import { keepSecondFills } from './second-fills.ts';
import { Settling } from './settling.ts';

/** Copies are not held back by limits that other tests are about. */
const SETTINGS = {
  bankroll: '6000',
  'limits.ordersPerMinute': '20',
  'limits.orderPercent': '10',
  'limits.marketPercent': '100',
  'limits.groupPercent': '100',
  'limits.walletPercent': '100',
  'limits.walletDayPercent': '100',
  'limits.categoryPercent': '100',
  'limits.totalPercent': '100',
  'limits.positions': '1000',
  'limits.dayLossPercent': '100',
  'limits.drawdownPercent': '100',
  'entry.minLeaderClip': '1',
  'entry.maxAgeSeconds': '60',
  'entry.minMinutesToClose': '0',
  'entry.minQuality': '0',
  'wallets.minConfidenceLive': '0',
} as const;

/** No market of these runs is resolved. */
const NO_CHAIN = { rpcUrl: null, relayerUrl: null, relayerKey: null };

const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
const holds = new Holds(options.hold);
const log = createLogger({ level: 'warn', scrubber: new Scrubber() });

async function main(): Promise<void> {
  const database = await openPglite(options.dataDir, (error) => log.error({ err: error }, 'lost'));
  await migrate(database.pool);
  const settling = new Settling();
  const store = new KilledStore(database, { holds, settling });
  await goLiveAtFirst(store);
  const journal = options.hasJournal ? await openJournal() : null;
  const [account] = accountsOf(options.accountSeed, 1);
  if (account === undefined) throw new Error('a world has accounts');
  keepSecondFills(holds);
  holdExecutors({
    holds,
    untilDurable: (id) => settling.until(() => store.durable.has(id)),
    isInDoubt: (hash) => settling.isInDoubt(hash),
  });
  const program = await startProgram({
    ...programOptions(store, settling),
    trading: tradingOf(account, { journal, chain: NO_CHAIN }),
  });
  process.on('message', ({ id, ask }: Asked) => {
    answerTo(ask, { program, settling, store, pool: database.pool }).then(
      (answer) => tell({ kind: 'answer', id, answer: answer ?? null }),
      (error: unknown) => tell({ kind: 'failed', id, error: String(error) }),
    );
  });
  tell({ kind: 'started' });
}

function programOptions(store: KilledStore, settling: Settling): Omit<ProgramOptions, 'trading'> {
  const nowMs = Date.now();
  return {
    version: 'test',
    store,
    isEmbedded: true,
    urls: options.urls,
    siteUrl: null,
    settings: SETTINGS,
    wallets: options.leaders.map(({ address, name }) => ({
      ...defaultWalletRules(address as WalletAddress, nowMs),
      ...{ label: name, mode: 'live' },
    })),
    log,
    reach: () => [],
    observers: [settling.observer],
    onNotices: () => holds.passAny('notice enqueued'),
    onFatal: (error) => {
      throw error;
    },
  };
}

/** A person went live a while ago: the wait before the first entry is over. */
async function goLiveAtFirst(store: KilledStore): Promise<void> {
  const { control } = await store.snapshot(Date.now());
  if (control.warningReadAtMs !== null) return;
  const atMs = Date.now();
  const live = { atMs, entriesFromMs: atMs };
  await store.commit([{ kind: 'control', control: { ...control, live, warningReadAtMs: atMs } }]);
}

async function openJournal(): Promise<KilledJournal> {
  const { dataDir } = options;
  const journal = await FileJournal.open({
    dataDir,
    report: (problem) => log.warn({ err: problem }, 'the journal'),
  });
  return new KilledJournal(journal, holds);
}

async function answerTo(
  ask: Ask,
  of: {
    readonly program: Program;
    readonly settling: Settling;
    readonly store: KilledStore;
    readonly pool: Pool;
  },
): Promise<unknown> {
  const { program, settling, store, pool } = of;
  switch (ask.kind) {
    case 'hold':
      holds.armed = ask.hold;
      return null;
    case 'act':
      return await program.actions.execute({
        id: `test/${Date.now()}/${process.hrtime.bigint()}`,
        actor: 'test',
        body: ask.body,
      });
    case 'doubt':
      return await settling.until(() => settling.hasDoubt);
    case 'dump':
      await settling.until(() => store.over.size > 0);
      return await program.dump(() => store.backup());
    case 'sql':
      return (await pool.query(ask.sql)).rows;
    case 'settled':
      return await settling.until(() => isSettled(settling.facts(ledgerOf(program))));
    case 'facts':
      return settling.facts(ledgerOf(program));
  }
}

/** A program that has killed itself may never agree with the venue again. */
function isSettled({ underway, killed }: Facts): boolean {
  return underway.length === 0 || (killed !== null && killed !== PERSON_KILLS);
}

function ledgerOf({ engine }: Program): LedgerId {
  const [ledger] = engine.trade.state.accounts.keys();
  if (ledger === undefined) throw new Error('the program has an account');
  return ledger;
}

function tell(told: Told): void {
  process.send?.(told);
}

// Whoever started it is gone.
process.once('disconnect', () => process.exit(1));
await main();
