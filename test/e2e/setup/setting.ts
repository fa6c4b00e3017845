import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import { startBinanceSim } from '../../../src/sim/binance/binance-sim.ts';
import type { ExchangeOrder, TradingVenue } from '../../../src/sim/exchange/exchange.ts';
import { startKalshiSim } from '../../../src/sim/kalshi/kalshi-sim.ts';
import { startPolyboltSim } from '../../../src/sim/polybolt/polybolt-sim.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
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

/** What a host reaches besides the venue that it trades on. */
interface Beside {
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<unknown>;
}

async function venuesBeside({ trading }: PolymarketSim): Promise<Beside> {
  const binance = await startBinanceSim();
  const kalshi = await startKalshiSim({ hasWeeklyPause: false });
  const isAccount = (auth: object): boolean => trading?.knows(auth) === true;
  const prices = await startPolyboltSim({ accounts: [], isAccount });
  const env = {
    BINANCE_WS_URL: binance.urls.wsUrl,
    BINANCE_API_URL: binance.urls.apiUrl,
    KALSHI_API_URL: kalshi.restUrl,
    KALSHI_WS_URL: kalshi.wsUrl,
    POLYMARKET_PRICES_WS_URL: prices.url,
  };
  return { env, close: () => Promise.all([binance.close(), kalshi.close(), prices.close()]) };
}

/** An empty folder, a venue, and the program at a terminal there. */
export class Setting {
  readonly folder = mkdtempSync(join(tmpdir(), 'polymind-setup-'));
  readonly venue: TradingVenue;
  readonly sim: PolymarketSim;
  readonly #beside: Beside;
  readonly #built: BuiltProgram;
  readonly #giver: Giver;
  readonly #terminals: PseudoTerminal[] = [];
  readonly #orders = new Map<string, ExchangeOrder>();

  private constructor(of: {
    readonly venue: TradingVenue;
    readonly sim: PolymarketSim;
    readonly beside: Beside;
    readonly built: BuiltProgram;
    readonly giver: Giver;
  }) {
    this.venue = of.venue;
    this.sim = of.sim;
    this.#beside = of.beside;
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
    return new Setting({ venue, sim, beside: await venuesBeside(sim), built, giver });
  }

  /** The program, started here. `TERM` says whether it may draw a screen. */
  polymind(argv: readonly string[], env: Readonly<Record<string, string>> = {}): PseudoTerminal {
    const terminal = new PseudoTerminal({
      giver: this.#giver,
      argv: [process.execPath, this.#built.main, ...argv],
      cwd: this.folder,
      env: { ...this.#beside.env, ...this.sim.env, TERM: 'dumb', ...env },
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
    await Promise.all([this.sim.close(), this.#beside.close()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
