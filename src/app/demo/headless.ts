import { setTimeout as wait } from 'node:timers/promises';
import type { FeedView } from '../../engine/contract/views.ts';
import { Recorder } from '../running/recorder.ts';
import { RunTally } from '../running/run-tally.ts';
import { type DemoOptions, startDemo } from './demo-run.ts';

/** What one source did in the run. */
interface FeedSummary {
  readonly messages: number;
  readonly reconnects: number;
  readonly lagMsP50: number | null;
  readonly lagMsP99: number | null;
}

export interface HeadlessOptions extends Omit<DemoOptions, 'observers' | 'onNotices' | 'onFatal'> {
  readonly seconds: number;
  /** File for the whole run as a tape. */
  readonly recordTo: string | null;
  readonly progress: (secondsLeft: number) => void;
}

export type HeadlessSummary = Awaited<ReturnType<typeof runHeadless>>;

/** Runs the demo for a while without anybody watching, and sums it up. */
export async function runHeadless(options: HeadlessOptions) {
  const { seconds, recordTo, seed } = options;
  const tally = new RunTally();
  let failure: unknown = null;
  const recorder =
    recordTo === null
      ? null
      : await Recorder.open(recordTo, (error) => {
          failure = error;
        });
  const demo = await startDemo({
    ...options,
    observers: recorder === null ? [tally] : [tally, recorder],
    onNotices: () => undefined,
    onFatal: (error) => {
      failure = error;
    },
  });
  for (let left = seconds; left > 0 && failure === null; left -= 1) {
    options.progress(left);
    await wait(1_000);
  }
  options.progress(0);
  const feeds = feedsOf(demo.program.queries.status().feeds);
  const { engine } = demo.program;
  await demo.close();
  await recorder?.close();
  if (failure !== null) throw failure;
  const world = { seed: /^\d+$/.test(seed) ? Number(seed) : seed, seconds };
  return { ...tally.close(engine), ...world, feeds, sim: demo.world.sim.counts };
}

function feedsOf(views: readonly FeedView[]): Readonly<Record<string, FeedSummary>> {
  const feeds: Record<string, FeedSummary> = {};
  for (const { source, messages, reconnects, lagMsP50, lagMsP99 } of views) {
    feeds[source] = { messages, reconnects, lagMsP50, lagMsP99 };
  }
  return feeds;
}
