import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CommitQueue, urgencyOf } from '../src/app/running/commit-queue.ts';
import { Intake } from '../src/app/running/intake.ts';
import { LiveLoop } from '../src/app/running/live-loop.ts';
import { MemoryStore } from '../src/data/store/memory.ts';
import { Engine } from '../src/engine/core/engine.ts';
import { makeCorpus } from './corpus.ts';
import { listed } from './pipeline.ts';

/**
 * 10,000 messages a second into intake, loop and engine, brought when they are due whatever the program
 * does with them. Fails when a frame was lost or another number refused than was poisoned.
 */
const PER_MS = 10;
const SECONDS = Number(process.argv[2] ?? 20);
const WARM_SECONDS = 5;
const MARKETS = 1_000;
const GOALS = { delayP99Ms: 20, corePercent: 60 };
const CLOSE_MS_MAX = 5_000;
const NS_PER_MS = 1e6;

async function main(): Promise<boolean> {
  const messages = (SECONDS + WARM_SECONDS) * 1_000 * PER_MS;
  const corpus = makeCorpus(42, { markets: MARKETS, messages });
  const store = new MemoryStore();
  await store.commit(corpus.markets.map((each) => ({ kind: 'market', market: listed(each) })));
  let refused = 0;
  let rereads = 0;
  const loop = new LiveLoop({
    engine: new Engine(),
    nowMs: () => Date.now(),
    observer: {
      onInput: () => undefined,
      onStep: (_input, effects) => {
        for (const effect of effects) {
          if (effect.kind === 'reread') rereads += 1;
          if (effect.kind !== 'commit') continue;
          commits.add(effect.commitId, effect.changes, urgencyOf(effects));
        }
      },
    },
    onFatal: (error) => {
      throw error;
    },
  });
  const commits = new CommitQueue({
    store,
    nowMs: () => Date.now(),
    confirmed: (commitId) =>
      loop.offer({ kind: 'effect', result: { kind: 'committed', commitId } }),
    failed: (error) => {
      throw error;
    },
  });
  const intake = new Intake({
    loop,
    problem: () => {
      refused += 1;
    },
    seen: () => undefined,
  });
  const snapshot = await store.snapshot(Date.now());
  const run = { version: 'bench', snapshot, settings: {}, wallets: [], deposits: [], accounts: [] };
  loop.offerNow({ kind: 'start', start: run });
  for (const text of corpus.opening) intake.text('polymarket.market', text, Date.now());

  let told = 0;
  let late = 0;
  /** Brings what is due up to `until`. */
  const tell = (until: number): Promise<void> =>
    new Promise((done, fail) => {
      const from = told;
      const beganMs = performance.now();
      const timer = setInterval(() => {
        try {
          const due = Math.min(until, from + Math.floor((performance.now() - beganMs) * PER_MS));
          late = Math.max(late, due - told);
          for (; told < due; told += 1) {
            intake.text('polymarket.market', corpus.messages[told] ?? '', Date.now());
          }
          if (told < until) return;
          clearInterval(timer);
          done();
        } catch (error) {
          clearInterval(timer);
          fail(error);
        }
      }, 1);
    });
  await tell(WARM_SECONDS * 1_000 * PER_MS);
  late = 0;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.cpuUsage();
  const beganMs = performance.now();
  await tell(messages);
  const wallMs = performance.now() - beganMs;
  const { user, system } = process.cpuUsage(before);
  delay.disable();
  const { lost } = loop.unread;
  loop.stop();
  await commits.close(CLOSE_MS_MAX);
  const core = (user + system) / 10 / wallMs;
  const p99 = delay.percentile(99) / NS_PER_MS;
  const isReached = core <= GOALS.corePercent && p99 < GOALS.delayP99Ms;
  const rate = Math.round((SECONDS * 1_000 * PER_MS) / (wallMs / 1_000));
  console.log(
    `${rate} messages a second for ${SECONDS} s: ${core.toFixed(0)} % of a core (goal ${GOALS.corePercent}), loop delay p99 ${p99.toFixed(1)} ms (goal ${GOALS.delayP99Ms}) ${isReached ? 'reached' : 'MISSED'}; ${lost} frames lost, ${refused} of ${corpus.poisoned.size} poisoned refused, ${rereads} books distrusted, at most ${late} messages late at once`,
  );
  return lost === 0 && refused === corpus.poisoned.size;
}

process.exitCode = (await main()) ? 0 : 1;
