import type { LedgerId } from '../../engine/domain/ids.ts';
import { CSV_HEAD, csvLine } from './csv.ts';
import { jsonRow } from './json.ts';
import { type Books, namedRows, type Span } from './named-rows.ts';

export type ExportFormat = 'csv' | 'json';

export interface WriteExport {
  readonly books: Books;
  readonly ledgers: readonly LedgerId[];
  readonly span: Span;
  readonly format: ExportFormat;
  /** Takes some text, and resolves when more may come. */
  readonly write: (text: string) => Promise<void>;
  readonly progress: (rows: number) => void;
}

/** Writes one ledger after the other, a page at a time. Tells how many rows. @throws StoreError */
export async function writeExport(options: WriteExport): Promise<number> {
  const { books, ledgers, span, format, write, progress } = options;
  let rows = 0;
  await write(format === 'csv' ? CSV_HEAD : '{"rows":[');
  for (const ledger of ledgers) {
    for await (const page of namedRows(books, { ...span, ledger })) {
      if (format === 'csv') await write(page.map(csvLine).join(''));
      else await write(`${rows === 0 ? '' : ','}\n${page.map(jsonRow).join(',\n')}`);
      rows += page.length;
      progress(rows);
    }
  }
  if (format === 'json') await write('\n]}\n');
  return rows;
}
