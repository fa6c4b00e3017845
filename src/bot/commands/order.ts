import type { OrderView } from '../../engine/contract/views.ts';
import { type ChatCommand, UsageError } from '../command.ts';
import { cents, money, shares } from '../format/amounts.ts';
import { lines, reply, type Sign, show } from '../format/compose.ts';
import { ago, clock, type Reader } from '../format/moments.ts';
import type { Line, Reply } from '../reply.ts';
import { orderLines, STATUS_WORDS } from './orders.ts';
import { subjectId } from './subject.ts';

export const order: ChatCommand = {
  name: 'order',
  aliases: ['o'],
  summary: 'one order: limit, fills, fees, how it ended',
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
  if (status === 'filled') return '●';
  if (filledQuantity > 0) return '◐';
  return status === 'denied' || status === 'rejected' ? '✕' : '○';
}

function orderReply(view: OrderView, reader: Reader): Reply {
  const { order: of, shortId, fills } = view;
  const { intent } = of;
  const filled: Line[] = fills.map(
    (fill) =>
      `${clock(fill.atMs, reader.zone)}  ${shares(fill.quantity)} at ${cents(fill.price)} · ${money(fill.notional)} · fee ${money(fill.fee)} · ${fill.settlement}`,
  );
  const budget =
    intent.side === 'buy'
      ? `at most ${money(intent.spend)}`
      : `at most ${shares(intent.quantity)} shares`;
  const kept = of.reserved > 0 ? [`reserved for it ${money(of.reserved)}`] : [];
  return reply(`Order ${shortId}  ${STATUS_WORDS[of.status]}`, {
    symbol: symbolOf(view),
    blocks: [
      lines(
        ...orderLines(view, reader),
        `${intent.timeInForce}, ${budget} · ${intent.leg}, try ${intent.attempt + 1}`,
        ...filled,
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
