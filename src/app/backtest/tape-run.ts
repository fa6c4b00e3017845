import { parseFrame } from '../../data/frame.ts';
import { MemoryStore } from '../../data/store/memory.ts';
import { GATE_TABLE } from '../../engine/brain/gates.ts';
import type { Reports } from '../../engine/contract/reports.ts';
import type { Copyability, CopyTrip } from '../../engine/domain/copy-result.ts';
import { PAPER, type TokenId, type WalletAddress } from '../../engine/domain/ids.ts';
import type { Start } from '../../engine/domain/input.ts';
import { resolveSettings } from '../../engine/domain/settings.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { type Price, price } from '../../engine/domain/values/money.ts';
import { defaultWalletRules, type WalletRules } from '../../engine/domain/wallet.ts';
import { copyabilityOf } from '../../engine/intelligence/copying/copyability.ts';
import type { TapeLine } from '../../tape/tape-line.ts';
import { isTapeProblem, readTape } from '../../tape/tape-reader.ts';
import { CommandUsageError } from '../command.ts';
import { programVersion } from '../version.ts';
import { actorsOf, type FollowList } from '../virtual/follow-list.ts';
import { DIGEST_SOURCE, inputOfLine, isOwnSource, START_SOURCE } from '../virtual/input-line.ts';
import { VirtualRun } from '../virtual/virtual-run.ts';
import type { BacktestRun } from './backtest-run.ts';

export interface TapeBacktest {
  readonly path: string;
  readonly follow: FollowList;
  readonly settings: Readonly<Record<string, string>>;
  readonly progress: (lines: number) => void;
}

const PROGRESS_EVERY_LINES = 20_000;
/** How long the engine goes on after the last frame: clips end, books are waited for. */
const RUN_OUT_MS = 70 * SECOND_MS;

/**
 * Plays the venue's frames of a tape through the engine on paper, with a new account. What a
 * recording of ours had decided is not played: its wallets and settings are the beginning, and the
 * settings of this run come on top. @throws TapeError when it is no tape
 */
export async function backtestTape(of: TapeBacktest): Promise<BacktestRun> {
  const playing = new Playing(of);
  let lines = 0;
  for await (const item of readTape(of.path)) {
    if (isTapeProblem(item)) {
      playing.problems += 1;
      continue;
    }
    lines += 1;
    if (lines % PROGRESS_EVERY_LINES === 0) of.progress(lines);
    await playing.take(item);
  }
  return await playing.finish();
}

class Playing {
  problems = 0;
  readonly #of: TapeBacktest;
  readonly #store = new MemoryStore();
  readonly #followed = new Set<WalletAddress>();
  #run: VirtualRun | null = null;
  #fromMs: AtMs = 0;
  #lastMs: AtMs = 0;

  constructor(of: TapeBacktest) {
    this.#of = of;
  }

