import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../src/app/running/program.ts';
import { MemoryStore } from '../src/data/store/memory.ts';
import type { MarketId, WalletAddress } from '../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../src/engine/domain/wallet.ts';
import { createLogger } from '../src/ops/log.ts';
import { Scrubber } from '../src/ops/scrubber.ts';
import type { SimReady } from './live-sim.ts';

/** What has to hold at this many messages a second. */
const GOAL = { messagesPerSecond: 5_000, delayMsP99: 20, coreShare: 0.6 };
const SECONDS = Number(process.argv[2] ?? 60);
const MARKETS = Number(process.argv[3] ?? 1_000);
const PACE = Number(process.argv[4] ?? 280);
/** Subscribing and first books are not measured. */
const WARM_UP_MS = 15_000;
const DELAY_RESOLUTION_MS = 1;

/** The running program on real sockets under load: nothing lost, nothing late, books intact. */
const child = fork(fileURLToPath(new URL('./live-sim.js', import.meta.url)), [
  String(MARKETS),
  String(PACE),
]);
const [ready] = (await once(child, 'message')) as [SimReady];
const store = new MemoryStore();
const program = await startProgram({
  version: 'bench',
  store,
  isEmbedded: true,
  urls: ready.urls,
  siteUrl: null,
  settings: {},
  wallets: ready.leaders
    .slice(0, 2)
    .map((address) => defaultWalletRules(address as WalletAddress, Date.now())),
  log: createLogger({ level: 'error', scrubber: new Scrubber() }),
  reach: () => [],
  observers: [],
  onNotices: () => undefined,
  onFatal: (error) => {
    throw error;
  },
});
for (const id of ready.conditionIds) program.feeds.watch(id as MarketId, true);
await wait(WARM_UP_MS);

const meter = program.intake.meter('polymarket.market');
const before = { messages: meter.messages, problems: meter.problems, reconnects: reconnects() };
const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
delay.enable();
const cpu = process.cpuUsage();
const beganMs = performance.now();
await wait(SECONDS * 1_000);
const seconds = (performance.now() - beganMs) / 1_000;
const used = process.cpuUsage(cpu);
delay.disable();
const messages = meter.messages - before.messages;
const { trusted, known } = program.engine.market.bookCounts();
const result = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
  seconds: Math.round(seconds),
  markets: known,
  messagesPerSecond: Math.round(messages / seconds),
  replacedFrames: program.unread.replaced,
  lostFrames: program.unread.lost,
  reconnects: reconnects() - before.reconnects,
  problems: meter.problems - before.problems,
  lagMsP99: meter.lagMs(0.99),
  delayMsP99: Math.round(delay.percentile(99) / 1e4) / 100,
  coreShare: Math.round((used.user + used.system) / 1e4 / seconds) / 100,
  untrustedBooks: known - trusted,
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
const isSound =
  result.lostFrames === 0 &&
  result.reconnects === 0 &&
  result.problems === 0 &&
  // A tick change a moment ago leaves a book waiting for its next snapshot.
  result.untrustedBooks <= known / 100;
const isFast =
  result.messagesPerSecond >= GOAL.messagesPerSecond &&
  result.delayMsP99 < GOAL.delayMsP99 &&
  result.coreShare <= GOAL.coreShare;
process.stdout.write(
  `${isSound ? 'nothing lost, books intact' : 'NOT SOUND'}; goal ${JSON.stringify(GOAL)} ${isFast ? 'reached' : 'not reached'}\n`,
);
await program.close();
child.disconnect();
process.exitCode = isSound ? 0 : 1;

function reconnects(): number {
  const feeds = program.queries.status().feeds;
  return feeds.find(({ source }) => source === 'polymarket.market')?.reconnects ?? 0;
}
