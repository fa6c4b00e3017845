import { PAPER, type WalletAddress, walletAddress } from '../../engine/domain/ids.ts';
import type { LoopInput } from '../../engine/domain/input.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { InvariantError } from '../../engine/domain/values/invariant.ts';
import { defaultWalletRules, type WalletRules } from '../../engine/domain/wallet.ts';
import { Chance } from '../../sim/chance.ts';
import { noLiveFaults } from '../../sim/live/live-faults.ts';
import { type SimDelivery, World } from '../../sim/world.ts';
import { programVersion } from '../version.ts';
import { VirtualClock } from '../virtual/virtual-clock.ts';
import { seedBrains } from './brains.ts';
import { Crash, CrashClock } from './crash.ts';
import { DepthCheck } from './depth-check.ts';
import { checkEnd, checkTruth } from './end-checks.ts';
import { FaultyStore } from './faulty-store.ts';
import { Life } from './life.ts';
import { LIVE, LiveSide, type LiveTally } from './live-side.ts';
import { Mirror } from './mirror.ts';
import { checkCaps, checkPositions, settingsOf } from './money-checks.ts';
import { Person } from './person.ts';
import {
  drawRates,
  type FaultRates,
  noFaults,
  type PlannedCommand,
  planCommands,
  spoil,
} from './plan.ts';
import { checkBatch } from './row-checks.ts';
import { ScoreTeller } from './score-teller.ts';
import type { SeedOptions, SeedResult } from './seed-result.ts';
import { drawSettings, inOrder } from './seed-story.ts';
import { Violation } from './violation.ts';

/** Where every simulated run begins: a Tuesday, ten minutes before midnight in UTC. */
const START_AT_MS = Date.UTC(2026, 2, 3, 23, 50);
const DURATION_MS = 100 * SECOND_MS;
/** Live begins half a minute behind its confirmation. */
const LIVE_DURATION_MS = 180 * SECOND_MS;
/** After the faults have ended: time for every exit to be tried, or to ask for a person. */
const HEALING_MS = 4 * MINUTE_MS;
const HEALING_READ_MS = 4 * SECOND_MS;
/** What a restart reads again of each leader. */
const BACKFILL_MS = 5 * MINUTE_MS;
const MARKETS = 6;

/** Runs one seed to its end, or to its first violation. */
export async function runSeed(seed: number, options: SeedOptions): Promise<SeedResult> {
  const run = new SeedRun(seed, options);
  let violation: SeedResult['violation'] = null;
  try {
    await run.play();
  } catch (error) {
    if (!(error instanceof Violation || error instanceof InvariantError)) throw error;
    violation = { step: run.steps, sentence: error.message };
  }
  const { steps, counts: faults, live, mirror } = run;
  const brains = seedBrains(run.newest?.engine ?? null);
  return { seed, steps, signals: mirror.signals.size, faults, live, brains, violation };
}

class SeedRun {
  readonly counts = noFaults();
  readonly mirror = new Mirror();
  steps = 0;
  readonly #durationMs: number;
  readonly #world: World;
  readonly #rates: FaultRates;
  readonly #chance: Chance;
  readonly #person: Person;
  readonly #scores: ScoreTeller;
  readonly #clock = new VirtualClock();
  readonly #store: FaultyStore;
  readonly #crashes: CrashClock;
  readonly #depth: DepthCheck;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #trace: (line: string) => void;
  readonly #wallets: readonly WalletAddress[];
  readonly #reported: string[] = [];
  readonly #side: LiveSide | null;
  #life: Life | null = null;
  /** The process that was begun last, also one that died while it began. */
  newest: Life | null = null;

