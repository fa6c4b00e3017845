import { readFileSync, writeFileSync } from 'node:fs';
import { commandTable } from '../src/bot/command-table.ts';
import { doctorTable } from './doctor-table.ts';
import { faultTable, lackTable, limitTable } from './live-tables.ts';
import { roleTable } from './role-table.ts';

/** Writes the tables of the documents anew: `node --import tsx docs/tables.ts`. */

write('commands.md', commandTable());
write('roles.md', roleTable());
write('doctor.md', doctorTable());
for (const table of [lackTable(), faultTable(), limitTable()]) write('live.md', table);

/** A table ends where its lines do. */
function write(name: string, table: string): void {
  const path = new URL(name, import.meta.url);
  const text = readFileSync(path, 'utf8');
  const head = table.slice(0, table.indexOf(' | '));
  const start = text.indexOf(`\n${head} |`) + 1;
  if (start === 0) throw new Error(`${name} has no table that begins with "${head}"`);
  const rest = /\n(?!\|)/.exec(text.slice(start));
  const end = rest === null ? text.length : start + rest.index + 1;
  writeFileSync(path, text.slice(0, start) + table + text.slice(end));
}
