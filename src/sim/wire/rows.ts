import type { Chance } from '../chance.ts';
import type { VenueRow } from '../venue/venue.ts';
import { secondsOf } from './decimal.ts';
import { type Faults, LATE_ROW_MS, type Range } from './faults.ts';
import { Holdings } from './holdings.ts';
import type { PastRows } from './past-rows.ts';

/** Rows kept of all wallets together; older ones live on in the positions they made. */
export const ROWS_MAX = 100_000;
/** How far the store grows beyond it before it is trimmed. */
const ROWS_SLACK = 10_000;

/** A row with its time on the wire and when the Data API begins to show it. */
export interface StoredRow {
  readonly row: VenueRow;
  readonly atSeconds: number;
  readonly visibleAtMs: number;
  /** Rows are numbered in the order in which they happened, those before the world below zero. */
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
  readonly #past: PastRows | null;
  #seq = 0;

  constructor(
    chance: Chance,
    faults: Faults,
    of: {
      readonly delayMs: Range;
      readonly lateRowMs?: Range;
      readonly past?: PastRows | null;
    },
  ) {
    this.#chance = chance;
    this.#faults = faults;
    this.#delayMs = of.delayMs;
    this.#lateRowMs = of.lateRowMs ?? LATE_ROW_MS;
    this.#past = of.past ?? null;
  }

  /** How many rows there have been since the world began. */
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
    return newestFirst(this.#byWallet.get(wallet) ?? [], this.#past?.ofWallet(wallet), nowMs);
  }

  /** Visible rows in some markets, newest first. */
  ofMarkets(conditionIds: ReadonlySet<string>, nowMs: number): readonly StoredRow[] {
    const rows = this.#all.filter(({ row }) => conditionIds.has(row.market.conditionId));
    const past = [...conditionIds].flatMap((id) => this.#past?.ofMarket(id) ?? []);
    if (conditionIds.size > 1) past.sort((a, b) => a.seq - b.seq);
    return newestFirst(rows, past, nowMs);
  }

  /** Every wallet that did something since the world began, or had a name before. */
  wallets(): readonly string[] {
    return [...new Set([...this.#names.keys(), ...(this.#past?.leaders() ?? [])])];
  }

  nameOf(wallet: string): string {
    return this.#names.get(wallet) ?? this.#past?.nameOf(wallet) ?? '';
  }

  /** What a wallet holds by its visible rows; `null` for a wallet that did nothing. */
  holdings(wallet: string, nowMs: number): Holdings | null {
    const settled = this.#settled.get(wallet) ?? this.#past?.holdings(wallet) ?? null;
    const rows = newestFirst(this.#byWallet.get(wallet) ?? [], [], nowMs);
    if (settled === null && rows.length === 0) return null;
    const holdings = settled?.copy() ?? new Holdings();
    for (const stored of rows.toReversed()) holdings.apply(stored);
    return holdings;
  }

  #before(wallet: string): Holdings {
    return this.#past?.holdings(wallet)?.copy() ?? new Holdings();
  }

  /** Lets the oldest rows go into what their wallets hold. */
  #trim(): void {
    const gone = this.#all.splice(0, this.#all.length - ROWS_MAX);
    const counts = new Map<string, number>();
    for (const stored of gone) {
      const { wallet } = stored.row;
      counts.set(wallet, (counts.get(wallet) ?? 0) + 1);
      const settled = this.#settled.get(wallet) ?? this.#before(wallet);
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

/** Rows of the past are older than all others, and visible. */
function newestFirst(
  rows: readonly StoredRow[],
  past: readonly StoredRow[] | undefined,
  nowMs: number,
): readonly StoredRow[] {
  const visible = rows.filter(({ visibleAtMs }) => visibleAtMs <= nowMs).reverse();
  return past === undefined || past.length === 0 ? visible : [...visible, ...past.toReversed()];
}
