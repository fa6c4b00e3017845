import { leaderEventKey } from '../../src/engine/domain/leader.ts';
import type { Venue, VenueHappening, VenueLeader, VenueRow } from '../../src/sim/venue/venue.ts';

/** A row of a followed leader, as it really happened. */
export interface TrueRow {
  readonly key: string;
  readonly wallet: string;
  /** The row's own time is of this second or, by a step begun before, of the one before. */
  readonly notedAtMs: number;
  /** Which of several equal rows it is, from 0. */
  readonly ordinal: number;
}

const KINDS = { SPLIT: 'split', MERGE: 'merge', REDEEM: 'redeem' } as const;

/** A venue that remembers what its leaders did, and stands still when it is told to. */
export class TrueVenue implements Venue {
  readonly rows: TrueRow[] = [];
  readonly #venue: Venue;
  readonly #counts = new Map<string, number>();
  #isStill = false;

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  get markets(): Venue['markets'] {
    return this.#venue.markets;
  }

  get leaders(): readonly VenueLeader[] {
    return this.#venue.leaders;
  }

  get nextAtMs(): number {
    return this.#isStill ? Number.POSITIVE_INFINITY : this.#venue.nextAtMs;
  }

  /** How often each row happened. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  step(): readonly VenueHappening[] {
    const happenings = this.#venue.step();
    const notedAtMs = Date.now();
    const leaders = new Set(this.leaders.map(({ address }) => address));
    for (const { event } of happenings) {
      for (const row of 'rows' in event ? event.rows : []) {
        if (leaders.has(row.wallet)) this.#note(row, notedAtMs);
      }
    }
    return happenings;
  }

  /** Nothing happens any more; what happened is still told. */
  standStill(): void {
    this.#isStill = true;
  }

  #note(row: VenueRow, notedAtMs: number): void {
    const key = keyOf(row);
    const ordinal = this.#counts.get(key) ?? 0;
    this.#counts.set(key, ordinal + 1);
    this.rows.push({ key, wallet: row.wallet, notedAtMs, ordinal });
  }
}

function keyOf({ type, side, market, outcome, size, wallet, transaction }: VenueRow): string {
  const isTrade = type === 'TRADE';
  const event = {
    transaction,
    wallet,
    kind: isTrade ? (side === 'BUY' ? 'buy' : 'sell') : KINDS[type],
    tokenId: isTrade ? market.tokenIds[outcome] : null,
    marketId: market.conditionId,
    quantity: size,
  };
  return leaderEventKey(event as Parameters<typeof leaderEventKey>[0]);
}
