import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MarketId } from '../src/engine/domain/ids.ts';
import { startBenchProgram } from './chat/bench-program.ts';
import { EffectWatch } from './chat/effect-watch.ts';
import { type FeedFigures, FeedGauge } from './chat/feed-gauge.ts';
import { spreadOf, spreadWords } from './chat/figures.ts';
import { PhoneLink } from './chat/phone-link.ts';
import { type PhoneReport, TALKERS } from './chat/protocol.ts';
import { Talker, Turnstile } from './chat/talker.ts';
import type { SimReady } from './live-sim.ts';

/**
 * The running program under its full feed while people command it from Telegram and Discord: how
 * soon a command has its effect, and how soon its answer arrives. Both are measured from the moment
 * in which the person sends it. The venue and the platforms run in processes of their own.
 */

/** What has to hold at this many messages a second. */
const GOAL = { effectMsP99: 50, replyMsP99: 150, messagesPerSecond: 5_000 };
const ROUNDS = Number(process.argv[2] ?? 100);
const MARKETS = Number(process.argv[3] ?? 1_000);
const PACE = Number(process.argv[4] ?? 280);
/** Subscribing and first books are not measured, nor the first commands. */
const WARM_UP_MS = 15_000;
const WARM_UP_ROUNDS = 5;
/** A wallet for each talker. */
const LABELS = ['ace', 'bee', 'cat', 'doe'];
const PROBLEMS_SHOWN_MAX = 20;

interface Outcome {
  readonly problems: readonly string[];
  readonly isFast: boolean;
}

/** Starts everything, measures, and ends everything. */
async function main(): Promise<Outcome> {
  const loadBefore = load();
  const venue = fork(fileURLToPath(new URL('./live-sim.js', import.meta.url)), [
    String(MARKETS),
    String(PACE),
  ]);
  const [sim] = (await once(venue, 'message')) as [SimReady];
  const links = await Promise.all([PhoneLink.start('telegram'), PhoneLink.start('discord')]);
  const watch = new EffectWatch();
  const { program, errors, close } = await startBenchProgram({
    sim,
    labels: LABELS,
    env: Object.assign({}, ...links.map(({ env }) => env)),
    watch,
  });
  try {
    for (const id of sim.conditionIds) program.feeds.watch(id as MarketId, true);
    await wait(WARM_UP_MS);
    const talkers = talkersOf(links, watch);
    await Promise.all(talkers.map((talker) => talker.rounds(WARM_UP_ROUNDS)));
    for (const talker of talkers) talker.isMeasured = true;
    const gauge = new FeedGauge(program);
    await Promise.all(talkers.map((talker) => talker.rounds(ROUNDS)));
    const feed = gauge.end();
    const cpu = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    print(`${cpu}, load average ${loadBefore} before, ${load()} after`);
    const onFeed = feedOutcome(feed);
    const onPhones: Outcome[] = [];
    for (const link of links) {
      const mine = talkers.filter((talker) => talker.platform === link.platform);
      onPhones.push(phoneOutcome(mine, await link.report()));
    }
    const effects = talkers.reduce((sum, talker) => sum + talker.effects, 0);
    const strange = watch.seen.length === effects ? [] : [`${watch.seen.length} of ${effects}`];
    return {
      problems: [
        ...errors,
        ...[onFeed, ...onPhones].flatMap(({ problems }) => problems),
        ...strange.map((count) => `effects in the core: ${count} that were asked for`),
      ],
      isFast: [onFeed, ...onPhones].every(({ isFast }) => isFast),
    };
  } finally {
    await close();
    for (const link of links) link.stop();
    venue.disconnect();
  }
}

function talkersOf(links: readonly PhoneLink[], watch: EffectWatch): readonly Talker[] {
  const switches = new Turnstile();
  return links
    .flatMap((link) => TALKERS.map((who) => ({ link, who })))
    .map((one, at) => new Talker({ ...one, wallet: LABELS[at] ?? '', watch, switches }));
}

/** Held against what the bench of the feed alone wants. */
function feedOutcome(feed: FeedFigures): Outcome {
  const { messagesPerSecond, markets, seconds, lost, reconnects, unread, untrusted } = feed;
  const rate = `${messagesPerSecond.toLocaleString('en')} messages/s in ${markets} markets`;
  print(`feed       ${rate} over ${seconds} s, ${lost} lost`);
  const share = `${feed.coreShare.toFixed(2)} of a core`;
  print(`program    event loop delay p99 ${feed.delayMsP99.toFixed(1)} ms, ${share}`);
  return {
    problems: [
      ...(lost > 0 ? [`${lost} frames were lost`] : []),
      ...(reconnects > 0 ? [`${reconnects} reconnects of the feed`] : []),
      ...(unread > 0 ? [`${unread} frames could not be read`] : []),
      // A tick change a moment ago leaves a book waiting for its next snapshot.
      ...(untrusted > markets / 100 ? [`${untrusted} books of ${markets} are not trusted`] : []),
    ],
    isFast: messagesPerSecond >= GOAL.messagesPerSecond,
  };
}

function phoneOutcome(talkers: readonly Talker[], report: PhoneReport): Outcome {
  const platform = talkers[0]?.platform ?? '';
  const took = talkers.flatMap((talker) => talker.took);
  const effect = spreadOf(took.flatMap(({ effectMs }) => effectMs ?? []));
  const reply = spreadOf(took.map(({ replyMs }) => replyMs));
  print(`${platform.padEnd(10)} effect ${spreadWords(effect)}`);
  print(`           reply  ${spreadWords(reply)}`);
  const { answers, notices, refusedStuck, delayMsP99 } = report;
  const others = `${notices} notices beside them, ${refusedStuck} calls refused to the stuck chat`;
  print(
    `           delay p99 of the machine, in a process with little to do: ${delayMsP99.toFixed(1)} ms`,
  );
  print(`           ${answers} answers with those of the warm-up, ${others}`);
  return {
    problems: [
      ...talkers.flatMap(({ problems }) => problems),
      ...report.problems.map((problem) => `${platform}: ${problem}`),
      ...(refusedStuck === 0 ? [`${platform}: nothing met the stuck chat`] : []),
    ],
    isFast: effect.p99 <= GOAL.effectMsP99 && reply.p99 <= GOAL.replyMsP99,
  };
}

function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { problems, isFast } = await main();
for (const problem of problems.slice(0, PROBLEMS_SHOWN_MAX)) print(`  ${problem}`);
const soundness = problems.length === 0 ? 'each command acted and was answered once' : 'NOT SOUND';
print(`${soundness}; goal ${JSON.stringify(GOAL)} ${isFast ? 'reached' : 'NOT REACHED'}`);
process.exitCode = problems.length === 0 && isFast ? 0 : 1;
