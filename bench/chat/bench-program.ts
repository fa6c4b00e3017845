import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Chat } from '../../src/app/chat/chat.ts';
import { loadConfig } from '../../src/app/config.ts';
import { permanentPeople } from '../../src/app/host-side/permanent-people.ts';
import { startProgram } from '../../src/app/running/program.ts';
import type { Program } from '../../src/app/running/program-options.ts';
import { FloodError } from '../../src/bot/chat/chat-port.ts';
import { People } from '../../src/bot/chat/people.ts';
import { MemoryStore } from '../../src/data/store/memory.ts';
import type { WalletAddress } from '../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { createLogger } from '../../src/ops/log.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import type { SimReady } from '../live-sim.ts';
import type { EffectWatch } from './effect-watch.ts';

/** Wallets that trade, as many as the bench of the feed alone follows; the others are only there. */
const LEADERS = 2;
const UP_MS_MAX = 20_000;
const LOOK_MS = 20;

export interface BenchProgramOptions {
  readonly sim: SimReady;
  /** Labels of the wallets that are followed. */
  readonly labels: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly watch: EffectWatch;
}

/** The running program with its bots, as the service starts them, over a store in memory. */
export interface BenchProgram {
  readonly program: Program;
  /** What was reported, or logged as more than usual. */
  readonly errors: string[];
  close(): Promise<void>;
}

export async function startBenchProgram(options: BenchProgramOptions): Promise<BenchProgram> {
  const { sim, labels, env, watch } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'polymind-bench-'));
  const config = loadConfig({ ...env, POLYMIND_DATA_DIR: dataDir });
  const errors: string[] = [];
  const sink = { write: (line: string) => void errors.push(line) };
  const log = createLogger({ level: 'warn', scrubber: new Scrubber(), sink });
  const report = (error: unknown): void => {
    // The stuck chat's; the platforms tell whether they asked any other to wait.
    if (!(error instanceof FloodError)) errors.push(String(error));
  };
  const store = new MemoryStore();
  let chat: Chat | null = null;
  const program = await startProgram({
    version: 'bench',
    store,
    isEmbedded: true,
    urls: sim.urls,
    siteUrl: null,
    // A loss of the simulated leaders must not pause in between.
    settings: { 'limits.dayLossPercent': '100', 'limits.drawdownPercent': '100' },
    wallets: labels.map((label, at) => {
      const address = at < LEADERS ? sim.leaders[at] : quietAddress(at);
      return { ...defaultWalletRules(address as WalletAddress, Date.now()), label };
    }),
    log,
    reach: () => [],
    observers: [watch],
    onNotices: () => chat?.desk.wake(),
    onFatal: (error) => {
      throw error;
    },
  });
  const people = new People({ permanent: permanentPeople(config), store, nowMs: Date.now });
  chat = new Chat({ program, store, people, config, log, report });
  chat.start({ tell: () => undefined });
  await untilUp(chat);
  const started = chat;
  return {
    program,
    errors,
    close: async () => {
      await started.close();
      await program.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function quietAddress(at: number): string {
  return `0x${String(at).padStart(40, '0')}`;
}

/** A bot that is not up says so with a mark in its line. */
async function untilUp(chat: Chat): Promise<void> {
  const endMs = performance.now() + UP_MS_MAX;
  const isDown = (): boolean => chat.lines.some((line) => JSON.stringify(line).includes('!'));
  while (isDown()) {
    if (performance.now() > endMs) throw new Error(JSON.stringify(chat.lines));
    await wait(LOOK_MS);
  }
}
