import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { accountsOf } from '../../../src/sim/accounts.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { brokenPromises } from '../kill/store-checks.ts';
import type { Ask } from '../kill/store-rows.ts';
import { Witness } from '../kill/witness.ts';
import {
  accountView,
  brokenAccount,
  fillsAt,
  ordersAt,
  unequalPositions,
} from './account-checks.ts';
import { type Hold, PERSON_KILLS } from './child/message.ts';
import { HeldVenue } from './held-venue.ts';
import type { LiveKillPoint } from './kill-points.ts';
import { Life } from './life.ts';
import { OrderLine } from './order-line.ts';

/** World seconds in a second. */
const SPEED = 3;
/** Shorter than the venue's, in the same order: RTDS first, then the Data API. */
const RTDS_DELAY_MS = [100, 300] as const;
const DATA_DELAY_MS = [600, 900] as const;
/** Few copies, so that each is alone on its way most of the time. */
const FOLLOWED: readonly string[] = ['ace', 'whale-7', 'fox', 'oracle-2'];
const DOLLARS = 1_000_000;
/** Promises about paper: live shares wait for their redemption, a person may repeat a command. */
const NOT_LIVE: readonly string[] = [
  'the first deposit is made once',
  'a position is what its fills say',
  'cash and cost are flows, profit and fees',
  'a command is written down once',
];
/** Longest wait for a condition, on a busy host too. */
const WAIT_MS_MAX = 150_000;

export interface PointResult {
  readonly seed: string;
  readonly point: string;
  readonly wasKilled: boolean;
  /** Where the process, or the line, was when the signal was sent. */
  readonly killedAt: string;
  /** Of the account at the venue, until then. */
  readonly orders: number;
  readonly fills: number;
  readonly isEqual: boolean;
  readonly reserved: number;
  readonly broken: readonly string[];
}

interface ChainOf {
  readonly main: string;
  readonly seed: string;
  readonly hasJournal: boolean;
}

/** One directory, one account, and a process that is killed at every point in turn. */
export class KillChain {
  readonly results: PointResult[] = [];
  readonly #of: ChainOf;
  readonly #witness = new Witness(WAIT_MS_MAX);
  readonly #held: HeldVenue;
  readonly #dataDir = mkdtempSync(join(tmpdir(), 'polymind-live-'));
  readonly #funder: string;
  #sim: PolymarketSim | null = null;
  #line: OrderLine | null = null;
  #clobUrl = '';
  #life: Life | null = null;

  private constructor(of: ChainOf) {
    this.#of = of;
    this.#held = new HeldVenue(of.seed, this.#witness);
    const [account] = accountsOf(of.seed, 1);
    if (account === undefined) throw new Error('a world has accounts');
    this.#funder = account.funder.toLowerCase();
    this.#held.venue.exchange.fund(this.#funder, { dollars: DOLLARS * MICRO });
  }

  static async over(
    points: readonly LiveKillPoint[],
    { hasJournal = true, ...of }: Omit<ChainOf, 'hasJournal'> & { readonly hasJournal?: boolean },
  ): Promise<readonly PointResult[]> {
    const chain = new KillChain({ ...of, hasJournal });
    try {
      await chain.#open();
      for (const point of points) await chain.#through(point);
      return chain.results;
    } finally {
      await chain.#close();
    }
  }

