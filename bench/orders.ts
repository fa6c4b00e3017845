import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SYSTEM_RUNTIME } from '../src/data/http/runtime.ts';
import { PolymarketExecutor } from '../src/data/polymarket/trading/polymarket-executor.ts';
import { migrate, readMigrations } from '../src/data/store/migrate.ts';
import { openPostgres } from '../src/data/store/postgres.ts';
import { SqlStore } from '../src/data/store/sql-store.ts';
import { type Spread, spreadOf } from './chat/figures.ts';
import { openThrowAwayKey } from './orders/account.ts';
import { Bare } from './orders/bare.ts';
import { wrongOrders } from './orders/check.ts';
import { FeedDriver } from './orders/feed-driver.ts';
import { LiveRig } from './orders/live-rig.ts';
import { MARKS, type Mark, Marks } from './orders/marks.ts';
import { startPostgres } from './orders/postgres.ts';
import { writeScript } from './orders/script.ts';
import { VenueLink } from './orders/venue-link.ts';

/**
 * From a leader's trade to the bytes of our order: the whole program, its intent durable on
 * Postgres, under a feed of 2,000 messages a second, against the least that a durable order costs
 * on the same database, signer and socket. Blocks of both take turns, and of a third kind that is
 * the first without waiting for the disk.
 */

const GOAL = { ratioP95: 1.5 };
/** How much worse than its goal a ratio may be on a shared machine. */
const SLACK = 1.3;
const ROUNDS = Number(process.argv[2] ?? 12);
const SAMPLES = Number(process.argv[3] ?? 60);
/** Of each block, not counted: caches, compiler and connections come back. */
const WARM_UP = 5;
const WARM_UP_ROUNDS = 1;
const TAIL_MESSAGES = 600;
const MESSAGES_PER_SECOND_MIN = 1_950;
const PROBLEMS_SHOWN_MAX = 20;

type Marked = ReadonlyMap<Mark, number>;

interface Round {
  readonly bare: readonly { readonly ms: number; readonly commitMs: number }[];
  readonly live: readonly Marked[];
  readonly unsynced: readonly Marked[];
}

async function main(): Promise<boolean> {
  const loadBefore = load();
  const blocks = 2 * (ROUNDS + WARM_UP_ROUNDS);
  const signalsPerBlock = WARM_UP + SAMPLES;
  const script = writeScript({ blocks, signalsPerBlock, tail: TAIL_MESSAGES });
  const postgres = await startPostgres();
  const key = await openThrowAwayKey();
  const venue = await VenueLink.start(key.account.key);
  const problems: string[] = [];
  const database = openPostgres(postgres.url, (error) => problems.push(String(error)));
  const executor = new PolymarketExecutor(
    {
      clobUrl: venue.url,
      ...key,
      onFault: (fault, detail) => problems.push(`${fault}: ${detail}`),
    },
    SYSTEM_RUNTIME,
  );
  try {
    await migrate(database.pool, readMigrations(pathToFileURL(join(process.cwd(), 'migrations/'))));
    const marks = new Marks();
    const rig = new LiveRig({ store: new SqlStore(database), executor, script, marks });
    await executor.checkClock();
    const credentials = await executor.access.credentials();
    const [market] = script.markets;
    if (market === undefined) throw new Error('the script has markets');
    const bare = new Bare({
      pool: database.pool,
      ...{ key, credentials, market },
      ledger: executor.ledger,
      url: venue.url,
    });
    await bare.prepare();
    await rig.start();
    const feed = new FeedDriver(script, rig);

    /** One block of the feed with its signals. */
    const liveBlock = async (): Promise<readonly Marked[]> => {
      const from = feed.signals;
      const last = script.signals[from + signalsPerBlock - 1];
      await feed.tell((last?.at ?? 0) + TAIL_MESSAGES);
      const mine = script.signals.slice(from, from + signalsPerBlock);
      const taken = mine.map(({ tokenId }) => marks.take(tokenId));
      return taken.slice(WARM_UP).filter((each) => each !== null);
    };
    const kinds = {
      bare: async () => (await bare.run(signalsPerBlock)).slice(WARM_UP),
      live: liveBlock,
      unsynced: async () => {
        await postgres.setSync(false);
        const found = await liveBlock();
        await postgres.setSync(true);
        return found;
      },
    };
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round += 1) {
      // Whoever comes first finds another machine than whoever comes second.
      const first = round % 2 === 0 ? await kinds.bare() : null;
      const live = await kinds.live();
      const measured = {
        live,
        bare: first ?? (await kinds.bare()),
        unsynced: await kinds.unsynced(),
      };
      if (round >= WARM_UP_ROUNDS) rounds.push(measured);
    }
    const rate = Math.round((feed.told / feed.tellingMs) * 1_000);
    const posts = await venue.posts();
    problems.push(
      ...rig.problems,
      ...(await wrongOrders({
        pool: database.pool,
        ...{ script, posts },
        ledger: executor.ledger,
        bareHashes: bare.hashes,
      })),
      ...wrongCounts(rounds),
      ...(rig.lostFrames === 0 ? [] : [`${rig.lostFrames} frames were lost`]),
      ...(rate >= MESSAGES_PER_SECOND_MIN ? [] : [`only ${rate} messages a second`]),
      ...(rig.refusedFrames === [...script.poisoned].filter((at) => at < feed.told).length
        ? []
        : [`${rig.refusedFrames} frames were refused`]),
    );
    await rig.close();
    bare.close();
    print(`${machine()}, load average ${loadBefore} before, ${load()} after`);
    print(
      `${feed.signals} signals in ${feed.told.toLocaleString('en')} messages at ${rate} a second, ` +
        `${posts.length} orders at the venue, ${bare.hashes.length} of them bare`,
    );
    report(rounds);
  } finally {
    executor.close();
    venue.stop();
    await key.signer.close();
    await database.close();
    await postgres.stop();
  }
  for (const problem of problems.slice(0, PROBLEMS_SHOWN_MAX)) print(`  ${problem}`);
  print(
    problems.length === 0
      ? 'each signal led to one order, durable before its bytes, sent once, with the right hash'
      : `NOT SOUND: ${problems.length} problems`,
  );
  return problems.length === 0;
}