  constructor(seed: number, { settings, live, trace }: SeedOptions) {
    const chance = new Chance(`simulate ${seed}`);
    this.#durationMs = live ? LIVE_DURATION_MS : DURATION_MS;
    this.#chance = chance.fork('faults');
    this.#person = new Person(chance.fork('person'));
    this.#rates = drawRates(chance.fork('rates'));
    this.#settings = { ...drawSettings(chance.fork('settings')), ...settings };
    this.#trace = trace ?? (() => undefined);
    this.#world = new World({
      seed: `world ${seed}`,
      startAtMs: START_AT_MS,
      durationMs: this.#durationMs,
      markets: MARKETS,
    });
    this.#wallets = this.#world.leaders
      .map(({ address }) => walletAddress(address))
      .filter((one) => one !== null);
    this.#scores = new ScoreTeller(chance.fork('scores'), this.#wallets);
    this.#depth = new DepthCheck(this.#world.markets);
    this.#crashes = new CrashClock(chance.fork('crashes'), this.#rates.portCallsPerCrash);
    const faults = { rates: this.#rates, counts: this.counts };
    this.#store = new FaultyStore(chance.fork('store'), faults, (changes) => {
      checkBatch(this.mirror, changes, this.#report);
      for (const change of changes) this.mirror.apply(change);
      checkPositions(this.mirror, this.#report);
      checkCaps(this.mirror, settingsOf(this.mirror, this.#settings), this.#report);
      checkTruth({ mirror: this.mirror, world: this.#world, complete: false }, this.#report);
      this.#stopIfBroken();
    });
    this.#side = live ? this.#openVenue(chance.fork('live')) : null;
  }

  #openVenue(chance: Chance): LiveSide {
    return new LiveSide(chance, {
      world: this.#world,
      startAtMs: START_AT_MS,
      clock: this.#clock,
      crashes: this.#crashes,
      mirror: this.mirror,
      counts: noLiveFaults(),
      report: this.#report,
    });
  }

  get live(): LiveTally | null {
    return this.#side?.tally ?? null;
  }

  async play(): Promise<void> {
    this.#clock.moveTo(START_AT_MS);
    const faults = { chance: this.#chance, counts: this.counts };
    const deliveries = spoil(this.#world.deliveries, this.#rates, faults);
    const when = { startAtMs: START_AT_MS, durationMs: this.#durationMs };
    const commands = planCommands(this.#chance.fork('commands'), when, this.#wallets);
    await this.#live(async () => undefined);
    for (const next of inOrder(deliveries, commands)) {
      await this.#advanceTo(next.atMs);
      await this.#live((life) => this.#act(life, next));
    }
    await this.#heal();
    await checkEnd(
      { mirror: this.mirror, world: this.#world, store: this.#store, engine: this.#current.engine },
      this.#report,
    );
    this.#side?.checkEnd(this.#current);
    this.#stopIfBroken();
  }

  async #act(life: Life, next: SimDelivery | PlannedCommand): Promise<void> {
    if ('feed' in next) {
      if (this.#chance.happens(this.#rates.gap)) {
        this.counts.gap += 1;
        const { conditionId } = this.#chance.pick(this.#world.markets);
        life.offer({ kind: 'gap', marketId: conditionId as never });
      }
      life.frame(next.frame);
      this.#person.interfere(life, this.#clock.nowMs());
      this.#scores.interfere(life, this.#clock.nowMs());
      this.#side?.interfere(life, this.#clock.nowMs());
      return;
    }
    const { id, body } = next;
    life.offer({ kind: 'command', command: { id, actor: 'person', body } });
    this.#closeSomething(life, id);
  }

  /** Now and then a person closes a position by hand. */
  #closeSomething(life: Life, id: string): void {
    if (!this.#chance.happens(0.3)) return;
    const [position] = life.engine.trade.state.ledgers.get(PAPER)?.openPositions ?? [];
    if (position === undefined) return;
    const body = { kind: 'close', ledger: PAPER, tokenId: position.tokenId } as const;
    life.offer({ kind: 'command', command: { id: `${id}/close`, actor: 'person', body } });
  }

  get #current(): Life {
    if (this.#life === null) throw new Violation('the service lives');
    return this.#life;
  }

  /** Lets the service do what is due until then. */
  async #advanceTo(atMs: AtMs): Promise<void> {
    for (;;) {
      const ownAtMs = this.#life?.nextAtMs ?? Number.POSITIVE_INFINITY;
      const dueAtMs = Math.min(ownAtMs, this.#side?.nextAtMs ?? Number.POSITIVE_INFINITY);
      if (dueAtMs > atMs) break;
      this.#clock.moveTo(Math.max(dueAtMs, this.#clock.nowMs()));
      await this.#live(async (life) => {
        this.#side?.advanceTo(this.#clock.nowMs());
        await life.advance();
      });
    }
    this.#clock.moveTo(Math.max(atMs, this.#clock.nowMs()));
    this.#side?.advanceTo(this.#clock.nowMs()); // Nothing is due: its clock follows.
  }

  /** Runs `work` in the process there is; a crash ends it, and a new one starts from the store. */
  async #live(work: (life: Life) => Promise<void>): Promise<void> {
    let todo: ((life: Life) => Promise<void>) | null = work;
    while (todo !== null) {
      const doing: (life: Life) => Promise<void> = todo;
      todo = null;
      try {
        this.#life ??= await this.#begin();
        await doing(this.#life);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        this.counts.crash += 1;
        this.#trace(`step ${this.steps}: crash`);
        if (this.newest !== null) this.newest.isGone = true;
        this.#life = null;
        todo = async () => undefined;
      }
      this.#stopIfBroken();
    }
  }

  async #begin(): Promise<Life> {
    const atMs = this.#clock.nowMs();
    this.#depth.restart((id) => this.mirror.fills.has(id));
    const life = new Life({
      clock: this.#clock,
      store: this.#store,
      crashes: this.#crashes,
      depth: this.#depth,
      report: this.#report,
      desk: this.#side?.desk ?? null,
      afterStep: (input) => this.#afterStep(input),
    });
    this.newest = life;
    const snapshot = this.mirror.flows.size === 0 ? null : await this.#store.snapshot(atMs);
    life.start({
      version: programVersion(),
      snapshot,
      settings: this.#settings,
      wallets: this.#wallets.map((address) => this.#rulesOf(address)),
      accounts: this.#side === null ? [] : [LIVE],
      deposits: [{ ledger: PAPER, amount: (Number(this.#settings['bankroll']) * 1e6) as never }],
    });
    this.#side?.begin(life);
    for (const frame of this.#world.readListings()) life.frame(frame);
    if (snapshot !== null) this.#backfill(life, atMs - BACKFILL_MS);
    return life;
  }

  #rulesOf(address: WalletAddress): WalletRules {
    const rules = defaultWalletRules(address, this.#clock.nowMs());
    return this.#side?.rules(rules) ?? rules;
  }

  #backfill(life: Life, fromMs: AtMs): void {
    for (const wallet of this.#wallets) {
      life.frame(this.#world.readActivity(wallet, fromMs, this.#clock.nowMs()));
    }
  }

  /** Faults end; every feed is read in full, and time passes until exits have been tried. */
  async #heal(): Promise<void> {
    this.#crashes.heal();
    this.#store.heal();
    this.#side?.heal();
    const endAtMs = this.#clock.nowMs() + HEALING_MS;
    await this.#live(async (life) => {
      life.offer({
        kind: 'command',
        command: { id: 'heal/arm', actor: 'person', body: { kind: 'arm' } },
      });
      this.#backfill(life, START_AT_MS);
      for (const frame of this.#world.readResolutions(this.#clock.nowMs())) life.frame(frame);
    });
    while (this.#clock.nowMs() < endAtMs) {
      await this.#advanceTo(this.#clock.nowMs() + HEALING_READ_MS);
      await this.#live(async (life) => {
        for (const frame of this.#world.readBooks(this.#clock.nowMs())) life.frame(frame);
      });
    }
    await this.#live(async (life) => this.#backfill(life, START_AT_MS));
    await this.#advanceTo(endAtMs + MINUTE_MS);
  }

  readonly #report = (sentence: string): void => {
    this.#reported.push(sentence);
  };

  #afterStep(input: LoopInput): void {
    this.steps += 1;
    const { body, atMs } = input;
    this.#trace(`step ${this.steps}: ${new Date(atMs).toISOString()} ${body.kind}`);
    this.#stopIfBroken();
  }

  #stopIfBroken(): void {
    const [first] = this.#reported;
    if (first !== undefined) throw new Violation(first);
  }
}
