import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { FeedPace } from '../../src/app/running/polymarket-feeds.ts';
import { startProgram } from '../../src/app/running/program.ts';
import type { Program } from '../../src/app/running/program-options.ts';
import { brokenInvariants } from '../../src/engine/core/invariants.ts';
import type { MarketId, WalletAddress } from '../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { createLogger } from '../../src/ops/log.ts';
import { Scrubber } from '../../src/ops/scrubber.ts';
import { createVenue } from '../../src/sim/venue/create-venue.ts';
import type { Venue, VenueMarket } from '../../src/sim/venue/venue.ts';
import type { FaultChoice, Range } from '../../src/sim/wire/faults.ts';
import {
  type PolymarketSim,
  type PolymarketSimOptions,
  startPolymarketSim,
} from '../../src/sim/wire/polymarket-sim.ts';
import { StrictStore } from './strict-store.ts';
import { TrueVenue } from './true-venue.ts';

const LOOK_MS = 50;

/** The venue's and the product's delays, as they are or short enough to wait for. */
export interface Tempo {
  readonly pace: FeedPace;
  readonly wire: Partial<PolymarketSimOptions>;
}

const LISTS = { intervalMs: 3_000, intervalMsMin: 1_000 };
const SHORT_MS: Range = [300, 600];
export const QUICK: Tempo = {
  pace: {
    bookSilenceMsMax: 1_500,
    tradeSilenceMsMax: 2_500,
    lists: LISTS,
  },
  wire: { rtdsDelayMs: [100, 300], dataDelayMs: SHORT_MS, lateRowMs: [500, 4_000], speed: 6 },
};

/** As they are, but for lists of markets: an outcome that no socket told is listed within minutes. */
export const REAL: Tempo = { pace: { lists: LISTS }, wire: { speed: 4 } };

export interface WireRunOptions {
  readonly seed: string;
  readonly faults: FaultChoice;
  readonly tempo?: Tempo;
  /** Another world than the seeded one. */
  readonly venue?: Venue;
  readonly markets?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** The real program against a venue with faults, over real sockets, and the truth beside it. */
export class WireRun {
  readonly venue: TrueVenue;
  readonly store: StrictStore;
  readonly sim: PolymarketSim;
  readonly #wanted = new Map<MarketId, boolean>();
  #program: Program | null = null;
  #steps = 0;

  private constructor(venue: TrueVenue, sim: PolymarketSim) {
    this.venue = venue;
    this.store = new StrictStore(venue);
    this.sim = sim;
  }

  static async start(options: WireRunOptions): Promise<WireRun> {
    const { seed, faults, tempo = QUICK, markets = 12 } = options;
    const startsAtMs = Date.now();
    const venue = new TrueVenue(options.venue ?? createVenue({ seed, startsAtMs, markets }));
    const sim = await startPolymarketSim({ venue, startsAtMs, seed, faults, ...tempo.wire });
    const run = new WireRun(venue, sim);
    await run.#begin(startsAtMs, { ...options, tempo });
    return run;
  }

