import type { Queries } from '../../engine/contract/queries.ts';
import type { PnlView } from '../../engine/contract/views.ts';
import { DAY_MS } from '../../engine/domain/time.ts';
import { addMoney, subtractMoney } from '../../engine/domain/values/money.ts';
import type { Chart } from '../charts/chart.ts';
import {
  closedTrades,
  curveOrNone,
  equityChart,
  resultChart,
  withPicture,
} from '../charts/money-charts.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { count, gain, money, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { duration, type Reader, startOfDay } from '../format/moments.ts';
import { bookName, cut, walletName } from '../format/names.ts';
import { readDuration } from '../grammar/duration.ts';
import type { Block } from '../reply.ts';
import { brainsReply } from './pnl-brains.ts';

const NAMED_SPANS: Readonly<Record<string, number>> = {
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};
/** Wallets in the table. */
const WALLETS_SHOWN = 10;

export const pnl: ChatCommand = {
  name: 'pnl',
  aliases: ['profit', 'result'],
  summary: 'profit and loss, by wallet, after fees',
  examples: [
    ['/pnl', 'since midnight'],
    ['/pnl 7d', 'a span: 12h, 7d, week, month, all'],
    ['/pnl brains 7d', 'what naive copying and the rules made of the same signals'],
  ],
  arguments: [{ name: 'span', about: 'today, 7d, week, month, all, or brains', required: false }],
  role: 'viewer',
  danger: 'none',
  async run({ queries, words: typed }) {
    // One slot of Discord holds all of them.
    const words = typed.flatMap((word) => word.split(/\s+/));
    const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
    if (words[0]?.toLowerCase() === 'brains') {
      return brainsReply(queries, readSpan(words.slice(1).join('') || 'week', reader));
    }
    const { sinceMs, name } = readSpan(words.join(''), reader);
    const views = await queries.pnl(sinceMs);
    const [first, ...others] = views.filter(({ ledger }) => !ledger.startsWith('shadow:'));
    if (first === undefined) return reply(`No money has moved ${name}`);
    const rest = others.flatMap((view) => [lines(titleOf(view, name)), ...blocksOf(view)]);
    const answer = reply(titleOf(first, name), {
      symbol: '◆',
      blocks: [...blocksOf(first), ...rest],
      buttons: [show('Positions', '/positions'), show('Top', '/top')],
    });
    return withPicture(answer, await pictureOf(first, { ...reader, span: name }, queries));
  },
};

function readSpan(
  word: string,
  reader: Reader,
): { readonly sinceMs: number; readonly name: string } {
  const text = word.toLowerCase();
  if (text === '' || text === 'today') return { sinceMs: startOfDay(reader), name: 'today' };
  if (text === 'all') return { sinceMs: 0, name: 'in all' };
  const ms = NAMED_SPANS[text] ?? readDuration(text, DAY_MS);
  if (ms === null || ms <= 0) {
    throw new UsageError('pnl takes today, 12h, 7d, week, month or all, for example: /pnl 7d');
  }
  return { sinceMs: Math.max(0, reader.nowMs - ms), name: `in ${duration(ms)}` };
}

/** Equity where its change is the result, else the result of closed trades. */
async function pictureOf(
  view: PnlView,
  asked: Reader & { readonly span: string },
  queries: Pick<Queries, 'equityCurve' | 'resultCurve'>,
): Promise<Chart | null> {
  const { ledger, sinceMs } = view;
  const equity = equityChart(view, await curveOrNone(queries.equityCurve(ledger, sinceMs)), asked);
  if (equity !== null) return equity;
  const result = await curveOrNone(queries.resultCurve({ ledger, sinceMs }));
  return resultChart(result, { ...asked, about: closedTrades(ledger, asked.span) });
}

/** What a view made: realised after fees, and what is open now at the bid. */
function netOf({ realised, fees, unrealised }: Pick<PnlView, 'realised' | 'fees' | 'unrealised'>) {
  return addMoney(subtractMoney(realised, fees), unrealised);
}

function titleOf(view: PnlView, name: string) {
  return [
    { bold: bookName(view.ledger) },
    '  ',
    gain(netOf(view)),
    ` ${name} · equity ${money(view.equity)}`,
  ];
}

function blocksOf(view: PnlView): Block[] {
  const parts = [
    `realised ${signedMoney(view.realised)}`,
    `fees ${money(view.fees)}`,
    `open ${signedMoney(view.unrealised)}`,
    count(view.fills, 'fill'),
    ...(view.unsettled === 0 ? [] : [`${view.unsettled} not settled yet`]),
  ];
  const rows = [...view.byWallet]
    .sort((a, b) => netOf(b) - netOf(a))
    .slice(0, WALLETS_SHOWN)
    .map((one) => [cut(walletName(one.wallet), 12), signedMoney(netOf(one)), String(one.copies)]);
  if (rows.length === 0) return [lines(parts.join(' · '))];
  const head = ['wallet', 'result', 'copies'];
  return [
    lines(parts.join(' · ')),
    { kind: 'table', head, align: ['left', 'right', 'right'], rows },
  ];
}
