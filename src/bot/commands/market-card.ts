import type { HeldShares, MarketSide, MarketView } from '../../engine/contract/market-view.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import type { Market } from '../../engine/domain/market.ts';
import type { MarketAnalysis } from '../../engine/domain/market-analysis.ts';
import type { MarketFilter } from '../../engine/domain/market-filter.ts';
import type { Ppm, Price } from '../../engine/domain/values/money.ts';
import { cents, money, moneyShort, percent, score, shares } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { aboutDollars } from '../format/estimates.ts';
import {
  depthWords,
  PART_WORDS,
  riskWords,
  verdictWords,
  volatilityWords,
} from '../format/market-words.ts';
import { clock, day, duration, type Reader } from '../format/moments.ts';
import { bookName, cut, marketName } from '../format/names.ts';
import { RELATION_WORDS, STATE_WORDS, venueName } from '../format/pair-words.ts';
import { denialSentence, distrustWords } from '../notice/denial.ts';
import type { Block, Button, Line, Reply } from '../reply.ts';

const PPM = 1_000_000;
const MICRO = 1_000_000;
/** Characters of a side's name in a table and in a sentence. */
const LABEL_WIDTH = 10;
/** Tags that are named. */
const TAGS_SHOWN = 3;

/** What the card is read with. */
export interface CardContext extends Reader {
  readonly settings: ReturnType<Queries['settings']>;
  readonly filters: readonly MarketFilter[];
}

/** The question as a link, where there is one. */
export function nameOf({ market: of, url }: Pick<MarketView, 'market' | 'url'>) {
  return marketName({ id: of.id, question: of.question, url });
}

/** Everything about one market that matters to whoever would enter or hold it. */
export function marketCard(view: MarketView, context: CardContext): Reply {
  return reply([nameOf(view)], {
    blocks: [
      sidesTable(view.outcomes),
      lines(...holdingLines(view), bookLine(view), factsLine(view, context)),
      ...analysisBlocks(view, context),
      lines(...fairLines(view), filterLine(view, context), ...copyLines(view), ...twinLines(view)),
    ],
    buttons: buttonsOf(view),
  });
}

function sidesTable(outcomes: readonly MarketSide[]): Block {
  return {
    kind: 'table',
    head: ['side', 'bid', 'ask'],
    align: ['left', 'right', 'right'],
    rows: outcomes.map(({ label, bid, ask }) => [
      cut(label, LABEL_WIDTH),
      bid === null ? '–' : cents(bid),
      ask === null ? '–' : cents(ask),
    ]),
  };
}

/** One line for each ledger and side: paper and real money never in one number. */
function holdingLines({ holdings, outcomes }: MarketView): string[] {
  return holdings.map((held) => holdingLine(held, outcomes));
}

function holdingLine(held: HeldShares, outcomes: readonly MarketSide[]): string {
  const { ledger, tokenId, quantity, cost, value } = held;
  const label = outcomes.find((one) => one.tokenId === tokenId)?.label ?? 'shares';
  const worth = value === null ? 'nobody buys them now' : `${money(value)} at the bid`;
  return `${bookName(ledger)}  holds ${shares(quantity)} ${cut(label, LABEL_WIDTH)} · cost ${money(cost)}, ${worth}`;
}

function bookLine({ bookFrom, bookAgeMs, trusted, distrust }: MarketView): string {
  if (bookFrom === null || bookAgeMs === null) return 'its book is not known now';
  const state = trusted ? 'trusted' : `not trusted: ${distrustWords(distrust)}`;
  if (bookFrom === 'read')
    return `book read just now, ${state}; it is watched once a wallet trades it`;
  return `book ${duration(bookAgeMs)} old, ${state}`;
}

function factsLine({ market: of, analysis }: MarketView, reader: Reader): string {
  const tags = of.categories.slice(0, TAGS_SHOWN).join(', ');
  return [timing(of, analysis, reader), ...(tags === '' ? [] : [tags])].join(' · ');
}

/** When it closes, and when dollars may be expected. */
function timing(of: Market, analysis: MarketAnalysis | null, { nowMs, zone }: Reader): string {
  if (of.status !== 'open') return of.status;
  if (of.closesAtMs === null) return 'no closing time';
  const left = of.closesAtMs - nowMs;
  const moment = `${day(of.closesAtMs, zone)} ${clock(of.closesAtMs, zone)}`;
  const pays = analysis?.payoutInMs ?? null;
  const payout = pays === null ? '' : ` · pays out in about ${duration(pays)}`;
  if (left <= 0) return `past its closing time, ${moment}${payout}`;
  return payout === '' ? `closes in ${duration(left)}, ${moment}` : `closes ${moment}${payout}`;
}

