import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { vi } from 'vitest';
import { MICRO } from '../../../src/engine/domain/values/micro.ts';
import type { TradingVenue } from '../../../src/sim/exchange/exchange.ts';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { type PolymarketSim, startPolymarketSim } from '../../../src/sim/wire/polymarket-sim.ts';
import { type ApiKey, ApiKeys } from '../../../src/sim/wire/trading/api-keys.ts';
import { NO_OTHER_VENUES } from '../../app/no-other-venues.ts';
import type { Witness } from '../kill/witness.ts';

/** World seconds in a second. */
const SPEED = 4;
/** Trades happen often, and markets live long beside them. */
const PACE = 2;
/** Shorter than the venue's, in the same order: RTDS first, then the Data API. */
const RTDS_DELAY_MS = [100, 300] as const;
const DATA_DELAY_MS = [600, 900] as const;
const DOLLARS = 100_000;
const REQUESTS = 'http.server.request.start';
/** Goes wrong now and then, and leaves no order in doubt: too many of those would kill. */
const BAD_DAY = {
  http429: 0.02,
  socketClose1006: 0.01,
  frameCorruptHash: 0.005,
  userDuplicate: 0.1,
  userDrop: 0.05,
  tradeLate: 0.2,
} as const;

/** The simulated venue, and what it learns of an account's secrets. */
export class CanaryVenue {
  /** Of level 1 and 2, as requests carried them. */
  readonly signatures = new Set<string>();
  /** Of the account, as the exchange last told. */
  readonly #trades = new Set<string>();
  readonly #venue: TradingVenue;
  readonly #sim: PolymarketSim;
  readonly #made = vi.spyOn(ApiKeys.prototype, 'authenticate');
  readonly #listen = (message: unknown): void => {
    const { headers } = (message as { readonly request: IncomingMessage }).request;
    const signature = headers['poly_signature'];
    if (typeof signature === 'string') this.signatures.add(signature);
  };

  private constructor(of: {
    readonly venue: TradingVenue;
    readonly sim: PolymarketSim;
    readonly funder: string;
    readonly witness: Witness;
  }) {
    this.#venue = of.venue;
    this.#sim = of.sim;
    subscribe(REQUESTS, this.#listen);
    of.venue.exchange.onEvent((event) => {
      if (event.kind === 'trade' && event.trade.takerMaker === of.funder) {
        this.#trades.add(event.trade.id);
      }
      of.witness.note();
    });
  }

  static async start(of: {
    readonly seed: string;
    readonly funder: string;
    readonly witness: Witness;
  }): Promise<CanaryVenue> {
    const { seed, funder, witness } = of;
    const venue = createVenue({ seed, startsAtMs: Date.now(), pace: PACE });
    venue.exchange.fund(funder, { dollars: DOLLARS * MICRO });
    const sim = await startPolymarketSim({
      ...{ venue, seed, speed: SPEED, rtdsDelayMs: RTDS_DELAY_MS, dataDelayMs: DATA_DELAY_MS },
    });
    return new CanaryVenue({ venue, sim, funder, witness });
  }

  get env(): Readonly<Record<string, string>> {
    return { ...NO_OTHER_VENUES, ...this.#sim.env };
  }

  get leaders(): readonly string[] {
    return this.#venue.leaders.map(({ address }) => address);
  }

  get trading(): NonNullable<PolymarketSim['trading']> {
    const { trading } = this.#sim;
    if (trading === null) throw new Error('the venue has a trading side');
    return trading;
  }

  /** Those that were used. */
  get credentials(): readonly ApiKey[] {
    const used = this.#made.mock.results.flatMap(({ type, value }) =>
      type === 'return' ? [value as ApiKey] : [],
    );
    return [...new Map(used.map((key) => [key.apiKey, key])).values()];
  }

  /** Trades of the account. */
  get trades(): number {
    return this.#trades.size;
  }

  /** A bad day, or a good one. */
  setDay(day: 'bad' | 'good'): void {
    this.#sim.setFaults(day === 'bad' ? BAD_DAY : 'none');
  }

  async close(): Promise<void> {
    unsubscribe(REQUESTS, this.#listen);
    this.#made.mockRestore();
    await this.#sim.close();
  }
}