  async #open(): Promise<void> {
    const { seed } = this.#of;
    const { venue } = this.#held;
    this.#sim = await startPolymarketSim({
      ...{ venue, seed, speed: SPEED, rtdsDelayMs: RTDS_DELAY_MS, dataDelayMs: DATA_DELAY_MS },
    });
    this.#line = new OrderLine(this.#sim.urls.clobUrl, this.#witness);
    this.#clobUrl = await this.#line.listen();
    this.#life = await this.#live(null);
    await this.#life.settled();
  }

  async #close(): Promise<void> {
    await this.#life?.kill();
    await this.#line?.close();
    await this.#sim?.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** From one life that is settled to the next, with a kill at the point between them. */
  async #through(point: LiveKillPoint): Promise<void> {
    try {
      const killed = await this.#killAt(point);
      this.#held.hold();
      if (point.lands === true) this.#line?.stopped?.letGo();
      const life = await this.#live(null);
      await life.settled();
      this.results.push(await this.#check(life, { point, killed }));
      if ((await life.facts()).killed !== null) {
        life.act({ kind: 'arm' });
        await life.settled();
      }
    } catch (error) {
      const where = `${this.#of.seed}: ${point.name}`;
      throw new Error(`${where}: ${String(error)}\n${await this.#lastWords()}`, { cause: error });
    }
  }

  async #killAt(point: LiveKillPoint): Promise<Life> {
    if (point.after !== undefined) return await this.#killWithinStart(point.after, point);
    const life = this.#living;
    const { first, hold, stop } = point;
    if (hold !== undefined) await life.hold(hold);
    if (first !== undefined) {
      this.#orderLine.stopNext(first);
      this.#held.release();
      await life.until(() => this.#orderLine.stopped !== null, 'the first moment is reached');
    }
    if (stop !== undefined) this.#orderLine.stopNext(stop);
    this.#held.release();
    await this.#act(point, life);
    await life.until(() => this.#isReached(point, life), `the point: ${point.name}`);
    await life.kill();
    return life;
  }

  /** What a person does about it. */
  async #act({ person, first }: LiveKillPoint, life: Life): Promise<void> {
    switch (person) {
      case 'kills':
        if (first?.at === 'torn') await life.doubt();
        life.act({ kind: 'kill', reason: PERSON_KILLS });
        return;
      case 'dumps':
        life.dump();
        return;
      case 'closes':
        await this.#closeAll(life);
        return;
      case undefined:
        return;
    }
  }

  #isReached({ hold, stop }: LiveKillPoint, life: Life): boolean {
    if (hold !== undefined) return life.held === hold.moment;
    return stop !== undefined && this.#orderLine.stopped !== null;
  }

  /** What the last life left is why this one has something to read. */
  async #killWithinStart(stop: LiveKillPoint['after'], point: LiveKillPoint): Promise<Life> {
    const before = this.#living;
    if (stop !== undefined) this.#orderLine.stopNext(stop);
    this.#held.release();
    await before.until(() => this.#orderLine.stopped !== null, 'the venue took an order');
    await before.kill();
    this.#held.hold();
    const life = this.#begin(point.hold ?? null);
    await life.until(() => life.held !== null, `the point: ${point.name}`);
    await life.kill();
    return life;
  }

  /** Somebody sells what was copied before. */
  async #closeAll(life: Life): Promise<void> {
    const { held } = await life.facts();
    const [ledger] = await life.rows<{ ledger: `live:${string}` }>(
      `select ledger from positions where ledger like 'live:%' limit 1`,
    );
    if (ledger === undefined) throw new Error('nothing was bought before');
    for (const tokenId of Object.keys(held)) {
      life.act({ kind: 'close', ledger: ledger.ledger as never, tokenId: tokenId as never });
    }
  }

  async #check(
    life: Life,
    { point, killed }: { readonly point: LiveKillPoint; readonly killed: Life },
  ): Promise<PointResult> {
    const ask: Ask = (sql) => life.rows(sql);
    const facts = await life.facts();
    const { passed } = this.#orderLine;
    const view = await accountView({
      ...{ ask, facts, passed, funder: this.#funder, held: this.#held },
    });
    const promises = (await brokenPromises(ask)).filter(
      (text) => !NOT_LIVE.some((name) => text.startsWith(name)),
    );
    const isKilledByItself = facts.killed !== null && facts.killed !== PERSON_KILLS;
    return {
      seed: this.#of.seed,
      point: point.name,
      wasKilled: killed.wasKilled,
      killedAt: killed.held ?? `on the line, ${point.stop?.at ?? 'nowhere'}`,
      orders: ordersAt(view).length,
      fills: fillsAt(view).length,
      isEqual: unequalPositions(view).length === 0,
      reserved: facts.reserved,
      broken: [
        ...(await brokenAccount(view)),
        ...promises,
        ...(isKilledByItself ? [`it killed itself: ${facts.killed}`] : []),
      ],
    };
  }

  /** What the process decided and did last, for a failure. */
  async #lastWords(): Promise<string> {
    const life = this.#living;
    if (life.held !== null || !life.isStarted) return `held at ${life.held}`;
    try {
      const decisions = await life.rows(`
        select signal_kind, verdict, reason, count(*)::int from decisions
        where at > now() - interval '90 seconds' group by 1, 2, 3`);
      const events = await life.rows(
        'select kind, detail, intent_id, at from order_events order by at desc limit 8',
      );
      const orders = await life.rows(`
        select leg, state, reason, count(*)::int, max(updated_at) from orders group by 1, 2, 3`);
      const facts = await life.facts();
      return [facts.killed, facts.underway, ...decisions, ...events, ...orders]
        .map((row) => JSON.stringify(row))
        .join('\n');
    } catch (error) {
      return `no last words: ${String(error)}`;
    }
  }

  async #live(hold: Hold | null): Promise<Life> {
    const life = this.#begin(hold);
    await life.until(() => life.isStarted, 'the program starts');
    return life;
  }

  #begin(hold: Hold | null): Life {
    const { main, seed, hasJournal } = this.#of;
    const leaders = this.#held.venue.leaders.filter(({ name }) => FOLLOWED.includes(name));
    if (this.#sim === null) throw new Error('the venue is there');
    const urls = { ...this.#sim.urls, clobUrl: this.#clobUrl };
    const options = { dataDir: this.#dataDir, accountSeed: seed, urls, leaders, hasJournal, hold };
    const life = new Life(main, options, this.#witness);
    this.#life = life;
    return life;
  }

  get #living(): Life {
    if (this.#life === null) throw new Error('a process runs');
    return this.#life;
  }

  get #orderLine(): OrderLine {
    if (this.#line === null) throw new Error('the line is open');
    return this.#line;
  }
}
