import type { ClientBase } from 'pg';
import { quoted, type Table } from './catalogue.ts';

/** Rows of one fetch: some hundred kilobytes. */
const FETCH_ROWS = 500;
const CURSOR = 'polymind_backup';

/**
 * Every row of a table as one line of JSON, an array of texts and nulls in the order of `columns`,
 * within the caller's transaction. Rows come as the database keeps them, a part at a time.
 */
export async function* rowLines(
  client: Pick<ClientBase, 'query'>,
  { name, columns }: Table,
): AsyncGenerator<string[], void> {
  const list = columns.map((column) => `${quoted(column.name)}::text`).join(', ');
  await client.query(`declare ${CURSOR} no scroll cursor for select ${list} from ${quoted(name)}`);
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `fetch ${FETCH_ROWS} from ${CURSOR}`,
      rowMode: 'array',
    });
    if (rows.length > 0) yield rows.map((row) => JSON.stringify(row));
    if (rows.length < FETCH_ROWS) break;
  }
  await client.query(`close ${CURSOR}`);
}
