import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import type { ExchangeOrder, TradingVenue } from '../../../src/sim/exchange/exchange.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { NO_OTHER_VENUES } from '../../app/no-other-venues.ts';
import type { BuiltProgram } from '../kill/built-program.ts';
import { type Giver, PseudoTerminal } from './pseudo-terminal.ts';

/** Shorter than the venue's, in the same order. */
const RTDS_DELAY_MS = [100, 300] as const;
const DATA_DELAY_MS = [600, 900] as const;
/** Blocks come sooner than the chain's. */
const BLOCK_MS = 100;
/** World seconds in a second. */
const SPEED = 4;
/** Trades happen often, and few at once: each is told by itself. */
const PACE = 2;

/** An empty folder, a venue, and the program at a terminal there. */
export class Setting {
  readonly folder = mkdtempSync(join(tmpdir(), 'polymind-setup-'));
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
  readonly #built: BuiltProgram;
  readonly #giver: Giver;
  readonly #terminals: PseudoTerminal[] = [];
  readonly #orders = new Map<string, ExchangeOrder>();

  private constructor(of: {
    readonly venue: TradingVenue;
    readonly sim: PolymarketSim;
    readonly built: BuiltProgram;
    readonly giver: Giver;
  }) {
    this.venue = of.venue;
    this.sim = of.sim;
    this.#built = of.built;
    this.#giver = of.giver;
    this.venue.exchange.onEvent((event) => {
      if (event.kind === 'order') this.#orders.set(event.order.hash, event.order);
    });
  }

  static async start(of: {
    readonly seed: string;
    readonly built: BuiltProgram;
    readonly giver: Giver;
  }): Promise<Setting> {
    const { seed, built, giver } = of;
    const startsAtMs = Date.now();
    const venue = createVenue({ seed, startsAtMs, pace: PACE });
    const sim = await startPolymarketSim({
      venue,
      seed,
      startsAtMs,
      speed: SPEED,
      rtdsDelayMs: RTDS_DELAY_MS,
      dataDelayMs: DATA_DELAY_MS,
      chainTimes: { blockMs: BLOCK_MS },
    });
    return new Setting({ venue, sim, built, giver });
  }

  /** The program, started here. `TERM` says whether it may draw a screen. */
  polymind(argv: readonly string[], env: Readonly<Record<string, string>> = {}): PseudoTerminal {
    const terminal = new PseudoTerminal({
      giver: this.#giver,
      argv: [process.execPath, this.#built.main, ...argv],
      cwd: this.folder,
      env: { ...NO_OTHER_VENUES, ...this.sim.env, TERM: 'dumb', ...env },
    });
    this.#terminals.push(terminal);
    return terminal;
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Whole dollars, and every allowance. */
  fund(address: string, dollars: number): void {
    this.venue.exchange.fund(address, { dollars: dollars * MICRO });
  }

  /** One that trades on opinions of its own, and so holds what it buys for a while. */
  get leader(): string {
    const found = this.venue.leaders.find(({ kind }) => kind === 'directional');
    if (found === undefined) throw new Error('this world has no leader to follow');
    return found.address;
  }

  /** Orders of a wallet that the exchange was ever given. */
  ordersOf(wallet: string): readonly ExchangeOrder[] {
    return [...this.#orders.values()].filter(
      ({ maker }) => maker.toLowerCase() === wallet.toLowerCase(),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#terminals.map((terminal) => terminal.end()));
    await this.sim.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