  get program(): Program {
    if (this.#program === null) throw new Error('the program has started');
    return this.#program;
  }

  /** What must never be, as sentences. */
  get wrongs(): readonly string[] {
    return [...this.store.wrongs];
  }

  /** What is not yet as it has to become, as sentences. */
  unsettled(): readonly string[] {
    const { state } = this.program.engine.trade;
    return [
      ...this.store.missing(),
      ...this.#undecided(),
      ...this.#untrustedBooks(),
      ...this.#unpaid(),
      ...(state.judging.size > 0 ? [`${state.judging.size} signals are judged`] : []),
      ...(state.open.size > 0 ? [`${state.open.size} orders are open`] : []),
    ];
  }

  /** No faults any more, and after a while no news: all that happened has to arrive. */
  async heal(): Promise<void> {
    this.sim.setFaults('none');
    const { steps } = this.sim.counts;
    await until('the healed world goes on', () => this.sim.counts.steps > steps + 100);
    this.venue.standStill();
    await until('all is settled', () => this.unsettled().length === 0, {
      timeoutMs: 180_000,
      tell: () => this.unsettled(),
    });
  }

  /** Ends everything, and demands that nothing went wrong. */
  async close(): Promise<void> {
    const isWritten = await this.#program?.close();
    await this.sim.close();
    expect({ isWritten, wrongs: this.wrongs }).toEqual({ isWritten: true, wrongs: [] });
    expect(this.sim.counts.failures).toBe(0);
  }

  /** In numbers, for the reader of a proof. */
  summary() {
    const { rows, venue, sim, program } = { ...this, rows: this.store.rows, program: this.program };
    const { counted, repeated, tooOld, tooMany } = program.engine.market.leaders.dedupe.counts;
    const faults = Object.values(sim.counts.faults).reduce((sum, count) => sum + count, 0);
    const voids = venue.markets.filter(({ payouts }) => payouts?.[0] === 0.5).length;
    const { signals, decisions, fills, resolutions } = rows;
    return {
      rows: venue.rows.length,
      counted,
      repeated,
      refused: tooOld + tooMany,
      faults,
      signals: signals.size,
      decisions: decisions.size,
      fills: fills.size,
      resolutions: resolutions.size,
      voids,
      steps: this.#steps,
    };
  }

  async #begin(startsAtMs: number, options: WireRunOptions & { readonly tempo: Tempo }) {
    this.#program = await startProgram({
      store: this.store,
      version: 'wire-test',
      isEmbedded: true,
      urls: this.sim.urls,
      pace: options.tempo.pace,
      siteUrl: null,
      settings: options.settings ?? {},
      wallets: this.venue.leaders.map(({ address, name }) => {
        return { ...defaultWalletRules(address as WalletAddress, startsAtMs), label: name };
      }),
      log: createLogger({ level: 'silent', scrubber: new Scrubber() }),
      reach: () => [],
      observers: [
        {
          onStep: (_input, effects, engine) => {
            this.#steps += 1;
            for (const effect of effects) {
              if (effect.kind === 'watch') this.#wanted.set(effect.marketId, effect.wanted);
            }
            if (effects.length === 0) return;
            for (const broken of brokenInvariants(engine)) this.store.wrongs.add(broken);
          },
        },
      ],
      onNotices: () => undefined,
      onFatal: (error) => this.store.wrongs.add(`the engine broke: ${String(error)}`),
    });
  }

  #undecided(): readonly string[] {
    const { signals, decisions } = this.store.rows;
    const decided = new Set([...decisions.values()].map(({ signalId }) => signalId));
    return [...signals.keys()]
      .filter((id) => !decided.has(id as never))
      .map((id) => `undecided: ${id}`);
  }

  /** Books of wanted markets that are open at the venue. */
  #untrustedBooks(): readonly string[] {
    return this.#openMarkets().flatMap(({ conditionId, slug }) => {
      const book = this.program.engine.market.bookState(conditionId as MarketId);
      if (book === null) return [`no book: ${slug}`];
      return book.trust.trusted ? [] : [`a book is not trusted (${book.trust.reason}): ${slug}`];
    });
  }

  #openMarkets(): readonly VenueMarket[] {
    return this.venue.markets.filter(
      ({ status, conditionId }) =>
        status !== 'resolved' && this.#wanted.get(conditionId as MarketId) === true,
    );
  }

  /** Books whose best prices are others than the venue's. */
  differingBooks(): readonly string[] {
    return this.#openMarkets().flatMap((market) => {
      const [top] =
        this.program.engine.market.bookState(market.conditionId as MarketId)?.tops ?? [];
      const { bids, asks } = market.book(0);
      const venue = `${bids.at(-1)?.price ?? null} ${asks.at(-1)?.price ?? null}`;
      const ours = `${top?.bid ?? null} ${top?.ask ?? null}`;
      return venue === ours ? [] : [`${market.slug}: ${ours} instead of ${venue}`];
    });
  }

  /** Resolved markets that were wanted, and what is still held of them. */
  #unpaid(): readonly string[] {
    const { resolutions, positions } = this.store.rows;
    return this.venue.markets.flatMap(({ status, conditionId, payouts, slug }) => {
      if (status !== 'resolved' || !this.#wanted.has(conditionId as MarketId)) return [];
      const told = resolutions.get(conditionId)?.resolution.payouts.map(({ payout }) => payout);
      const truth = payouts?.map((payout) => payout * 1_000_000);
      if (told === undefined) return [`not resolved here: ${slug}`];
      if (String(told) !== String(truth)) this.store.wrongs.add(`${slug}: ${told}, not ${truth}`);
      const held = [...positions.values()].filter(
        ({ marketId, quantity }) => marketId === conditionId && quantity > 0,
      );
      return held.map(({ tokenId }) => `not paid: ${slug} ${tokenId}`);
    });
  }
}

/** Waits for a condition. @throws Error with what it still waits for. */
export async function until(
  what: string,
  holds: () => boolean,
  options: { readonly timeoutMs?: number; readonly tell?: () => readonly string[] } = {},
): Promise<void> {
  const { timeoutMs = 60_000, tell = () => [] } = options;
  const deadlineMs = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadlineMs) {
      throw new Error(`waited ${timeoutMs} ms for: ${what}\n${tell().slice(0, 20).join('\n')}`);
    }
    await wait(LOOK_MS);
  }
}
