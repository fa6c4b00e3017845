import type { FillView } from '../../engine/contract/views.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { cents, count, money, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { ago, duration, type Reader } from '../format/moments.ts';
import { bookName, marketName, sideName, walletName } from '../format/names.ts';
import type { Line } from '../reply.ts';
import { SETTLEMENT_WORDS } from './order-life.ts';

const LISTED = 8;
const LISTED_MAX = 25;

export const trades: ChatCommand = {
  name: 'trades',
  aliases: ['trade', 'fills', 'fill'],
  summary: 'our newest fills, against what the leader got',
  examples: [
    ['/trades', `the newest ${LISTED}`],
    ['/trades 20', 'more of them'],
  ],
  arguments: [{ name: 'count', about: `1 to ${LISTED_MAX}`, required: false }],
  role: 'viewer',
  danger: 'none',
  async run({ queries, words }) {
    const limit = howMany(words[0], { usual: LISTED, most: LISTED_MAX, example: '/trades 20' });
    const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
    const fills = await queries.fills(limit);
    if (fills.length === 0) {
      return reply('No fills yet', {
        blocks: [lines('The first copy shows here; /status tells what is heard.')],
      });
    }
    return reply(`Newest ${count(fills.length, 'fill')}`, {
      blocks: [lines(...fills.flatMap((view) => fillLines(view, reader)))],
      buttons: [show('Why', '/why'), show('PnL', '/pnl')],
    });
  },
};

/** A count that a person typed. @throws UsageError outside 1 to `most`. */
export function howMany(
  word: string | undefined,
  {
    usual,
    most,
    example,
  }: { readonly usual: number; readonly most: number; readonly example: string },
): number {
  if (word === undefined) return usual;
  const asked = /^\d{1,4}$/.test(word) ? Number(word) : 0;
  if (asked >= 1 && asked <= most) return asked;
  throw new UsageError(`It takes a number from 1 to ${most}, for example: ${example}`);
}

function fillLines(
  { fill, outcome, wallet, leaderPrice, behindMs }: FillView,
  reader: Reader,
): readonly Line[] {
  const did = fill.side === 'buy' ? 'bought' : 'sold';
  const what = `${did} ${shares(fill.quantity)} ${sideName(outcome)} at ${cents(fill.price)}`;
  const paid =
    leaderPrice === null ? '' : ` ${fill.side === 'buy' ? 'paid' : 'got'} ${cents(leaderPrice)}`;
  const behind = behindMs === null ? '' : ` · ${duration(behindMs)} behind`;
  const settled = fill.settlement === 'confirmed' ? '' : ` · ${SETTLEMENT_WORDS[fill.settlement]}`;
  return [
    `● ${bookName(fill.ledger)}  ${what} · ${money(fill.notional)}`,
    ['  ', marketName(outcome.market), `  ${walletName(wallet)}${paid}${behind}`],
    [{ muted: `  ${ago(fill.atMs, reader)} · fee ${money(fill.fee)}${settled}` }],
  ];
}