/** Each sample came to its bytes, and only when its intent was durable. */
function wrongCounts(rounds: readonly Round[]): readonly string[] {
  const wrong: string[] = [];
  for (const [index, round] of rounds.entries()) {
    for (const kind of ['live', 'unsynced'] as const) {
      const found = round[kind];
      if (found.length !== SAMPLES) wrong.push(`${kind} ${index}: ${found.length} came to bytes`);
      const early = found.filter((marks) => !(spanOf(marks, 'durable', 'bytes') >= 0));
      if (early.length > 0) wrong.push(`${kind} ${index}: ${early.length} sent before durable`);
    }
  }
  return wrong;
}

function report(rounds: readonly Round[]): void {
  const wholeOf = (marks: Marked): number => spanOf(marks, 'offered', 'bytes');
  const ratios = rounds.map(({ live, bare }) => {
    return spreadOf(live.map(wholeOf)).p95 / spreadOf(bare.map(({ ms }) => ms)).p95;
  });
  const bare = spreadOf(rounds.flatMap((round) => round.bare.map(({ ms }) => ms)));
  const live = spreadOf(rounds.flatMap((round) => round.live.map(wholeOf)));
  const unsynced = spreadOf(rounds.flatMap((round) => round.unsynced.map(wholeOf)));
  const commit = spreadOf(rounds.flatMap((round) => round.bare.map(({ commitMs }) => commitMs)));
  line('signal to bytes', live);
  line('bare', bare);
  line('  its commit of one row', commit);
  line('signal to bytes, not waiting for the disk', unsynced);
  for (const [at, mark] of MARKS.entries()) {
    const before = MARKS[at - 1];
    if (before === undefined) continue;
    const spans = rounds.flatMap((round) => round.live.map((marks) => spanOf(marks, before, mark)));
    line(`  ${before} to ${mark}`, spreadOf(spans));
  }
  const ratio = median(ratios);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((each) => each.toFixed(2));
  const share = (at: 'p50' | 'p99'): string =>
    `${Math.round(Math.max(0, 1 - unsynced[at] / live[at]) * 100)} %`;
  print(`the disk's share: ${share('p50')} of p50, ${share('p99')} of p99`);
  print(
    `p95 over p95 of bare: ${ratio.toFixed(2)} in the median of ${ratios.length} rounds ` +
      `(${least} to ${most}), goal ${GOAL.ratioP95} ${verdict(ratio)}`,
  );
}

function verdict(ratio: number): string {
  if (ratio <= GOAL.ratioP95) return 'reached';
  return ratio <= GOAL.ratioP95 * SLACK ? 'reached within the slack' : 'MISSED';
}

function spanOf(marks: Marked, from: Mark, until: Mark): number {
  return (marks.get(until) ?? Number.NaN) - (marks.get(from) ?? Number.NaN);
}

function line(name: string, { count, p50, p95, p99, max }: Spread): void {
  const [low, high, last, most] = [p50, p95, p99, max].map((ms) => ms.toFixed(2));
  print(`${name.padEnd(44)} p50 ${low}  p95 ${high}  p99 ${last}  max ${most} ms of ${count}`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
}

function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = (await main()) ? 0 : 1;
