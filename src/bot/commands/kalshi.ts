import type { KalshiView } from '../../engine/contract/kalshi-view.ts';
import { UnavailableError } from '../../engine/contract/queries.ts';
import { type ChatCommand, type CommandCall, UsageError } from '../command.ts';
import { cents, count } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { stageWords } from '../format/kalshi-words.ts';
import { cut, QUESTION_WIDTH } from '../format/names.ts';
import type { Button, Line, Reply } from '../reply.ts';
import { kalshiCard, kalshiName, kalshiText } from './kalshi-card.ts';

/** Markets offered where words fit several. */
const OFFERED = 5;
/** Markets of one event that a message lists. */
const EVENT_SHOWN = 10;
/** Characters of a question on a button. */
const BUTTON_WIDTH = 30;
/** Buttons for markets besides the first. */
const BUTTONS_SHOWN = 3;
/** Behind `/market`: what follows it is looked for on Kalshi. */
const PREFIX = /^kalshi(?:\s+(.*))?$/i;
const LINK = /^(?:https?:\/\/)?(?:[a-z]+\.)?kalshi\.com(?:\/\S*)?$/i;
/** Tickers that Kalshi has given for years; nothing on Polymarket is named so. */
const TICKER = /^KX[A-Z0-9]+(?:-[A-Z0-9.]+)*$/i;
/** What only Polymarket can have. */
const FOREIGN = /^(?:https?:\/\/|0x[0-9a-f]+$|\d{20,}$)/i;

const NOT_READ =
  'Kalshi is not read here; start PolyMind with polymind run, which reads it, also without a key';

export const kalshi: ChatCommand = {
  name: 'kalshi',
  aliases: [],
  summary: 'a market of Kalshi by words, ticker or link: prices, terms',
  examples: [
    ['/kalshi fed december', 'by words of its question'],
    ['/kalshi KXFEDDECISION-26DEC', 'all markets of an event, by its ticker'],
    ['/kalshi https://kalshi.com/markets/kxfeddecision', 'by its link'],
  ],
  arguments: [
    { name: 'words', about: 'words of the question, a ticker or a link', required: true },
  ],
  role: 'viewer',
  danger: 'none',
  async run(call) {
    const text = call.words.join(' ');
    return (await kalshiReply(call, text)) ?? noneOfKalshi(text);
  },
};

/** What is meant for Kalshi of what stands behind `/market`; `null` for everything else. */
export function meantForKalshi(text: string): string | null {
  const words = PREFIX.exec(text);
  if (words !== null) return words[1] ?? '';
  return LINK.test(text) || TICKER.test(text) ? text : null;
}

/** The card of the market that fits, or a choice of several; `null` when none does. @throws UsageError, UnavailableError */
export async function kalshiReply(
  { queries }: Pick<CommandCall, 'queries'>,
  text: string,
): Promise<Reply | null> {
  if (text === '')
    throw new UsageError('Which market of Kalshi? For example: /kalshi fed december');
  const found = await queries.findKalshi(text, EVENT_SHOWN + 1);
  if (found === null) throw new UnavailableError(NOT_READ);
  const [first, ...others] = found;
  if (first === undefined) return null;
  if (first.fit === 'event') return eventReply(found);
  const card = kalshiCard(first, { nowMs: queries.nowMs(), zone: queries.timeZone() });
  const offered = others.slice(0, OFFERED - 1);
  if (offered.length === 0) return card;
  const also: Line[] = offered.map((one) => ['also: ', kalshiName(one)]);
  return {
    ...card,
    blocks: [...card.blocks, lines(...also)],
    buttons: [...card.buttons, ...openButtons(offered.slice(0, BUTTONS_SHOWN))],
  };
}

/**
 * What Kalshi has for words that fit no market of Polymarket; `null` where it has nothing either, or is
 * not read.
 */
export async function offerOfKalshi(
  { queries }: Pick<CommandCall, 'queries'>,
  text: string,
): Promise<Reply | null> {
  if (FOREIGN.test(text)) return null;
  const none = `No market of Polymarket fits "${cut(text, QUESTION_WIDTH)}"`;
  try {
    const found = (await queries.findKalshi(text, OFFERED)) ?? [];
    if (found.length === 0) return null;
    const many = found.length < OFFERED ? count(found.length, 'market') : 'several';
    return reply(`${none}; Kalshi has ${many}`, {
      blocks: [lines(...found.map(marketLine))],
      buttons: openButtons(found.slice(0, BUTTONS_SHOWN)),
    });
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const tried = 'Try fewer words of its question, or paste its link.';
    return reply(`${none}. ${tried}`, {
      blocks: [lines(`Kalshi was not searched: ${error.message}`)],
    });
  }
}

/** Says that nothing of Kalshi fits; Polymarket may have what Kalshi has not. */
export function noneOfKalshi(text: string): Reply {
  const said = `No market of Kalshi fits "${cut(text, QUESTION_WIDTH)}"`;
  if (LINK.test(text)) return reply(`${said}. Try words of its question.`);
  if (TICKER.test(text)) {
    return reply(`${said}. Paste the link of its page, or try words of its question.`);
  }
  return reply(`${said}. Try fewer words of its question, or paste its ticker or link.`, {
    buttons: [show('On Polymarket', `/market ${text}`)],
  });
}

/** An event stands for all its markets: one has to be chosen. */
function eventReply(found: readonly KalshiView[]): Reply {
  const shown = found.slice(0, EVENT_SHOWN);
  const rest = found.length > shown.length ? ['and more: add words of the one that you mean'] : [];
  const size = found.length > shown.length ? `more than ${EVENT_SHOWN}` : String(shown.length);
  return reply(`That is ${size} markets of Kalshi: which one?`, {
    blocks: [lines(...shown.map(marketLine), ...rest)],
    buttons: openButtons(shown.slice(0, OFFERED)),
  });
}

/** `Fed cuts in December? · Yes 61.5¢`. */
function marketLine(one: KalshiView): Line {
  const price = one.top.ask ?? one.top.bid;
  const stage = stageWords(one.terms);
  const facts = [
    ...(price === null ? [] : [`Yes ${cents(price)}`]),
    ...(stage === null ? [] : [stage]),
  ];
  return [kalshiName(one), ...facts.map((fact) => ` · ${fact}`)];
}

/** Two markets may be called alike at the end: then one is called by its ticker. */
function openButtons(views: readonly KalshiView[]): readonly Button[] {
  const labels = new Set<string>();
  return views.map((view) => {
    const { id } = view.market;
    const text = cut(kalshiText(view, BUTTON_WIDTH), BUTTON_WIDTH);
    const label = labels.has(text) ? id : text;
    labels.add(label);
    return show(label, `/kalshi ${id}`);
  });
}
