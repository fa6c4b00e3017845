import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import type { Venue, VenueHappening, VenueLeader, VenueRow } from '../../../src/sim/venue/venue.ts';

/** A row as it happened, with the key under which the program has to count it. */
export interface TrueRow {
  readonly key: string;
  readonly wallet: string;
  readonly transaction: string;
  readonly atMs: number;
}

/** A seeded world that stands still until it is released, and whose leaders are written down. */
export class WitnessedWorld {
  readonly rows: TrueRow[] = [];
  readonly leaders: readonly VenueLeader[];
  readonly venue: Venue;
  readonly #addresses: ReadonlySet<string>;
  #isHeld = true;

  constructor(seed: string) {
    const inner = createVenue({ seed, startsAtMs: Date.now() });
    const isHeld = (): boolean => this.#isHeld;
    this.leaders = inner.leaders;
    this.#addresses = new Set(inner.leaders.map(({ address }) => address));
    this.venue = {
      leaders: inner.leaders,
      get markets() {
        return inner.markets;
      },
      get nextAtMs() {
        return isHeld() ? Number.POSITIVE_INFINITY : inner.nextAtMs;
      },
      step: () => this.#noted(inner.step()),
    };
  }

  release(): void {
    this.#isHeld = false;
  }

  hold(): void {
    this.#isHeld = true;
  }

  #noted(happenings: readonly VenueHappening[]): readonly VenueHappening[] {
    const atMs = Date.now();
    for (const { event } of happenings) {
      if (!('rows' in event)) continue;
      for (const row of event.rows) {
        if (!this.#addresses.has(row.wallet)) continue;
        const { wallet, transaction } = row;
        this.rows.push({ key: keyOf(row), wallet, transaction, atMs });
      }
    }
    return happenings;
  }
}

function keyOf({ transaction, wallet, type, side, market, outcome, size }: VenueRow): string {
  const isTrade = type === 'TRADE';
  const kind = (isTrade ? side : type).toLowerCase();
  const what = isTrade ? market.tokenIds[outcome] : market.conditionId;
  return [transaction, wallet, kind, what, size].join('|');
}
