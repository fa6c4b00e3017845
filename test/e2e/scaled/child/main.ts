import { PassThrough } from 'node:stream';
import { lead } from '../../../../src/app/run/lead.ts';
import { startProgram } from '../../../../src/app/running/program.ts';
import { openStore } from '../../../../src/data/store/open-store.ts';
import type { SqlStore } from '../../../../src/data/store/sql-store.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { createLogger } from '../../../../src/ops/log.ts';
import { Scrubber } from '../../../../src/ops/scrubber.ts';
import { accountsOf } from '../../../../src/sim/accounts.ts';
import { tradingOf } from '../../../app/running/sim-trading.ts';
import type { ChildOptions, Told } from './message.ts';

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
const log = createLogger({ level: 'warn', scrubber: new Scrubber() });

function tell(told: Told): void {
  process.send?.(told);
}

/** A person went live a while ago: the wait before the first entry is over. */
async function goLiveAtFirst(store: SqlStore): Promise<void> {
  const { control } = await store.snapshot(Date.now());
  if (control.warningReadAtMs !== null) return;
  const atMs = Date.now();
  const live = { atMs, entriesFromMs: atMs };
  await store.commit([{ kind: 'control', control: { ...control, live, warningReadAtMs: atMs } }]);
}

/** As `polymind run --standby`, without surfaces. */
async function main(): Promise<void> {
  const { databaseUrl } = options;
  const output = new PassThrough();
  output.on('data', () => tell({ kind: 'standing' }));
  const lease = await lead({
    ...{ databaseUrl, standsBy: true, log },
    host: { output, untilStopped: () => new Promise(() => undefined) },
    onLost: () => {
      tell({ kind: 'lost' });
      process.exitCode = 3;
      setImmediate(() => process.exit());
    },
  });
  if (lease === null) throw new Error('nobody asked it to stop');
  const { epoch } = lease;
  tell({ kind: 'leading', epoch });
  const store = await openStore({ databaseUrl, dataDir: 'none', epoch });
  await goLiveAtFirst(store);
  const [account] = accountsOf(options.accountSeed, 1);
  if (account === undefined) throw new Error('a world has accounts');
  const nowMs = Date.now();
  await startProgram({
    ...{ version: 'test', store, isEmbedded: false, urls: options.urls, siteUrl: null },
    settings: SETTINGS,
    wallets: options.leaders.map(({ address, name }) => ({
      ...defaultWalletRules(address as WalletAddress, nowMs),
      ...{ label: name, mode: 'live' },
    })),
    trading: tradingOf(account, { journal: null, chain: NO_CHAIN }),
    notLeading: lease.stopReason,
    log,
    reach: () => [],
    observers: [],
    onNotices: () => undefined,
    onFatal: (error) => {
      throw error;
    },
  });
  tell({ kind: 'started' });
}

// Whoever started it is gone.
process.once('disconnect', () => process.exit(1));
await main();
