import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activityPage, isActivityRead, walletOf } from './activity-answer.ts';
import type { KillPoint, Life } from './kill-points.ts';
import { Person } from './person.ts';
import { ProgramProcess } from './program-process.ts';
import { brokenPromises, type StoreCounts, storeCounts } from './store-checks.ts';
import { readStore } from './store-rows.ts';
import { unkeptCommands, untrueTrades } from './truth-checks.ts';
import { Wire, type WireLog } from './wire.ts';
import { Witness } from './witness.ts';
import { type TrueRow, WitnessedWorld } from './witnessed-world.ts';

/** Copies are not held back by limits that other tests are about. */
const SETTINGS = [
  'limits.ordersPerMinute=120',
  'limits.walletPercent=100',
  'limits.walletDayPercent=100',
  'limits.categoryPercent=100',
  'limits.totalPercent=100',
  'limits.positions=1000',
  'entry.minLeaderClip=1',
  'entry.maxAgeSeconds=60',
];
/** A feed reads again so much before the newest row that it knows, and certainly half of it. */
const REREAD_MS = 30_000;
/** Rows that happen in the last life before its world stands still. */
const LAST_ROWS = 25;

export interface KillRunResult {
  readonly seed: string;
  readonly kills: readonly string[];
  readonly counts: StoreCounts;
  readonly trueRows: number;
  readonly stopMs: number;
  readonly exitCode: number | null;
  readonly broken: readonly string[];
}

interface RunOf {
  readonly main: string;
  readonly seed: string;
  readonly witness: Witness;
  readonly world: WitnessedWorld;
  readonly wire: Wire;
}

/** One directory, one world, and a process that is killed at every point in turn. */
export class KillRun {
  readonly #of: RunOf;
  readonly #person: Person;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'polymind-killed-'));
  #process: ProgramProcess | null = null;

  private constructor(of: RunOf) {
    this.#of = of;
    this.#person = new Person(of.world.leaders);
  }

  static async over(
    points: readonly KillPoint[],
    { main, seed }: Pick<RunOf, 'main' | 'seed'>,
  ): Promise<KillRunResult> {
    const world = new WitnessedWorld(seed);
    const witness = new Witness();
    const wire = await Wire.open(seed, world, witness);
    const run = new KillRun({ main, seed, world, witness, wire });
    try {
      return await run.#through(points);
    } finally {
      await run.#process?.kill();
      await wire.close();
      rmSync(run.#dataDir, { recursive: true, force: true });
    }
  }

  async #through(points: readonly KillPoint[]): Promise<KillRunResult> {
    const kills: string[] = [];
    for (const point of points) {
      const process = await this.#killAt(point);
      if (process.wasKilled) kills.push(point.name);
    }
    const stop = await this.#lastLife();
    const { seed, world } = this.#of;
    return readStore(this.#dataDir, async (ask) => {
      const leaders = world.leaders.map(({ address }) => address);
      const broken = [
        ...(await untrueTrades(ask, world.rows)),
        ...(await brokenPromises(ask)),
        ...(await unkeptCommands(ask, this.#person, leaders)),
      ];
      const counts = await storeCounts(ask);
      return { seed, kills, ...stop, trueRows: world.rows.length, counts, broken };
    });
  }

  async #killAt(point: KillPoint): Promise<ProgramProcess> {
    const life = this.#live();
    const { process } = life;
    point.prepare?.(life);
    if (point.from !== 'start') await toHeader(process);
    if (point.from === 'following') await this.#follow(process);
    await point.reached(life);
    await process.kill();
    this.#person.following(process);
    this.#person.readAnswers(process);
    return process;
  }

  /** Lives on until all that happened has been shown twice, and stops in order. */
  async #lastLife(): Promise<Pick<KillRunResult, 'exitCode' | 'stopMs'>> {
    const { world, wire } = this.#of;
    const { process } = this.#live();
    await toHeader(process);
    await this.#follow(process);
    const least = world.rows.length + LAST_ROWS;
    await process.until(() => world.rows.length >= least, 'the world goes on');
    world.hold();
    const seen = (address: string): boolean => isSeenToItsEnd(wire.log, address, world.rows);
    const addresses = world.leaders.map(({ address }) => address);
    await process.until(() => addresses.every(seen), 'all that happened is shown');
    const began = performance.now();
    process.terminate();
    const { code } = await process.ended();
    this.#person.readAnswers(process);
    return { exitCode: code, stopMs: Math.round(performance.now() - began) };
  }

  #live(): Life {
    const { main, wire, witness } = this.#of;
    wire.newLife();
    const env = { ...wire.env, POLYMIND_DATA_DIR: this.#dataDir, LOG_LEVEL: 'warn' };
    const args = SETTINGS.flatMap((setting) => ['--set', setting]);
    const process = new ProgramProcess({ main, env, args, witness });
    this.#process = process;
    return { process, wire, person: this.#person, witness, dataDir: this.#dataDir };
  }

  /** Everybody is followed, the world moves, and a knob was turned in this life. */
  async #follow(process: ProgramProcess): Promise<void> {
    if (!this.#person.isFollowingAll(process)) {
      this.#person.followAll(process);
      const all = () => this.#person.isFollowingAll(process);
      await process.until(all, 'everybody is followed');
    }
    this.#of.world.release();
    this.#person.turnKnob(process);
  }
}

function toHeader(process: ProgramProcess): Promise<void> {
  return process.until(() => process.hasHeader, 'the header is printed');
}

/** Whether the newest rows of a wallet were all served, and it was asked for once more since. */
function isSeenToItsEnd(log: WireLog, wallet: string, rows: readonly TrueRow[]): boolean {
  const own = rows.filter((row) => row.wallet === wallet);
  const newestMs = Math.max(...own.map(({ atMs }) => atMs));
  const served = new Set<string>();
  const wanted = own.filter(({ atMs }) => atMs >= newestMs - REREAD_MS);
  const whole = log.served.findIndex((answer) => {
    const page = activityPage(answer);
    if (page?.wallet !== wallet) return false;
    for (const transaction of page.transactions) served.add(transaction);
    return page.isLast && wanted.every(({ transaction }) => served.has(transaction));
  });
  if (whole < 0) return false;
  const after = log.served.slice(whole + 1);
  return after.some(({ url }) => isActivityRead(url) && walletOf(url) === wallet);
}