  async take(line: TapeLine): Promise<void> {
    const { t, source, frame } = line;
    this.#run ??= await this.#begin(line);
    this.#lastMs = t;
    if (isOwnSource(source) || source === DIGEST_SOURCE) return;
    const { events } = parseFrame(source, frame, t);
    if (this.#of.follow.everybody) await this.#followAll(this.#run, t, actorsOf(events));
    await this.#run.frame(t, { source, frame, events });
  }

  async finish(): Promise<BacktestRun> {
    const run = this.#run;
    if (run === null) throw new Error(`${this.#of.path} holds no line that can be played`);
    await run.advanceTo(this.#lastMs + RUN_OUT_MS);
    const trips = await allTrips(this.#store);
    const marks = marksOf(run, trips);
    const scope = {
      fromMs: this.#fromMs,
      untilMs: this.#lastMs + RUN_OUT_MS,
      isEstimate: false,
      marks,
    };
    const wallets: Copyability[] = [];
    let leaderTrades = 0;
    for (const wallet of this.#followed) {
      const { count } = await this.#store.leaderTradeStats(wallet, 0);
      leaderTrades += count;
      const own = trips.filter((trip) => trip.wallet === wallet);
      if (count > 0) wallets.push(copyabilityOf(own, { ...scope, wallet, leaderTrades: count }));
    }
    const skips = await this.#store.skipCounts({ sinceMs: 0 });
    const [first] = this.#followed;
    const whose = first ?? ('' as WalletAddress);
    return {
      name: this.#of.path,
      wallets: wallets.sort((a, b) => b.ourNet - a.ourNet),
      total: copyabilityOf(trips, { ...scope, wallet: whose, leaderTrades }),
      // What keeps an exit from selling is no copy that was missed.
      skips: skips.filter(({ gate }) => GATE_TABLE[gate].entry !== 'none'),
      assumptions: null,
      gaps: this.problems === 0 ? [] : [`${this.problems} lines of the tape could not be read`],
    };
  }

  async #begin(line: TapeLine): Promise<VirtualRun> {
    const { settings, follow, path } = this.#of;
    const recorded = line.source === START_SOURCE ? startOfLine(line) : null;
    const wallets = [...(recorded?.wallets ?? []), ...(recorded?.snapshot?.wallets ?? [])].filter(
      ({ address }) => follow.named.length === 0 || follow.named.includes(address),
    );
    for (const { address } of wallets) this.#followed.add(address);
    const named = follow.named.filter((address) => !this.#followed.has(address));
    for (const address of named) this.#followed.add(address);
    if (this.#followed.size === 0 && !follow.everybody) {
      throw new CommandUsageError(
        `${path} does not say whom to copy: add --follow all, or addresses separated by commas`,
      );
    }
    const stored = recorded?.snapshot?.settings.map(({ key, value }) => [key, value]) ?? [];
    const texts = { ...Object.fromEntries(stored), ...recorded?.settings, ...settings };
    const rules = [...wallets, ...named.map((one) => defaultWalletRules(one, line.t))];
    const run = new VirtualRun({ store: this.#store });
    this.#fromMs = line.t;
    await run.start(line.t, startWith(texts, rules));
    return run;
  }

  async #followAll(run: VirtualRun, atMs: AtMs, actors: readonly WalletAddress[]): Promise<void> {
    for (const address of actors) {
      if (this.#followed.has(address)) continue;
      this.#followed.add(address);
      const body = { kind: 'follow', rules: defaultWalletRules(address, atMs) } as const;
      await run.command(atMs, { id: `follow ${address}`, actor: 'backtest', body });
    }
  }
}

function startOfLine(line: TapeLine): Start | null {
  const body = inputOfLine(line);
  return 'kind' in body && body.kind === 'start' ? body.start : null;
}

function startWith(
  settings: Readonly<Record<string, string>>,
  wallets: readonly WalletRules[],
): Start {
  const resolved = resolveSettings(settings);
  invariant(resolved.ok, 'settings of a backtest were checked');
  return {
    version: programVersion(),
    snapshot: null,
    settings,
    wallets,
    deposits: [{ ledger: PAPER, amount: resolved.settings.bankroll }],
  };
}

/** A book nobody buys from is worth nothing; one that was never seen says nothing. */
function marksOf(run: VirtualRun, trips: readonly CopyTrip[]): ReadonlyMap<TokenId, Price> {
  const { quotes } = run.engine.trade.state;
  const marks = new Map<TokenId, Price>();
  for (const { tokenId } of trips) {
    const quote = quotes.get(tokenId);
    if (quote !== undefined) marks.set(tokenId, quote.bid ?? price(0));
  }
  return marks;
}

/** All copies, page after page; a page begins at the last moment of the one before. */
async function allTrips(reports: Pick<Reports, 'copyTrips'>): Promise<readonly CopyTrip[]> {
  const trips = new Map<string, CopyTrip>();
  for (let sinceMs = 0; ; ) {
    const before = trips.size;
    const page = await reports.copyTrips({ sinceMs });
    for (const trip of page) trips.set(`${trip.signalId}|${trip.ledger}`, trip);
    const lastMs = Math.max(...page.map(({ tradedAtMs }) => tradedAtMs), sinceMs);
    if (trips.size === before) return [...trips.values()];
    sinceMs = lastMs;
  }
}
