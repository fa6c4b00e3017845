import { expect } from 'vitest';
import { chosenLedgers } from '../../../src/app/export/chosen-ledgers.ts';
import type { Books } from '../../../src/app/export/named-rows.ts';
import { writeExport } from '../../../src/app/export/write-export.ts';
import type { Ledger } from '../../../src/engine/domain/ledger.ts';
import { emptyBooks, rebuiltBooks } from './rebuilt-books.ts';

/** Everything that was ever booked, as CSV. */
export async function exportedCsv(books: Books): Promise<string> {
  const parts: string[] = [];
  await writeExport({
    books,
    ledgers: chosenLedgers(await books.bookedLedgers(), 'all'),
    span: { sinceMs: 0, beforeMs: null },
    format: 'csv',
    write: async (text) => {
      parts.push(text);
    },
    progress: () => undefined,
  });
  return parts.join('');
}

/** The lines alone give cash, flows, profit, fees, and every position of these ledgers. */
export function expectSameBooks(csv: string, ledgers: Iterable<Ledger>): void {
  const rebuilt = rebuiltBooks(csv);
  for (const ledger of ledgers) {
    const { positions, ...sums } = rebuilt.get(ledger.id) ?? emptyBooks();
    const { cash, flows, realised, fees } = ledger.totals();
    expect({ ledger: ledger.id, ...sums }).toEqual({
      ...{ ledger: ledger.id, cash, flows, realised, fees },
    });
    for (const row of ledger.positions.values()) {
      const key = `${row.wallet ?? ''}|${row.tokenId}`;
      const { quantity, cost } = row;
      const own = { quantity, cost, realised: row.realised, fees: row.fees };
      const told = positions.get(key) ?? { quantity: 0, cost: 0, realised: 0, fees: 0 };
      expect({ key, ...told }).toEqual({ key, ...own });
      positions.delete(key);
    }
    // What is left over holds nothing and brought nothing.
    for (const row of positions.values()) {
      expect(row).toEqual({ quantity: 0, cost: 0, realised: 0, fees: 0 });
    }
  }
}
