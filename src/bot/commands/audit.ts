import type { Queries } from '../../engine/contract/queries.ts';
import type { AuditEntry } from '../../engine/domain/change.ts';
import { walletAddress } from '../../engine/domain/ids.ts';
import type { ChatCommand } from '../command.ts';
import { count } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { clock, day, type Reader } from '../format/moments.ts';
import { cut, walletName } from '../format/names.ts';
import { howMany } from './trades.ts';

const LISTED = 10;
const LISTED_MAX = 40;

export const audit: ChatCommand = {
  name: 'audit',
  aliases: ['history', 'log'],
  summary: 'what people and safety changed, newest first',
  examples: [
    ['/audit', `the last ${LISTED}`],
    ['/audit 30', 'more of them'],
  ],
  arguments: [{ name: 'count', about: `1 to ${LISTED_MAX}`, required: false }],
  role: 'viewer',
  danger: 'none',
  async run({ queries, words }) {
    const limit = howMany(words[0], { usual: LISTED, most: LISTED_MAX, example: '/audit 30' });
    const entries = await queries.audit(limit);
    if (entries.length === 0) return reply('Nothing has been changed yet');
    const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
    return reply(`Last ${count(entries.length, 'change')}`, {
      blocks: [lines(...entries.map((entry) => entryLine(entry, queries, reader)))],
    });
  },
};

function entryLine(entry: AuditEntry, queries: Queries, { zone }: Reader): string {
  const when = `${day(entry.atMs, zone)} ${clock(entry.atMs, zone)}`;
  const refused = entry.outcome === 'refused' ? ' (refused)' : '';
  return `${when}  ${entry.actor}  ${auditWords(entry, queries)}${refused}`;
}

/** What an entry did, in a few words. Rows of older versions may lack what is named today. */
export function auditWords({ action, detail }: AuditEntry, queries: Queries): string {
  const text = (key: string): string => String(detail[key] ?? '?');
  switch (action) {
    case 'changeSetting':
      return `set ${text('key')} to ${text('value')}`;
    case 'changeWallet':
      return `${nameOf(text('address'), queries)}: ${changed(detail['change'])}`;
    case 'follow': {
      const rules = detail['rules'] as { readonly address?: unknown } | undefined;
      return `followed ${nameOf(String(rules?.address ?? '?'), queries)}`;
    }
    case 'unfollow':
      return `unfollowed ${nameOf(text('address'), queries)}`;
    case 'addFilter':
      return `filter ${Object.values(detail['filter'] ?? {}).join(' ')}`;
    case 'removeFilter':
      return `filter ${text('type')} ${text('value')} removed`;
    case 'webSignIn':
      return detail['why'] === undefined
        ? `signed in to the dashboard by ${text('by')}`
        : `knocked at the dashboard: ${text('why')}`;
    case 'webSignOut':
      return 'signed out of the dashboard';
    case 'webToken':
      return `let the program ${text('name')} use the API as ${text('role')}`;
    case 'webTokenRevoked':
      return `took the API from the program ${text('name')}`;
    default:
      return action;
  }
}

function nameOf(text: string, queries: Queries): string {
  const address = walletAddress(text);
  if (address === null) return text;
  const rules = queries.wallets().find((one) => one.address === address);
  return walletName(rules ?? { address, label: null });
}

function changed(change: unknown): string {
  const parts = Object.entries(change ?? {}).map(
    ([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return cut(parts.join(', '), 60);
}
