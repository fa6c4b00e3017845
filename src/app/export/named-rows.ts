import type { Reports } from '../../engine/contract/reports.ts';
import type { LedgerId, MarketId } from '../../engine/domain/ids.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import type { NamedRow } from './columns.ts';
import { type ExportRow, exportRowsOf } from './export-row.ts';

/** Markets whose names are kept; above it the longest known are asked for again. */
const MARKETS_KEPT_MAX = 5_000;

/** What is exported from. */
export type Books = Pick<Reports, 'bookedLedgers' | 'bookings' | 'marketsById'>;

/** From the first moment on, and before the last. */
export interface Span {
  readonly sinceMs: AtMs;
  /** `null` for no end. */
  readonly beforeMs: AtMs | null;
}

/** All rows of one ledger, oldest first, in pages of some hundreds. @throws StoreError */
export async function* namedRows(
  books: Books,
  { ledger, sinceMs, beforeMs }: Span & { readonly ledger: LedgerId },
): AsyncGenerator<readonly NamedRow[], void> {
  const names = new Names(books);
  const until = beforeMs === null ? {} : { beforeMs };
  for await (const page of books.bookings({ ledger, sinceMs, ...until })) {
    const rows = page.flatMap(exportRowsOf);
    await names.learn(rows);
    yield rows.map((row) => names.named(row));
  }
}

class Names {
  readonly #books: Books;
  /** `null`: never listed. */
  readonly #markets = new Map<MarketId, Market | null>();

  constructor(books: Books) {
    this.#books = books;
  }

  async learn(rows: readonly ExportRow[]): Promise<void> {
    const needed = new Set<MarketId>();
    for (const { marketId } of rows) if (marketId !== null) needed.add(marketId);
    const unknown = [...needed].filter((id) => !this.#markets.has(id));
    const excess = this.#markets.size + unknown.length - MARKETS_KEPT_MAX;
    let left = excess;
    for (const id of this.#markets.keys()) {
      if (left <= 0) break;
      // Of this page none may go.
      if (needed.has(id)) continue;
      this.#markets.delete(id);
      left -= 1;
    }
    if (unknown.length === 0) return;
    for (const id of unknown) this.#markets.set(id, null);
    for (const market of await this.#asked(unknown)) this.#markets.set(market.id, market);
  }

  named(row: ExportRow): NamedRow {
    const market = row.marketId === null ? null : (this.#markets.get(row.marketId) ?? null);
    const outcome = market?.outcomes.find(({ tokenId }) => tokenId === row.tokenId);
    return { ...row, question: market?.question ?? null, outcome: outcome?.label ?? null };
  }

  /** A flow may move several positions, so a page may name more markets than one question takes. */
  async #asked(ids: readonly MarketId[]): Promise<readonly Market[]> {
    const found: Market[] = [];
    for (let from = 0; from < ids.length; from += IDS_ASKED) {
      found.push(...(await this.#books.marketsById(ids.slice(from, from + IDS_ASKED))));
    }
    return found;
  }
}

/** Ids of one question. */
const IDS_ASKED = 500;
