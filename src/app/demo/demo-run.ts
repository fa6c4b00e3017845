import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { People, type Person } from '../../bot/chat/people.ts';
import { openStore } from '../../data/store/open-store.ts';
import type { WalletAddress } from '../../engine/domain/ids.ts';
import { defaultWalletRules, type WalletRules } from '../../engine/domain/wallet.ts';
import type { Logger } from '../../ops/log.ts';
import {
  type JointWorld,
  type JointWorldOptions,
  startJointWorld,
} from '../../sim/joint/joint-world.ts';
import type { Venue } from '../../sim/venue/venue.ts';
import { startProgram } from '../running/program.ts';
import type { Program, ProgramObserver } from '../running/program-options.ts';
import { programVersion } from '../version.ts';
import { type DemoTrading, openDemoTrading } from './demo-trading.ts';
import { secondVenues } from './second-venues.ts';

/** Whom the demo follows at its start; one of them for the wrong reasons. */
const FOLLOWED = ['ace', 'whale-7', 'maker-9'];
/** Windows are listed half a minute of the world before they begin, and have to be watched by then. */
const COIN_LIST_EVERY_MS = 2_000;
/** Games of the world are listed minutes before they end. */
const PAIR_EVERY_MS = 10_000;

export interface DemoOptions extends JointWorldOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** Who may operate from the start. */
  readonly people?: readonly Person[];
  /** With a throw-away account that can trade at the simulated exchange. */
  readonly trades?: boolean;
  readonly log: Logger;
  readonly observers: readonly ProgramObserver[];
  readonly onNotices: () => void;
  readonly onFatal: (error: unknown) => void;
}

/** The whole service against the simulator, in a database that goes with it. */
export interface Demo {
  readonly world: JointWorld;
  readonly program: Program;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly people: People;
  readonly dataDir: string;
  readonly trading: DemoTrading | null;
  close(): Promise<void>;
}

export async function startDemo(options: DemoOptions): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'polymind-demo-'));
  const removeData = (): void => rmSync(dataDir, { recursive: true, force: true });
  try {
    const report = (error: Error): void => options.log.error({ err: error }, 'the database');
    const store = await openStore({ databaseUrl: null, dataDir, report });
    const world = await startJointWorld(options);
    // Servers that go on would keep the process from ending.
    const failed = async (error: unknown): Promise<never> => {
      await world.close();
      throw error;
    };
    const trading =
      options.trades === true ? await openDemoTrading(dataDir, world).catch(failed) : null;
    const program = await startProgram({
      ...options,
      // No leader has a score before its trades were judged: here one may be copied without.
      settings: { 'wallets.minConfidenceLive': '0', ...options.settings },
      trading: trading?.trading ?? null,
      version: programVersion(),
      store,
      isEmbedded: true,
      urls: world.sim.urls,
      ...secondVenues(world),
      pace: { cryptoListEveryMs: COIN_LIST_EVERY_MS, pairEveryMs: PAIR_EVERY_MS },
      siteUrl: null,
      wallets: followed(world.venue, { nowMs: Date.now(), trades: trading !== null }),
      reach: () => [{ name: 'simulated venues', ok: true, note: 'on this machine' }],
    }).catch(failed);
    const close = async (): Promise<void> => {
      await program.close();
      await world.close();
      removeData();
    };
    const people = new People({ permanent: options.people ?? [], store, nowMs: Date.now });
    return { world, program, store, people, dataDir, trading, close };
  } catch (error) {
    removeData();
    throw error;
  }
}

/** Copied with real signed orders once the account is live: both have to be (law 5). */
const LIVE = 'ace';

function followed(
  venue: Venue,
  { nowMs, trades }: { readonly nowMs: number; readonly trades: boolean },
): readonly WalletRules[] {
  return FOLLOWED.flatMap((name) => {
    const leader = venue.leaders.find((one) => one.name === name);
    if (leader === undefined) return [];
    const rules = defaultWalletRules(leader.address as WalletAddress, nowMs);
    const mode = trades && name === LIVE ? 'live' : 'paper';
    return [{ ...rules, label: name, mode }];
  });
}
