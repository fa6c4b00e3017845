import { join } from 'node:path';
import { People } from '../../bot/chat/people.ts';
import { clock } from '../../bot/format/moments.ts';
import type { Line } from '../../bot/reply.ts';
import type { LeaderLease } from '../../data/store/lease/leader-lease.ts';
import { openStore } from '../../data/store/open-store.ts';
import type { SqlStore } from '../../data/store/sql-store.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import { HOUR_MS } from '../../engine/domain/time.ts';
import { CrashLoop } from '../../ops/kill/crash-loop.ts';
import { createLogger, type Logger } from '../../ops/log.ts';
import type { Scrubber } from '../../ops/scrubber.ts';
import { Chat } from '../chat/chat.ts';
import type { ChatDesk } from '../chat/chat-desk.ts';
import { Dashboard, requireSafeDashboard } from '../chat/dashboard.ts';
import type { Config, TerminalLooks } from '../config.ts';
import { bookLine, feedWords } from '../console/headline.ts';
import { HostConsole } from '../console/host-console.ts';
import { lineHistoryFile } from '../console/line-history-file.ts';
import type { Check } from '../doctor/check.ts';
import { runChecks } from '../doctor/run-checks.ts';
import type { Host } from '../host.ts';
import { backupBefore } from '../host-side/backup-before.ts';
import { permanentPeople } from '../host-side/permanent-people.ts';
import { ControlDesk } from '../running/control-desk.ts';
import { driftMetrics } from '../running/drift-metrics.ts';
import { POLYMARKET_SITE, polymarketUrls } from '../running/polymarket-urls.ts';
import { startProgram } from '../running/program.ts';
import type { Program, ProgramOptions, Trading } from '../running/program-options.ts';
import { type Reached, ReachWatch } from '../running/reach.ts';
import { Recorder } from '../running/recorder.ts';
import { kalshiAccess, modelAccess, spotAccess } from '../running/venue-access.ts';
import { VENUE_CHECKS, VenueCanary } from '../running/venue-canary.ts';
import { programVersion } from '../version.ts';
import { Housekeeping } from './housekeeping.ts';
import { lead } from './lead.ts';
import { openState } from './open-state.ts';

const RESTORED = 'What happened after it is missing here; /trades and /audit show what there is.';

export interface RunOptions {
  readonly config: Config;
  readonly host: Host;
  readonly looks: TerminalLooks;
  readonly log: Logger;
  readonly settings: Readonly<Record<string, string>>;
  /** Asks for what opens the key, where there is one. */
  readonly openTrading: () => Promise<Trading | null>;
  /** File for every input as a tape. */
  readonly recordTo: string | null;
  /** Waits while another program leads on the same database, and takes over when that is gone. */
  readonly standsBy?: boolean;
}

/** Without a terminal the header goes to a journal, where no key belongs. */
const NO_KEY = { withKey: false } as const;
/** Name of the log in the data directory while a screen has the terminal. */
const LOG_FILE = 'polymind.log';

/** The log: standard error, or a file where a screen would be torn by it. */
export function logOf(of: Pick<RunOptions, 'config' | 'host' | 'looks'> & { scrubber: Scrubber }) {
  const { config, host, looks, scrubber } = of;
  const hasScreen = looks.screen && host.output.isTTY === true;
  const file = hasScreen ? { file: join(config.dataDir, LOG_FILE) } : {};
  return createLogger({ level: config.logLevel, scrubber, ...file });
}

/** The service until it is asked to stop. @throws ConfigError, or what ended it otherwise. */
export async function runProgram(options: RunOptions): Promise<void> {
  const { config, host, log } = options;
  requireSafeDashboard(config);
  const others = {
    ...{ spot: spotAccess(config), kalshi: kalshiAccess(config) },
    model: modelAccess(config),
  };
  const desk = await ControlDesk.open({ dataDir: config.dataDir, host, log });
  const crashes = new CrashLoop(config.dataDir, Date.now());
  try {
    await runBeside({ control: desk, crashes, others }, options);
    crashes.endedWell();
  } finally {
    await desk.close();
  }
}

interface Beside {
  readonly control: ControlDesk;
  readonly crashes: CrashLoop;
  readonly others: Pick<ProgramOptions, 'spot' | 'kalshi' | 'model'>;
}

