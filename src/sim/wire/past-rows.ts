import type { VenuePast, VenuePastRow } from '../venue/venue.ts';
import { secondsOf } from './decimal.ts';
import { Holdings } from './holdings.ts';
import type { StoredRow } from './rows.ts';
import type { WorldTime } from './world-time.ts';

/** Rows of the time before the world, dated as the wire dates them. */
export class PastRows {
  readonly #past: VenuePast;
  readonly #startsAtMs: number;
  readonly #byWallet = new Map<string, readonly StoredRow[]>();
  readonly #holdings = new Map<string, Holdings>();

  constructor(past: VenuePast, time: WorldTime) {
    this.#past = past;
    this.#startsAtMs = time.beginsAtMs;
  }

  /** Oldest first. */
  ofWallet(wallet: string): readonly StoredRow[] {
    const known = this.#byWallet.get(wallet);
    if (known !== undefined) return known;
    const rows = this.#past.rowsOf(wallet).map((row) => this.#dated(row));
    if (rows.length > 0) this.#byWallet.set(wallet, rows);
    return rows;
  }

  /** Oldest first. */
  ofMarket(conditionId: string): readonly StoredRow[] {
    return this.#past.rowsIn(conditionId).map((row) => this.#dated(row));
  }

  leaders(): readonly string[] {
    return this.#past.leaders.map(({ address }) => address);
  }

  nameOf(wallet: string): string | null {
    return this.#past.leaders.find(({ address }) => address === wallet)?.name ?? null;
  }

  /** What a wallet held when the world began; `null` for one that did nothing. */
  holdings(wallet: string): Holdings | null {
    const known = this.#holdings.get(wallet);
    if (known !== undefined) return known;
    const rows = this.ofWallet(wallet);
    if (rows.length === 0) return null;
    const holdings = new Holdings();
    for (const row of rows) holdings.apply(row);
    this.#holdings.set(wallet, holdings);
    return holdings;
  }

  #dated({ row, worldAtMs, order }: VenuePastRow): StoredRow {
    const atMs = this.#startsAtMs + worldAtMs;
    return { row, atSeconds: secondsOf(atMs), visibleAtMs: atMs, seq: order };
  }
}
