import type { Chance } from '../chance.ts';
import type { VenueRow } from '../venue/venue.ts';
import { secondsOf } from './decimal.ts';
import { type Faults, LATE_ROW_MS, type Range } from './faults.ts';
import { Holdings } from './holdings.ts';

/** Rows kept of all wallets together; older ones live on in the positions they made. */
export const ROWS_MAX = 100_000;
/** How far the store grows beyond it before it is trimmed. */
const ROWS_SLACK = 10_000;

/** A row with its time on the wire and when the Data API begins to show it. */
export interface StoredRow {
  readonly row: VenueRow;
  readonly atSeconds: number;
  readonly visibleAtMs: number;
  /** Rows are numbered in the order in which they happened. */
  readonly seq: number;
}

/** What wallets did, as the Data API shows it: some seconds after the match. */
export class Rows {
  #all: StoredRow[] = [];
  readonly #byWallet = new Map<string, StoredRow[]>();
  readonly #settled = new Map<string, Holdings>();
  readonly #names = new Map<string, string>();
  readonly #chance: Chance;
  readonly #faults: Faults;
  readonly #delayMs: Range;
  readonly #lateRowMs: Range;
  #seq = 0;

  constructor(
    chance: Chance,
    faults: Faults,
    waits: { readonly delayMs: Range; readonly lateRowMs?: Range },
  ) {
    this.#chance = chance;
    this.#faults = faults;
    this.#delayMs = waits.delayMs;
    this.#lateRowMs = waits.lateRowMs ?? LATE_ROW_MS;
  }

  /** How many rows there have been. */
  get count(): number {
    return this.#seq;
  }

  /** Rows of one transaction, which the Data API shows together unless one is late. */
  add(rows: readonly VenueRow[], atMs: number): void {
    const readyAtMs = atMs + this.#chance.whole(...this.#delayMs);
    for (const row of rows) {
      const lateMs = this.#faults.happens('lateRow')
        ? this.#faults.amount('lateRow', this.#lateRowMs)
        : 0;
      const visibleAtMs = readyAtMs + lateMs;
      const stored = { row, atSeconds: secondsOf(atMs), visibleAtMs, seq: this.#seq };
      this.#seq += 1;
      this.#all.push(stored);
      this.#names.set(row.wallet, row.name);
      const own = this.#byWallet.get(row.wallet);
      if (own === undefined) this.#byWallet.set(row.wallet, [stored]);
      else own.push(stored);
    }
    if (this.#all.length > ROWS_MAX + ROWS_SLACK) this.#trim();
  }

  /** Visible rows of a wallet, newest first. */
  ofWallet(wallet: string, nowMs: number): readonly StoredRow[] {
    return newestFirst(this.#byWallet.get(wallet) ?? [], nowMs);
  }

  /** Visible rows in some markets, newest first. */
  ofMarkets(conditionIds: ReadonlySet<string>, nowMs: number): readonly StoredRow[] {
    const rows = this.#all.filter(({ row }) => conditionIds.has(row.market.conditionId));
    return newestFirst(rows, nowMs);
  }

  /** Every wallet that ever did something. */
  wallets(): readonly string[] {
    return [...this.#names.keys()];
  }

  nameOf(wallet: string): string {
    return this.#names.get(wallet) ?? '';
  }

  /** What a wallet holds by its visible rows; `null` for a wallet that did nothing. */
  holdings(wallet: string, nowMs: number): Holdings | null {
    const settled = this.#settled.get(wallet);
    const rows = this.ofWallet(wallet, nowMs);
    if (settled === undefined && rows.length === 0) return null;
    const holdings = settled?.copy() ?? new Holdings();
    for (const stored of rows.toReversed()) holdings.apply(stored);
    return holdings;
  }

  /** Lets the oldest rows go into what their wallets hold. */
  #trim(): void {
    const gone = this.#all.splice(0, this.#all.length - ROWS_MAX);
    const counts = new Map<string, number>();
    for (const stored of gone) {
      const { wallet } = stored.row;
      counts.set(wallet, (counts.get(wallet) ?? 0) + 1);
      const settled = this.#settled.get(wallet) ?? new Holdings();
      settled.apply(stored);
      this.#settled.set(wallet, settled);
    }
    for (const [wallet, count] of counts) {
      const own = this.#byWallet.get(wallet);
      own?.splice(0, count);
      if (own?.length === 0) this.#byWallet.delete(wallet);
    }
  }
}

function newestFirst(rows: readonly StoredRow[], nowMs: number): readonly StoredRow[] {
  return rows.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).reverse();
}
