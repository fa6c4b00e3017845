import type { MarketView } from '../../engine/contract/views.ts';
import type { Quantity } from '../../engine/domain/values/money.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { cents, moneyShort, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { clock, day, duration, type Reader } from '../format/moments.ts';
import { cut, marketName, QUESTION_WIDTH } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';

/** Markets offered where words fit several. */
const OFFERED = 5;

export const market: ChatCommand = {
  name: 'market',
  aliases: ['markets', 'm'],
  summary: 'a market by words or link: prices, book, what is held',
  examples: [
    ['/market fed december', 'by words of its question'],
    ['/market https://polymarket.com/event/fed-decision', 'by its link'],
  ],
  arguments: [
    {
      name: 'words',
      about: 'words of the question, or a link',
      required: true,
      suggests: 'market',
    },
  ],
  role: 'viewer',
  danger: 'none',
  async run(call) {
    const text = call.words.join(' ');
    if (text === '') throw new UsageError('Which market? For example: /market fed december');
    const reply = await marketReply(call, text);
    if (reply === null) throw new UsageError(`No market fits "${cut(text, QUESTION_WIDTH)}".`);
    return reply;
  },
};

/** The card of the market that fits, or a choice of several; `null` when none does. */
export async function marketReply(
  { queries }: Pick<CommandCall, 'queries'>,
  text: string,
): Promise<Reply | null> {
  const found = await queries.findMarkets(text, OFFERED);
  const [first, ...others] = found;
  if (first === undefined) return null;
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  const card = marketCard(first, reader);
  if (others.length === 0) return card;
  const also: Line[] = others.map((one) => ['also: ', nameOf(one)]);
  const buttons = others
    .slice(0, 3)
    .map((one) => show(cut(one.market.question, 30), `/market ${one.market.id}`));
  return {
    ...card,
    blocks: [...card.blocks, lines(...also)],
    buttons: [...card.buttons, ...buttons],
  };
}

function nameOf({ market: of, url }: MarketView) {
  return marketName({ id: of.id, question: of.question, url });
}

function marketCard(view: MarketView, reader: Reader): Reply {
  const { market: of, outcomes } = view;
  const rows = outcomes.map((one) => [
    cut(one.label, 10),
    one.bid === null ? '–' : cents(one.bid),
    one.ask === null ? '–' : cents(one.ask),
    one.held === 0 ? '–' : shares(one.held as Quantity),
  ]);
  const facts = [
    closing(view, reader),
    ...(of.volume24h === null ? [] : [`${moneyShort(of.volume24h)} in 24 h`]),
    ...(of.categories.length === 0 ? [] : [of.categories.slice(0, 3).join(', ')]),
  ];
  const [category] = of.categories;
  return reply([nameOf(view)], {
    blocks: [
      {
        kind: 'table',
        head: ['side', 'bid', 'ask', 'held'],
        align: ['left', 'right', 'right', 'right'],
        rows,
      },
      lines(bookLine(view), facts.join(' · ')),
    ],
    buttons: [
      show('No entries here', `/filter deny market ${of.id}`),
      ...(category === undefined
        ? []
        : [show(`No ${cut(category, 16)}`, `/filter deny category ${category}`)]),
    ],
  });
}

function bookLine({ bookAgeMs, trusted }: MarketView): string {
  if (bookAgeMs === null) return 'no book: it is watched once somebody trades it';
  return `book ${duration(bookAgeMs)} old, ${trusted ? 'trusted' : 'not trusted'}`;
}

function closing({ market: of }: MarketView, { nowMs, zone }: Reader): string {
  if (of.status !== 'open') return of.status;
  if (of.closesAtMs === null) return 'no closing time';
  const left = of.closesAtMs - nowMs;
  if (left <= 0) return 'past its closing time';
  return `closes in ${duration(left)}, ${day(of.closesAtMs, zone)} ${clock(of.closesAtMs, zone)}`;
}
