import type { KalshiTop, KalshiView } from '../../engine/contract/kalshi-view.ts';
import type { KalshiStatus, KalshiTerms } from '../../engine/domain/kalshi-terms.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { complement, type Price } from '../../engine/domain/values/money.ts';
import { cents, moneyShort, shares } from '../format/amounts.ts';
import { lines, reply } from '../format/compose.ts';
import {
  earlyWords,
  feeWords,
  pauseWords,
  rulesWords,
  sourceWords,
  stageWords,
  strikeWords,
  within,
} from '../format/kalshi-words.ts';
import { clock, day, duration, type Reader } from '../format/moments.ts';
import { cut, marketName, QUESTION_WIDTH } from '../format/names.ts';
import type { Block, Line, Reply, Span } from '../reply.ts';

/** Said on each card: what can be held and ordered is of Polymarket. */
const LOOK_ONLY = 'on Kalshi, to look at: nothing is copied or ordered there';
/** Tags that are named. */
const TAGS_SHOWN = 3;
/** Less of a question says nothing, in characters. */
const BASE_WIDTH_MIN = 12;
const BEFORE_CLOSE: ReadonlySet<KalshiStatus> = new Set(['initialized', 'inactive', 'active']);

/** The question as a link, where there is one. */
export function kalshiName(view: KalshiView): Span {
  const { market, url } = view;
  return marketName({ id: market.id, question: kalshiText(view, QUESTION_WIDTH), url });
}

/** Markets of one event differ in their last words only: those stay where the question is cut. */
export function kalshiText({ market, terms }: KalshiView, width: number): string {
  const { question } = market;
  const own = ` · ${terms.yesSubTitle}`;
  const room = width - own.length;
  if (question.length <= width || !question.endsWith(own)) return question;
  return room < BASE_WIDTH_MIN
    ? terms.yesSubTitle
    : `${cut(question.slice(0, -own.length), room)}${own}`;
}

/** What one market of Kalshi costs now, and everything that decides how it pays. */
export function kalshiCard(view: KalshiView, reader: Reader): Reply {
  const { terms, top, pause } = view;
  // At another stage it would not trade either way.
  const isPaused = pause !== undefined && stageWords(terms) === null;
  const rules = rulesWords(terms);
  return reply([kalshiName(view)], {
    blocks: [
      lines(LOOK_ONLY),
      sidesTable(top),
      lines(
        ...sizeLines(top),
        priceLine(view, reader),
        ...(isPaused ? [pauseWords(pause, reader)] : []),
        factsLine(view, reader),
        `${strikeWords(terms)} · ${sourceWords(terms)}`,
        ...(rules === null ? [] : [[{ muted: rules }] satisfies Line]),
        earlyWords(terms),
        feeWords(terms, { at: top.ask ?? top.bid, reader }),
      ),
    ],
  });
}

/** The no side is the same orders seen from the other side. */
function sidesTable({ bid, ask }: KalshiTop): Block {
  const other = (of: Price | null): Price | null => (of === null ? null : complement(of));
  const row = (label: string, prices: readonly (Price | null)[]): readonly string[] => [
    label,
    ...prices.map((of) => (of === null ? '–' : cents(of))),
  ];
  return {
    kind: 'table',
    head: ['side', 'bid', 'ask'],
    align: ['left', 'right', 'right'],
    rows: [row('Yes', [bid, ask]), row('No', [other(ask), other(bid)])],
  };
}

/** `1,200 shares of Yes wanted at 61.0¢, 300 offered at 62.0¢`. */
function sizeLines({ bid, bidQuantity, ask, askQuantity }: KalshiTop): readonly string[] {
  if (bid === null && ask === null) return ['nobody bids or offers now'];
  const wanted =
    bid === null || bidQuantity === null ? null : `${shares(bidQuantity)} wanted at ${cents(bid)}`;
  const offered =
    ask === null || askQuantity === null ? null : `${shares(askQuantity)} offered at ${cents(ask)}`;
  const told = [wanted, offered].filter((words) => words !== null);
  return told.length === 0 ? [] : [`shares of Yes: ${told.join(', ')}`];
}

function priceLine({ readAtMs }: KalshiView, { nowMs }: Reader): string {
  if (readAtMs === null)
    return 'prices of the list, up to some hours old: Kalshi does not answer now';
  const ageMs = nowMs - readAtMs;
  return ageMs < SECOND_MS ? 'prices read just now' : `prices read ${duration(ageMs)} ago`;
}

function factsLine({ market, terms }: KalshiView, reader: Reader): string {
  const tags = market.categories.slice(0, TAGS_SHOWN).join(', ');
  const volume = market.volume24h === null ? [] : [`${moneyShort(market.volume24h)} a day`];
  return [...timing(terms, reader), ...volume, ...(tags === '' ? [] : [tags])].join(' · ');
}

/** When it opens and closes, and when its outcome may be expected; or at which stage it is. */
function timing(terms: KalshiTerms, reader: Reader): readonly string[] {
  const { status, opensAtMs, closesAtMs, expectedExpirationAtMs: outcomeAtMs } = terms;
  const { nowMs, zone } = reader;
  const stage = stageWords(terms);
  const stages = stage === null ? [] : [stage];
  if (!BEFORE_CLOSE.has(status)) return stages;
  if (closesAtMs <= nowMs) return [...stages, `past its closing time, ${moment(closesAtMs, zone)}`];
  const isComing = status === 'initialized' && opensAtMs !== null && opensAtMs > nowMs;
  const isExpected = outcomeAtMs !== null && outcomeAtMs > nowMs;
  return [
    ...(isComing ? [`opens ${within(opensAtMs, reader)}`] : stages),
    `closes ${within(closesAtMs, reader)}`,
    ...(isExpected ? [`outcome expected ${moment(outcomeAtMs, zone)}`] : []),
  ];
}

function moment(atMs: AtMs, zone: string): string {
  return `${day(atMs, zone)} ${clock(atMs, zone)}`;
}
