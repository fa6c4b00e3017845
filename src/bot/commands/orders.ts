import type { OrderView } from '../../engine/contract/views.ts';
import type { OrderStatus } from '../../engine/domain/order-state.ts';
import type { ChatCommand } from '../command.ts';
import { cents, count, money, shares } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import { ago, type Reader } from '../format/moments.ts';
import { bookName, marketName, sideName, walletName } from '../format/names.ts';
import type { Line } from '../reply.ts';
import { howMany } from './trades.ts';

const LISTED = 6;
const LISTED_MAX = 25;

/** The states of an order for people. */
export const STATUS_WORDS: Record<OrderStatus, string> = {
  initialized: 'about to be sent',
  submitted: 'sent, not answered',
  inDoubt: 'in doubt',
  open: 'open',
  pendingCancel: 'being cancelled',
  filled: 'filled',
  canceled: 'cancelled',
  rejected: 'rejected by the venue',
  denied: 'denied by us',
  expired: 'expired',
  notPlaced: 'never reached the venue',
};

export const orders: ChatCommand = {
  name: 'orders',
  aliases: [],
  summary: 'orders on their way, and the newest that ended',
  examples: [
    ['/orders', `open ones, then the newest ${LISTED}`],
    ['/orders 20', 'more of them'],
  ],
  arguments: [{ name: 'count', about: `1 to ${LISTED_MAX}`, required: false }],
  role: 'viewer',
  danger: 'none',
  async run({ queries, words }) {
    const limit = howMany(words[0], { usual: LISTED, most: LISTED_MAX, example: '/orders 20' });
    const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
    const open = doubtsFirst(queries.openOrders());
    const doubts = open.filter(isInDoubt).length;
    const isOpen = new Set(open.map(({ order }) => order.intent.id));
    const recent = await queries.orders(limit);
    const ended = recent.filter(({ order }) => !isOpen.has(order.intent.id));
    const shown = [...open.slice(0, limit), ...ended].slice(0, limit);
    const inDoubt = doubts === 0 ? '' : ` · ${doubts} in doubt`;
    const title =
      open.length === 0 ? 'No order is open' : `${count(open.length, 'order')} open${inDoubt}`;
    const all = shown.flatMap((view) => orderLines(view, reader));
    return reply(title, {
      ...(doubts === 0 ? {} : { symbol: '!' }),
      blocks: [all.length === 0 ? lines('The first order shows here.') : lines(...all)],
    });
  },
};

function doubtsFirst(open: readonly OrderView[]): readonly OrderView[] {
  return [...open].sort((a, b) => Number(isInDoubt(b)) - Number(isInDoubt(a)));
}

/** Whether it is not known if the venue has it. */
export function isInDoubt({ order }: OrderView): boolean {
  return order.status === 'inDoubt';
}

/** `K3F9QX  PAPER buy 8.06 YES at 62.0¢ or better · filled`, and whose copy it is. */
export function orderLines(
  { order, outcome, wallet, shortId }: OrderView,
  reader: Reader,
): readonly Line[] {
  const { intent, status } = order;
  const limit = `${intent.side} ${shares(intent.quantity)} ${sideName(outcome)} at ${cents(intent.limitPrice)}`;
  const part =
    order.filledQuantity > 0 && status !== 'filled'
      ? `, ${shares(order.filledQuantity)} filled for ${money(order.filledNotional)}`
      : '';
  const end = `${STATUS_WORDS[status]}${part}${order.reason === null ? '' : `: ${order.reason}`}`;
  const mark = status === 'inDoubt' ? '! ' : '';
  return [
    [mark, { code: shortId }, `  ${bookName(intent.ledger)} ${limit} · ${end}`],
    [
      '  ',
      marketName(outcome.market),
      `  ${walletName(wallet)} · ${ago(intent.createdAtMs, reader)}`,
    ],
  ];
}
