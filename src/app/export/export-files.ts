import { UnavailableError } from '../../engine/contract/queries.ts';
import type { ExportedFile } from '../../engine/contract/views.ts';
import { chosenLedgers, ledgerFileName } from './chosen-ledgers.ts';
import type { Books, Span } from './named-rows.ts';
import { yearSpan } from './span.ts';
import { writeExport } from './write-export.ts';

/** All files of one answer together: what every platform takes, with room for the message itself. */
export const EXPORT_BYTES_MAX = 8 * 1024 * 1024;

const ALWAYS: Span = { sinceMs: 0, beforeMs: null };

/**
 * One CSV file for each ledger that has rows in a year, or in all.
 * @throws StoreError
 * @throws UnavailableError when they are more than a chat takes, or it is no year
 */
export async function exportFiles(
  books: Books,
  year: number | null,
): Promise<readonly ExportedFile[]> {
  const span = year === null ? ALWAYS : yearSpan(String(year));
  if (span === null) throw new UnavailableError(`${year} is no year that anything was booked in`);
  const files: ExportedFile[] = [];
  let bytesLeft = EXPORT_BYTES_MAX;
  for (const ledger of chosenLedgers(await books.bookedLedgers(), 'all')) {
    const parts: Buffer[] = [];
    const rows = await writeExport({
      books,
      ledgers: [ledger],
      span,
      format: 'csv',
      write: async (text) => {
        const part = Buffer.from(text);
        bytesLeft -= part.length;
        if (bytesLeft < 0) throw new UnavailableError(tooLarge(year));
        parts.push(part);
      },
      progress: () => undefined,
    });
    const name = `polymind-${year ?? 'all'}-${ledgerFileName(ledger)}.csv`;
    if (rows > 0) files.push({ name, ledger, rows, bytes: Buffer.concat(parts) });
  }
  return files;
}

function tooLarge(year: number | null): string {
  const most = EXPORT_BYTES_MAX / 1024 / 1024;
  const options = year === null ? '--csv' : `--csv --year ${year}`;
  return `that is more than the ${most} MB that fit into a chat; on the host, with the service stopped or with DATABASE_URL: polymind export ${options} --out polymind.csv`;
}