/** Quality part by part, and what makes copies smaller. */
function analysisBlocks({ analysis, quality }: MarketView, { settings }: CardContext): Block[] {
  if (analysis === null || quality === null) return [];
  const minimum = settings['entry.minQuality'];
  const { parts } = analysis;
  return [
    {
      kind: 'table',
      head: ['quality', score(quality), `minimum ${score(minimum)}`],
      align: ['left', 'right', 'right'],
      rows: [
        [PART_WORDS.liquidity, score(parts.liquidity), depthNumber(analysis)],
        [PART_WORDS.spread, score(parts.spread), spreadNumber(analysis)],
        [PART_WORDS.volume, score(parts.volume), volumeNumber(analysis)],
        [PART_WORDS.timeDecay, score(parts.timeDecay), timeNumber(analysis)],
      ],
    },
    lines(
      depthWords(analysis.depth),
      volatilityWords(analysis.volatility),
      riskWords(analysis.risk),
    ),
  ];
}

function depthNumber({ depth: { bid, ask } }: MarketAnalysis): string {
  return aboutDollars((bid + ask) / MICRO);
}

function spreadNumber({ spread }: MarketAnalysis): string {
  return spread === null
    ? 'one side only'
    : percent((Math.round(spread * 1_000) * (PPM / 1_000)) as Ppm);
}

function volumeNumber({ volume24h }: MarketAnalysis): string {
  return volume24h === null ? 'not known' : `${moneyShort(volume24h)} a day`;
}

function timeNumber({ closesInMs }: MarketAnalysis): string {
  return closesInMs === null ? 'not known' : duration(closesInMs);
}

/** `by the spot price Yes is worth 83.0¢ ± 3.0, its middle is 71.0¢` */
function fairLines({ fair, outcomes }: MarketView): string[] {
  if (fair === undefined) return [];
  const side = outcomes.find(({ tokenId }) => tokenId === fair.tokenId);
  const { bid = null, ask = null } = side ?? {};
  const middle = bid === null || ask === null ? null : Math.round((bid + ask) / 2);
  const costs = middle === null ? '' : `, its middle is ${cents(middle as Price)}`;
  const guess = fair.estimated ? ' (an estimate: the price that decides was not seen)' : '';
  const off = cents(fair.band).replace('¢', '');
  return [
    `by the spot price ${cut(side?.label ?? 'Yes', LABEL_WIDTH)} is worth ${cents(fair.fair)} ± ${off}${guess}${costs}`,
  ];
}

function filterLine({ filter }: MarketView, { filters }: CardContext): string {
  const verdict = filter.allowed ? 'your filters let it in' : 'your filters keep it out';
  return `${verdict}: ${verdictWords(filter, filters)}`;
}

/** What would become of a copy now, of each side; said once where both are alike. */
function copyLines({ outcomes }: MarketView): string[] {
  const told = outcomes.flatMap(({ label, copy }) =>
    copy === null ? [] : [{ label: cut(label, LABEL_WIDTH), words: outlookWords(copy) }],
  );
  const [first] = told;
  if (first === undefined) return [];
  if (told.every(({ words }) => words === first.words)) return [`a copy now: ${first.words}`];
  return told.map(({ label, words }) => `a copy of ${label} now: ${words}`);
}

function outlookWords({ stops, share }: NonNullable<MarketSide['copy']>): string {
  const [first, ...more] = stops;
  if (first !== undefined) {
    const why = denialSentence(first.gate, { result: first, who: 'the leader' });
    return `no, ${why}${more.length === 0 ? '' : ` · and ${more.length} more`}`;
  }
  if (share >= 1) return 'yes, at its full size';
  return `yes, at ${percent((Math.round(share * 100) * (PPM / 100)) as Ppm)} of its size`;
}

/** `Kalshi twin, pair 12 (verified, same outcome): Fed cut in Dec · 60.0¢ / 63.0¢` */
function twinLines({ twin }: MarketView): Line[] {
  if (twin === undefined) return [];
  const { venue, pair, state, relation, question, url, bid, ask } = twin;
  const name = cut(question, 40);
  const prices = `${bid === null ? '–' : cents(bid)} / ${ask === null ? '–' : cents(ask)}`;
  const about = `pair ${pair} (${STATE_WORDS[state]}, ${RELATION_WORDS[relation]})`;
  return [
    [
      `${venueName(venue)} twin, ${about}: `,
      url === null ? name : { link: name, url },
      ` · ${prices}`,
    ],
  ];
}

function buttonsOf({ market: { id, categories }, holdings, twin }: MarketView): Button[] {
  const [category] = categories;
  return [
    ...(holdings.length === 0 ? [] : [show('Positions', '/positions')]),
    ...(twin === undefined ? [] : [show(`Pair ${twin.pair}`, `/pair ${twin.pair}`)]),
    show('No entries here', `/filter deny market ${id}`),
    ...(category === undefined
      ? []
      : [show(`No ${cut(category, 16)}`, `/filter deny category ${category}`)]),
  ];
}
