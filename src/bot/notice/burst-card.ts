import type { LedgerId } from '../../engine/domain/ids.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { count } from '../format/amounts.ts';
import { lines, plainText, reply, show } from '../format/compose.ts';
import { duration } from '../format/moments.ts';
import { bookName, cut } from '../format/names.ts';
import type { Reply } from '../reply.ts';
import { boundReply } from './bound-reply.ts';
import type { NoticeMessage, Tally } from './notice-message.ts';

/** First lines that are shown of the newest. */
export const BURST_LINES_MAX = 5;
const LINE_WIDTH = 100;

const NAMES: Record<Tally, readonly [one: string, many: string]> = {
  copy: ['copy', 'copies'],
  exit: ['exit', 'exits'],
  skip: ['skip', 'skips'],
  signal: ['signal', 'signals'],
  order: ['order', 'orders'],
  result: ['result', 'results'],
  notice: ['notice', 'notices'],
};

/** What is kept of a notice that a card tells with others. */
export interface BurstItem {
  readonly id: string;
  readonly ledger: LedgerId | null;
  readonly tally: Tally;
  readonly line: string;
  readonly atMs: AtMs;
}

export function burstItem(message: NoticeMessage, ledger: LedgerId | null): BurstItem {
  const { symbol, title } = message.reply;
  const line = cut(`${symbol ?? ''} ${plainText(title)}`, LINE_WIDTH);
  return { id: message.id, ledger, tally: message.tally, line, atMs: message.atMs };
}

/** `● PAPER 14 copies, 3 exits, 9 skips in 40 s`, with the newest below. */
export function burstReply(items: readonly BurstItem[]): Reply {
  const books = new Map<string, BurstItem[]>();
  for (const item of items) {
    const book = item.ledger === null ? '' : bookName(item.ledger);
    books.set(book, [...(books.get(book) ?? []), item]);
  }
  const parts = [...books]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([book, of]) => (book === '' ? countsOf(of) : `${book} ${countsOf(of)}`));
  const times = items.map(({ atMs }) => atMs);
  const tookMs = Math.max(...times) - Math.min(...times);
  const newest = [...items].sort((a, b) => b.atMs - a.atMs).slice(0, BURST_LINES_MAX);
  const traded = items.some(({ tally }) => tally === 'copy' || tally === 'exit');
  return boundReply(
    reply(`${parts.join(' · ')}${tookMs < 1_000 ? '' : ` in ${duration(tookMs)}`}`, {
      symbol: traded ? '●' : items.every(({ tally }) => tally === 'skip') ? '✕' : '○',
      blocks: [lines(...newest.map(({ line }) => line))],
      buttons: [show('Trades', '/trades'), show('Why', '/why today')],
    }),
  );
}

function countsOf(items: readonly BurstItem[]): string {
  return (Object.keys(NAMES) as readonly Tally[])
    .flatMap((tally) => {
      const of = items.filter((item) => item.tally === tally).length;
      return of === 0 ? [] : [count(of, ...NAMES[tally])];
    })
    .join(', ');
}
