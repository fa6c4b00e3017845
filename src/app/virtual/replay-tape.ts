import { parseFrame } from '../../data/frame.ts';
import { MemoryStore } from '../../data/store/memory.ts';
import { PAPER, type WalletAddress } from '../../engine/domain/ids.ts';
import type { Start } from '../../engine/domain/input.ts';
import { resolveSettings } from '../../engine/domain/settings.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { defaultWalletRules } from '../../engine/domain/wallet.ts';
import type { TapeLine } from '../../tape/tape-line.ts';
import { isTapeProblem, readTape, type TapeProblem } from '../../tape/tape-reader.ts';
import { VirtualScoring } from '../running/scoring/virtual-scoring.ts';
import { programVersion } from '../version.ts';
import type { Digest } from './effect-digest.ts';
import { actorsOf, type FollowList } from './follow-list.ts';
import { DIGEST_SOURCE, START_SOURCE } from './input-line.ts';
import type { InvariantTally } from './invariant-watch.ts';
import { RecordedRun } from './recorded-run.ts';
import type { RunSummary } from './tally.ts';
import { VirtualRun } from './virtual-run.ts';

export interface ReplayOptions {
  readonly path: string;
  readonly follow: FollowList;
  readonly settings: Readonly<Record<string, string>>;
  readonly record?: (line: TapeLine) => void;
  readonly progress?: (lines: number) => void;
}

export interface Replay extends RunSummary {
  readonly invariants: InvariantTally;
  readonly effects: Digest & {
    /** The fingerprint on the tape, `null` when it has none. */
    readonly recorded: string | null;
  };
  /** Lines that could not be read, and own inputs that could not be stepped. */
  readonly problems: readonly TapeProblem[];
}

const PROBLEMS_KEPT_MAX = 20;
const PROGRESS_EVERY_LINES = 20_000;
/** How long the engine goes on after the last frame: clips end, books are waited for. */
const RUN_OUT_MS = 70 * SECOND_MS;

/** Reads a tape to its end through the engine. @throws TapeError when it is no tape. */
export async function replayTape(options: ReplayOptions): Promise<Replay> {
  const reading = new Reading(options);
  for await (const item of readTape(options.path)) await reading.take(item);
  return await reading.finish();
}

/** One tape being read: the first line tells which kind of run it is. */
class Reading {
  readonly #options: ReplayOptions;
  readonly #problems: TapeProblem[] = [];
  #run: RecordedRun | VenueRun | null = null;
  #recorded: string | null = null;
  #lines = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  async take(item: TapeLine | TapeProblem): Promise<void> {
    if (isTapeProblem(item)) {
      this.#note(item);
      return;
    }
    this.#lines += 1;
    if (this.#lines % PROGRESS_EVERY_LINES === 0) this.#options.progress?.(this.#lines);
    if (item.source === DIGEST_SOURCE) {
      const { sha256 } = item.frame as { readonly sha256?: unknown };
      this.#recorded = String(sha256);
      return;
    }
    this.#run ??=
      item.source === START_SOURCE
        ? new RecordedRun()
        : await VenueRun.begin(this.#options, item.t);
    const problem = await this.#run.line(item);
    if (problem !== null) this.#note({ lineNumber: this.#lines, problem });
  }

  async finish(): Promise<Replay> {
    const run = this.#run ?? new RecordedRun();
    const effects = { ...(await run.close()), recorded: this.#recorded };
    const { invariants, tally, engine } = run;
    return { ...tally.summary(engine), invariants, effects, problems: this.#problems };
  }

  #note(problem: TapeProblem): void {
    if (this.#problems.length < PROBLEMS_KEPT_MAX) this.#problems.push(problem);
  }
}

/** A tape of venue frames alone: start, follows, timers and effect results are made here. */
class VenueRun {
  readonly #run: VirtualRun;
  readonly #scoring: VirtualScoring;
  readonly #everybody: boolean;
  readonly #followed = new Set<WalletAddress>();
  #lastAtMs: AtMs = 0;

  private constructor(run: VirtualRun, scoring: VirtualScoring, everybody: boolean) {
    this.#run = run;
    this.#scoring = scoring;
    this.#everybody = everybody;
  }

  static async begin(options: ReplayOptions, atMs: AtMs): Promise<VenueRun> {
    const { record, follow, settings } = options;
    const store = new MemoryStore();
    const run = new VirtualRun({
      ...{ store, ...(record === undefined ? {} : { record }) },
      onChanges: (changes) => scoring.changed(changes),
    });
    const scoring = new VirtualScoring(run.engine, store);
    await run.start(atMs, startOf(settings, follow.named, atMs));
    const venueRun = new VenueRun(run, scoring, follow.everybody);
    for (const address of follow.named) venueRun.#followed.add(address);
    return venueRun;
  }

  get engine(): VirtualRun['engine'] {
    return this.#run.engine;
  }

  get tally(): VirtualRun['tally'] {
    return this.#run.tally;
  }

  get invariants(): InvariantTally {
    return this.#run.invariants;
  }

  async line({ t, source, frame }: TapeLine): Promise<null> {
    this.tally.line();
    this.#lastAtMs = t;
    const parsed = parseFrame(source, frame, t);
    this.tally.frame(source, parsed);
    if (this.#everybody) await this.#followAll(t, actorsOf(parsed.events));
    await this.#run.frame(t, { source, frame, events: parsed.events });
    const assessments = await this.#scoring.after(parsed.events, t);
    if (assessments.length > 0) await this.#run.scored(t, assessments);
    return null;
  }

  /** Lets what is on its way end, though the tape does not tell of that time any more. */
  async close(): Promise<Digest> {
    await this.#run.advanceTo(this.#lastAtMs + RUN_OUT_MS);
    return this.#run.close();
  }

  async #followAll(atMs: AtMs, wallets: readonly WalletAddress[]): Promise<void> {
    for (const address of wallets) {
      if (this.#followed.has(address)) continue;
      this.#followed.add(address);
      const body = { kind: 'follow', rules: defaultWalletRules(address, atMs) } as const;
      await this.#run.command(atMs, { id: `follow ${address}`, actor: 'replay', body });
    }
  }
}

function startOf(
  settings: Readonly<Record<string, string>>,
  wallets: readonly WalletAddress[],
  atMs: AtMs,
): Start {
  const resolved = resolveSettings(settings);
  invariant(resolved.ok, 'settings of a replay were checked');
  return {
    version: programVersion(),
    snapshot: null,
    settings,
    wallets: wallets.map((address) => defaultWalletRules(address, atMs)),
    deposits: [{ ledger: PAPER, amount: resolved.settings.bankroll }],
  };
}
