import type { FoundMarket, MarketLook } from '../../engine/contract/market-view.ts';
import { DAY_MS } from '../../engine/domain/time.ts';
import { fairChart } from '../charts/fair-chart.ts';
import { withPicture } from '../charts/money-charts.ts';
import { priceChart } from '../charts/price-chart.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { cents, moneyShort } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import type { Reader } from '../format/moments.ts';
import { cut, QUESTION_WIDTH } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';
import { kalshiReply, meantForKalshi, noneOfKalshi, offerOfKalshi } from './kalshi.ts';
import { marketCard, nameOf } from './market-card.ts';

/** Markets offered where words fit several. */
const OFFERED = 5;
/** Markets of one event that a message lists. */
const EVENT_SHOWN = 10;
/** Characters of a question on a button. */
const BUTTON_WIDTH = 30;
/** Buttons for markets besides the first. */
const BUTTONS_SHOWN = 3;
/** What the picture may show, as it is typed behind the words. */
const SPANS: Readonly<Record<string, Span>> = {
  '7d': { ms: 7 * DAY_MS, words: '7 days', other: ['24 hours', '24h'] },
  '24h': { ms: DAY_MS, words: '24 h', other: ['7 days', '7d'] },
};
/** Where none was typed. */
const SPAN: Span = { ms: DAY_MS, words: '24 h', other: ['7 days', '7d'] };

interface Span {
  readonly ms: number;
  readonly words: string;
  /** The button that shows the other one, and how it is typed. */
  readonly other: readonly [label: string, typed: string];
}

export const market: ChatCommand = {
  name: 'market',
  aliases: ['markets', 'm'],
  summary: 'a market by words or link: prices, quality, what is held',
  examples: [
    ['/market fed december', 'by words of its question'],
    ['/market fed december 7d', 'with its price over the week'],
    ['/market https://polymarket.com/event/fed-decision', 'by its link'],
    ['/market kalshi fed december', 'on Kalshi, to look at'],
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
    const there = meantForKalshi(text);
    if (there !== null) {
      const found = await kalshiReply(call, there);
      // It may be a word of the question, too.
      return found ?? (await marketReply(call, text)) ?? noneOfKalshi(there);
    }
    const reply = (await marketReply(call, text)) ?? (await offerOfKalshi(call, text));
    if (reply === null) throw noMarket(text);
    return reply;
  },
};

/** Says that nothing fits, and what else may be tried. */
export function noMarket(text: string): UsageError {
  return new UsageError(
    `No market fits "${cut(text, QUESTION_WIDTH)}". Try fewer words of its question, or paste its link.`,
  );
}

/** The card of the market that fits, or a choice of several; `null` when none does. */
async function marketReply(
  { queries }: Pick<CommandCall, 'queries'>,
  typed: string,
): Promise<Reply | null> {
  const { text, span } = spanOf(typed);
  const found = await queries.findMarkets(text, EVENT_SHOWN + 1);
  const [first, ...others] = found;
  if (first === undefined) return null;
  if (first.fit === 'event') return eventReply(found);
  const reader = { nowMs: queries.nowMs(), zone: queries.timeZone() };
  const look = await queries.lookAtMarket(first.market, reader.nowMs - span.ms);
  const card = marketCard(look, {
    ...reader,
    settings: queries.settings(),
    filters: queries.filters(),
  });
  const offered = others.slice(0, OFFERED - 1);
  const also: Line[] = offered.map((one) => ['also: ', nameOf(one)]);
  const buttons = offered.slice(0, BUTTONS_SHOWN).map(openButton);
  return withPrices(
    {
      ...card,
      blocks: [...card.blocks, ...(also.length === 0 ? [] : [lines(...also)])],
      buttons: [...card.buttons, ...buttons],
    },
    { look, span, reader },
  );
}

/** `fed december 7d` shows seven days; a span alone is a word like any other. */
function spanOf(typed: string): { readonly text: string; readonly span: Span } {
  const [, text, word = ''] = /^(.*\S)\s+(\S+)$/.exec(typed) ?? [];
  const span = SPANS[word.toLowerCase()];
  return text === undefined || span === undefined ? { text: typed, span: SPAN } : { text, span };
}

/**
 * With a picture: of its price beside its worth where that is known and no span was typed, else of its
 * price over the span; or a line that says why there is none.
 */
function withPrices(
  card: Reply,
  of: { readonly look: MarketLook; readonly span: Span; readonly reader: Reader },
): Reply {
  const { look, span, reader } = of;
  const { id } = look.market;
  const worth = fairChart(look, reader);
  if (worth !== null && span === SPAN) {
    const spans = Object.values(SPANS).map((one) => otherSpan(look, one));
    return { ...withPicture(card, worth), buttons: [...spans, ...card.buttons] };
  }
  const back = worth === null ? [] : [show('Worth by spot', `/market ${id}`)];
  const chart = priceChart(look, { ...reader, span: span.words, spanMs: span.ms });
  if (chart !== null) {
    const buttons = [otherSpan(look, span), ...back, ...card.buttons];
    return { ...withPicture(card, chart), buttons };
  }
  const why =
    look.prices === null
      ? 'no chart: Polymarket does not answer for its prices now'
      : `no chart: no price of it is known in ${span.words}`;
  const blocks = [...card.blocks, lines([{ muted: why }])];
  return { ...card, blocks, buttons: [...back, ...card.buttons] };
}

function otherSpan({ market: { id } }: MarketLook, { other: [label, typed] }: Span) {
  return show(label, `/market ${id} ${typed}`);
}

function openButton({ market: { id, question } }: FoundMarket) {
  return show(cut(question, BUTTON_WIDTH), `/market ${id}`);
}

/** A link to an event stands for all its markets: one has to be chosen. */
function eventReply(found: readonly FoundMarket[]): Reply {
  const shown = found.slice(0, EVENT_SHOWN);
  const rest = found.length > shown.length ? ['and more: add words of the one that you mean'] : [];
  const size = found.length > shown.length ? `more than ${EVENT_SHOWN}` : String(shown.length);
  return reply(`This event has ${size} markets: which one?`, {
    blocks: [lines(...shown.map(eventLine), ...rest)],
    buttons: shown.slice(0, OFFERED).map(openButton),
  });
}

/** `Fed cuts in December? · Yes 61.5¢ · $412,345 a day`. */
function eventLine(one: FoundMarket): Line {
  const { market: of, outcomes } = one;
  const [side] = outcomes;
  const price = side?.ask ?? side?.bid ?? null;
  const facts = [
    ...(side === undefined || price === null ? [] : [`${side.label} ${cents(price)}`]),
    ...(of.volume24h === null ? [] : [`${moneyShort(of.volume24h)} a day`]),
    ...(of.status === 'open' ? [] : [of.status]),
  ];
  return [nameOf(one), ...facts.map((fact) => ` · ${fact}`)];
}
