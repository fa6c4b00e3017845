import type { ExportedFile } from '../../engine/contract/views.ts';
import { ForbiddenError } from '../authorise.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { bookName } from '../format/names.ts';

const YEAR_MIN = 2020;
const YEAR_MAX = 2100;

export const exportRows: ChatCommand = {
  name: 'export',
  aliases: ['csv'],
  summary: 'fills, payouts and flows of a year, as a file',
  examples: [
    ['/export 2026', 'a calendar year in UTC, one file for each ledger'],
    ['/export all', 'everything that was ever booked'],
  ],
  arguments: [{ name: 'year', about: '2026, or all', required: true }],
  role: 'trader',
  danger: 'none',
  async run({ queries, words, speaker }) {
    const year = readYear(words);
    if (!speaker.isPrivate) {
      throw new ForbiddenError('Not here, where others read: say it in our private chat.');
    }
    const files = await queries.exportFiles(year);
    const span = year === null ? 'in all' : `in ${year}`;
    if (files.length === 0) {
      return reply(`Nothing was booked ${span}`, { buttons: [show('Status', '/status')] });
    }
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const answer = reply(`${count(rows, 'row')} ${span}, times in UTC`, {
      blocks: [
        lines(
          ...files.map(fileLine),
          'Fills, reversals, payouts and flows: all rows of all time add up to the books.',
        ),
      ],
    });
    return {
      ...answer,
      files: files.map(({ name, bytes }) => ({ name, bytes, type: 'text/csv' })),
    };
  },
};

function fileLine({ name, ledger, rows }: ExportedFile): string {
  return `${name}  ${bookName(ledger)} · ${count(rows, 'row')}`;
}

/** `null` for all years. @throws UsageError */
function readYear(words: readonly string[]): number | null {
  const [word = '', ...more] = words;
  if (word.toLowerCase() === 'all' && more.length === 0) return null;
  const year = /^\d{4}$/.test(word) ? Number(word) : 0;
  if (more.length === 0 && year >= YEAR_MIN && year <= YEAR_MAX) return year;
  throw new UsageError('It takes a year, or all, for example: /export 2026');
}
