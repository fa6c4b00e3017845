import { onTestFinished } from 'vitest';
import { chainOf, type DemoWorld, startDemoWorld } from '../../../src/app/demo/demo-world.ts';
import type { PolymarketUrls } from '../../../src/app/running/polymarket-feeds.ts';
import { startProgram } from '../../../src/app/running/program.ts';
import type {
  Program,
  ProgramObserver,
  ProgramOptions,
} from '../../../src/app/running/program-options.ts';
import { LocalKeeper } from '../../../src/app/running/scoring/local-keeper.ts';
import { ScoreKeeper } from '../../../src/app/running/scoring/score-keeper.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { PerformanceTracker } from '../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import type { Journal, StateStore } from '../../../src/engine/ports.ts';
import { createLogger } from '../../../src/ops/log.ts';
import { Scrubber } from '../../../src/ops/scrubber.ts';
import type { FaultChoice } from '../../../src/sim/wire/faults.ts';
import { HeldStore } from './held-store.ts';
import { fundedAccount, tradingOf } from './sim-trading.ts';

export interface Live {
  readonly world: DemoWorld;
  readonly store: HeldStore;
  readonly program: Program;
  /** Ends the program and its world; tells whether everything was written. */
  close(): Promise<boolean>;
}

/** The running program against a seeded world over sockets, in a store that the test holds. */
export async function startLive(
  options: {
    readonly speed?: number;
    readonly faults?: FaultChoice;
    readonly observers?: readonly ProgramObserver[];
    readonly onNotices?: () => void;
    /** Follows nobody at the start. */
    readonly alone?: boolean;
    /** An account of the simulated venue that can trade. */
    readonly trading?: boolean;
    readonly journal?: Journal | null;
    readonly store?: HeldStore;
    readonly killedBecause?: () => string | null;
    readonly scoring?: NonNullable<ProgramOptions['scoring']>;
    /** Other addresses than the world's. */
    readonly urls?: Partial<PolymarketUrls>;
    readonly state?: StateStore;
    readonly settings?: ProgramOptions['settings'];
    /** What stands beside the venue, and how often it is looked at. */
    readonly others?: Pick<ProgramOptions, 'spot' | 'kalshi' | 'pace' | 'model'>;
    /** A world that is there already, for a program that starts again. */
    readonly world?: DemoWorld;
  } = {},
): Promise<Live> {
  const { speed = 10, faults = 'none', observers = [], store = new HeldStore() } = options;
  const world = options.world ?? (await startDemoWorld({ seed: '7', speed, faults }));
  onTestFinished(() => world.sim.close());
  const nowMs = Date.now();
  const account = options.trading === true ? fundedAccount(world) : null;
  const { journal = null } = options;
  const chain = chainOf(world);
  const leaders = options.alone === true ? [] : world.venue.leaders;
  const program = await startProgram({
    version: 'test',
    store,
    isEmbedded: true,
    urls: { ...world.sim.urls, ...options.urls },
    state: options.state ?? null,
    ...options.others,
    siteUrl: null,
    settings: options.settings ?? {},
    ...(account === null ? {} : { trading: tradingOf(account, { journal, chain }) }),
    wallets: leaders.map(({ address, name }) => {
      return { ...defaultWalletRules(address as WalletAddress, nowMs), label: name };
    }),
    scoring: {
      keeper: new LocalKeeper(new ScoreKeeper({ tracker: new PerformanceTracker() })),
      ...options.scoring,
    },
    log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
    reach: () => [],
    ...(options.killedBecause === undefined ? {} : { killedBecause: options.killedBecause }),
    observers,
    onNotices: () => options.onNotices?.(),
    onFatal: (error) => {
      throw error;
    },
  });
  let closed: Promise<boolean> | null = null;
  const close = (): Promise<boolean> => {
    closed ??= program.close().finally(() => world.sim.close());
    return closed;
  };
  onTestFinished(async () => {
    store.release();
    await close();
  });
  return { world, store, program, close };
}
