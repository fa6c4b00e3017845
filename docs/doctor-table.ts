import { CHECKS } from '../src/app/doctor/check-table.ts';

/** What `polymind doctor` looks at, as a Markdown table: of the very list that it goes through. */
export function doctorTable(): string {
  const rows = CHECKS.map(({ id, name, looksAt }) => `| \`${id}\` | ${name} | ${looksAt} |`);
  return ['| check | name | what is looked at |', '|---|---|---|', ...rows, ''].join('\n');
}
