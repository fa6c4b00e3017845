import { invariant } from '../../engine/domain/values/invariant.ts';
import type { VenueLeader, VenueLeaderKind, VenueMarket, VenueRow } from './venue.ts';

/** What a leader has of one market. */
export interface Holding {
  readonly market: VenueMarket;
  /** Micro-shares of outcome 0 and 1. */
  readonly shares: readonly [number, number];
  /** When it last grew, in world time. */
  readonly grewAtMs: number;
}

const NOTHING: readonly [number, number] = [0, 0];

/** A named wallet and what it holds, which follows from its rows alone. */
export class Leader implements VenueLeader {
  readonly address: string;
  readonly name: string;
  readonly kind: VenueLeaderKind;
  readonly skill: number;
  readonly #holdings = new Map<VenueMarket, Holding>();

  constructor(who: VenueLeader) {
    this.address = who.address;
    this.name = who.name;
    this.kind = who.kind;
    this.skill = who.skill;
  }

  get holdings(): readonly Holding[] {
    return [...this.#holdings.values()];
  }

  held(market: VenueMarket, outcome: 0 | 1): number {
    return this.#holdings.get(market)?.shares[outcome] ?? 0;
  }

  /** Books what the wallet did. @throws InvariantError when it gives away what it does not hold. */
  book(row: VenueRow, atMs: number): void {
    const { market } = row;
    if (row.type === 'REDEEM') {
      this.#holdings.delete(market);
      return;
    }
    const before = this.#holdings.get(market);
    const [zero, one] = changeOf(row);
    const held = before?.shares ?? NOTHING;
    const shares = [held[0] + zero, held[1] + one] as const;
    invariant(shares[0] >= 0 && shares[1] >= 0, 'a leader gives away only what it holds');
    const grows = zero > 0 || one > 0;
    if (shares[0] + shares[1] === 0) this.#holdings.delete(market);
    else {
      const grewAtMs = grows || before === undefined ? atMs : before.grewAtMs;
      this.#holdings.set(market, { market, shares, grewAtMs });
    }
  }

  /** Lets go of a market whose shares are worth nothing. */
  forget(market: VenueMarket): void {
    this.#holdings.delete(market);
  }
}

function changeOf(row: VenueRow): readonly [number, number] {
  if (row.type === 'SPLIT') return [row.size, row.size];
  if (row.type === 'MERGE') return [-row.size, -row.size];
  const change = row.side === 'BUY' ? row.size : -row.size;
  return row.outcome === 0 ? [change, 0] : [0, change];
}
