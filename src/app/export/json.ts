import { COLUMNS, type NamedRow } from './columns.ts';

/** A row as an object with the columns as keys. Numbers are texts, so that no reader rounds them. */
export function jsonRow(row: NamedRow): string {
  const cells = COLUMNS.map(([name, cellOf]) => {
    const cell = cellOf(row);
    if (cell === null) return [name, null] as const;
    return [name, 'number' in cell ? cell.number : cell.text] as const;
  });
  return JSON.stringify(Object.fromEntries(cells));
}