async function runBeside({ control, crashes, others }: Beside, options: RunOptions): Promise<void> {
  const { config, host, looks, log, settings, recordTo } = options;
  const { databaseUrl, dataDir } = config;
  let end: (reason: unknown) => void = () => undefined;
  const ended = new Promise<unknown>((done) => {
    end = done;
  });
  const report = (error: unknown): void => log.error({ err: error }, 'noticed');
  const books = await openBooks(options, { report, end });
  if (books === null) return;
  const { trading, store, lease } = books;
  const people = new People({ permanent: permanentPeople(config), store, nowMs: Date.now });
  const recorder = recordTo === null ? null : await Recorder.open(recordTo, end);
  let desk: ChatDesk | null = null;
  const program = await startProgram({
    ...{ version: programVersion(), store, settings, log, trading, ...others },
    isEmbedded: databaseUrl === null,
    urls: polymarketUrls(config),
    siteUrl: POLYMARKET_SITE,
    wallets: [],
    state: trading?.state ?? openState(config.redisUrl, log),
    reach: () => reach.reached,
    killedBecause: () => control.killedBecause ?? crashes.reason,
    ...(lease === null ? {} : { notLeading: lease.stopReason }),
    observers: [control.observer, ...(recorder === null ? [] : [recorder])],
    onNotices: () => desk?.wake(),
    onFatal: end,
  });
  const dump = () => program.dump(() => store.backup());
  control.serve({
    ...{ program, people, store },
    dump: async () => (await dump())?.directory ?? null,
  });
  const dashboard = new Dashboard({
    ...{ config, people, store, report },
    metrics: () => driftMetrics(program.intake.drift.rows()),
  });
  const chat = new Chat({ program, store, people, config, log, web: dashboard.door, report });
  desk = chat.desk;
  if (config.roles.includes('web')) await dashboard.open(chat);
  const reach = new ReachWatch(program.feeds.client, log);
  const { queries } = program;
  const console = new HostConsole({
    ...{ desk, input: host.input, output: host.output, ...looks, dataDir, report },
    header: () => [...headerOf(queries, reach.reached), dashboard.line(NO_KEY), ...chat.lines],
    footer: () => [invitation(queries)],
    clock: (atMs) => clock(atMs, queries.timeZone()),
    history: lineHistoryFile(`${dataDir}/history`, report),
    quit: () => end(null),
  });
  console.start();
  chat.start(console);
  tellRestored(store.restored, console);
  reach.start();
  const dumping = setInterval(() => void dump().catch(report), HOUR_MS);
  const housekeeping = housekeepingOf({ config, store, program, log, wake: () => desk?.wake() });
  const reason = await Promise.race([ended, host.untilStopped().then(() => null)]);
  reach.stop();
  clearInterval(dumping);
  for (const part of [housekeeping, dashboard, chat, console]) await part.close();
  const isWritten = await program.close();
  await lease?.release();
  await recorder?.close();
  if (reason !== null) throw reason;
  if (!isWritten) throw new Error('The database did not take the last writes before the stop');
}

async function checkVenues(config: Config): Promise<readonly Check[]> {
  const checks: Check[] = [];
  const asked = { config, passphrase: null, only: VENUE_CHECKS };
  for await (const check of runChecks(asked)) checks.push(check);
  return checks;
}

/** What the running service does once a day; the demo has no venue that could change. */
function housekeepingOf(of: {
  readonly config: Config;
  readonly store: SqlStore;
  readonly program: Program;
  readonly log: Logger;
  readonly wake: () => void;
}): Housekeeping {
  const { config, store, program, log, wake } = of;
  const canary = new VenueCanary({
    check: () => checkVenues(config),
    drift: () => program.intake.drift.rows(),
    ...{ store, wake, nowMs: Date.now },
    report: (error) => log.error({ err: error }, 'the daily look at the venues'),
  });
  return new Housekeeping({ store, canary, log });
}

/**
 * The key first: its passphrase may be asked for at the terminal. `null`: it was stopped while another
 * led.
 */
async function openBooks(
  { config, openTrading, log, host, standsBy = false }: RunOptions,
  { report, end }: Record<'report' | 'end', (error: unknown) => void>,
) {
  const { databaseUrl, dataDir } = config;
  const trading = await openTrading();
  let lease: LeaderLease | null = null;
  try {
    if (databaseUrl !== null) {
      lease = await lead({ databaseUrl, standsBy, host, log, onLost: end });
      if (lease === null) {
        await trading?.key.signer.close();
        return null;
      }
    }
    const beforeMigrating = backupBefore(dataDir, (backup) => log.info({ backup }, 'backed up'));
    const epoch = lease?.epoch ?? null;
    const store = await openStore({ databaseUrl, dataDir, report, beforeMigrating, epoch });
    return { trading, lease, store };
  } catch (error) {
    await lease?.release();
    // Its thread would keep the process from ending.
    await trading?.key.signer.close();
    throw error;
  }
}

function tellRestored(restored: SqlStore['restored'], console: HostConsole): void {
  if (restored === null) return;
  const at = new Date(restored.dump.takenAtMs).toISOString();
  console.tell('restored', `The database was damaged and is restored as of ${at}`, RESTORED);
}

function headerOf(queries: Queries, reached: readonly Reached[]): readonly Line[] {
  const status = queries.status();
  const silent = reached.filter(({ ok }) => !ok);
  const place = reached.find(({ name, ok }) => ok && name === 'Place of this host');
  const reach =
    silent.length === 0
      ? (place?.note ?? 'asking Polymarket…')
      : silent.length === reached.length
        ? 'cannot reach Polymarket; keeps trying'
        : `cannot reach ${silent.map(({ name }) => name).join(', ')}; keeps trying`;
  return [
    [{ bold: ` PolyMind ${programVersion()}` }, `   ${reach}`],
    bookLine(status),
    ` feeds  ${feedWords(status.feeds)}   database ${status.database.kind}`,
  ];
}

function invitation(queries: Queries): Line {
  if (queries.wallets().length > 0) {
    return [' Try   ', { code: '/status' }, '   ', { code: '/why' }, '   ', { code: '/help' }];
  }
  return [' Paste a wallet: its address, profile link or @name. Or type ', { code: '/help' }];
}
