import type { OrderLifeView, OrderView } from '../../engine/contract/views.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { money, shares } from '../format/amounts.ts';
import { lines, reply, type Sign, show } from '../format/compose.ts';
import { ago, clock, type Reader } from '../format/moments.ts';
import type { Line, Reply } from '../reply.ts';
import { lifeLines } from './order-life.ts';
import { orderLines, STATUS_WORDS } from './orders.ts';
import { subjectId } from './subject.ts';

export const order: ChatCommand = {
  name: 'order',
  aliases: ['o'],
  summary: 'one order: its whole way, fills, fees, how it ended',
  examples: [['/order K3F9QX', 'by its short id, as /orders shows it']],
  arguments: [
    { name: 'id', about: 'short id, or # of a message', required: true, suggests: 'order' },
  ],
  role: 'viewer',
  danger: 'none',
  async run(call) {
    const [word] = call.words;
    if (word === undefined)
      throw new UsageError('Which order? For example: /order K3F9QX', '/orders');
    const view = await call.queries.order(subjectId(call, word));
    if (view === null)
      throw new UsageError(`There is no order "${word}"; /orders lists them.`, '/orders');
    return orderReply(view, { nowMs: call.queries.nowMs(), zone: call.queries.timeZone() });
  },
};

function symbolOf({ order: { status, filledQuantity } }: OrderView): Sign {
  if (status === 'inDoubt') return '!';
  if (status === 'filled') return '●';
  if (filledQuantity > 0) return '◐';
  return status === 'denied' || status === 'rejected' ? '✕' : '○';
}

/** What an order in doubt means for who reads. */
function doubtLines({ order: { status, reserved, intent } }: OrderView): readonly Line[] {
  if (status !== 'inDoubt') return [];
  const held =
    intent.side === 'buy'
      ? `${money(reserved)} stays reserved for it`
      : 'its shares are not offered again';
  return [
    'The venue has not said whether it took it. It is not sent again: the venue is asked for it by its id until its lists prove what became of it.',
    `Until then ${held}.`,
  ];
}

function orderReply(view: OrderLifeView, reader: Reader): Reply {
  const { order: of, shortId } = view;
  const { intent } = of;
  const budget =
    intent.side === 'buy'
      ? `at most ${money(intent.spend)}`
      : `at most ${shares(intent.quantity)} shares`;
  const rests =
    intent.restsUntilMs === null ? '' : ` until ${clock(intent.restsUntilMs, reader.zone)}`;
  const kept =
    of.reserved > 0 && of.status !== 'inDoubt' ? [`reserved for it ${money(of.reserved)}`] : [];
  return reply(`Order ${shortId}  ${STATUS_WORDS[of.status]}`, {
    symbol: symbolOf(view),
    blocks: [
      lines(
        ...orderLines(view, reader),
        ...doubtLines(view),
        `${intent.timeInForce}${rests}, ${budget} · ${intent.leg}, try ${intent.attempt + 1}`,
        ...lifeLines(view, reader.zone),
        ...kept,
        [
          { muted: `last change ${ago(of.updatedAtMs, reader)} · venue id ` },
          { code: of.externalId },
        ],
      ),
    ],
    buttons: [show('Why', `/why ${shortId}`)],
  });
}
