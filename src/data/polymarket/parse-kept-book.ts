import { type FrameReader, isRow } from '../parsed.ts';
import { parseBook } from './parse-book.ts';
import { keptBookSchema } from './schema-kept-book.ts';

/**
 * Books that were read some seconds ago (`polymarket.kept-book`): `{readAtMs, rows}` with the venue's
 * own rows. They are as old as that, whenever they come.
 */
export function parseKeptBook(frame: unknown, reader: FrameReader): void {
  const kept = reader.read(keptBookSchema, frame);
  if (kept === null) return;
  const { readAtMs, rows } = kept;
  for (const row of rows) {
    const book = isRow(row) ? parseBook(row, 'poll', reader) : reader.refuse('rows', 'books');
    if (book !== null) reader.events.push({ ...book, readAtMs });
  }
}
