import type { PairView } from '../../engine/contract/arbitrage-view.ts';
import type { PairReason, PairWord } from '../../engine/domain/market-pair.ts';
import { count, signedPercent } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { ago, type Reader } from '../format/moments.ts';
import { cut, marketName } from '../format/names.ts';
import {
  basisWords,
  demotionWords,
  gapLine,
  RELATION_WORDS,
  STATE_WORDS,
  termWords,
} from '../format/pair-words.ts';
import type { Block, Button, Line, Reply } from '../reply.ts';

/** Terms that a card puts side by side. */
const TERMS_SHOWN = 6;
/** Characters of what one venue says of a term. */
const TERM_WIDTH = 90;

/** One pair: both questions, every term that differs side by side, what it costs now. */
export function pairCard(view: PairView, reader: Reader, you: string): Reply {
  const { pair, polymarket, kalshi } = view;
  const { number } = pair;
  return reply(`Pair ${number} ${stateWords(view)}`, {
    symbol: '⇄',
    blocks: [
      lines(
        ['Polymarket  ', marketName(polymarket)],
        ['Kalshi  ', marketName(kalshi)],
        RELATION_WORDS[pair.relation],
      ),
      ...termBlocks(pair.reasons),
      ...storyBlock(view, reader, you),
      lines(gapLine(view, reader.nowMs)),
    ],
    buttons: [...verdictButtons(view), show('All pairs', '/pair')],
  });
}

/** `quarantined: 1 term differs (void rule)` */
export function stateWords({ pair, state, isArbitrage }: PairView): string {
  const { reasons, basis, demoted, word } = pair;
  if (word !== null) return `${word.verdict} by a person`;
  if (demoted !== null) return `${STATE_WORDS[state]}: ${demotionWords(demoted.why)}`;
  const words = reasons.map(({ code }) => termWords(code));
  if (words.length > 0) {
    const [one, many] =
      pair.state === 'rejected' ? ['differs', 'differ'] : ['is not certain', 'are not certain'];
    const verb = words.length === 1 ? one : many;
    return `${STATE_WORDS[state]}: ${count(words.length, 'term')} ${verb} (${cut(words.join(', '), 60)})`;
  }
  if (basis.length > 0) {
    return `${STATE_WORDS[state]}, with ${count(basis.length, 'difference')} in settlement`;
  }
  return isArbitrage ? STATE_WORDS[state] : `${STATE_WORDS[state]}: a rules text was not read`;
}

function termBlocks(reasons: readonly PairReason[]): readonly Block[] {
  const shown = reasons.slice(0, TERMS_SHOWN);
  return shown.map((reason) =>
    lines(
      [{ bold: termWords(reason.code) }],
      ['  Polymarket: ', said(reason.polymarket)],
      ['  Kalshi: ', said(reason.kalshi)],
    ),
  );
}

function said(text: string | null): string {
  return text === null ? 'does not say' : cut(text, TERM_WIDTH);
}

function storyBlock({ pair }: PairView, reader: Reader, you: string): readonly Block[] {
  const { basis, word, settled, family, textsRead } = pair;
  const told: Line[] = [
    ...basis.map((one) => `differs in settlement: ${basisWords(one)}`),
    ...(word === null
      ? []
      : [
          `${word.verdict} by ${word.by === you ? 'you' : word.by} ${ago(word.atMs, reader)}${why(word)}`,
        ]),
    ...(settled === null
      ? []
      : [
          settled.agreed
            ? 'both are resolved, and paid as promised'
            : 'both are resolved, and disagreed',
        ]),
    `${family === null ? 'no proven kind of question' : `read as ${family}`} · ${textsRead ? 'both rules texts read' : 'a rules text is missing'}`,
  ];
  return [lines(...told)];
}

function why({ why: said }: PairWord): string {
  return said === null ? '' : `: ${cut(said, TERM_WIDTH)}`;
}

function verdictButtons({ pair, state }: PairView): readonly Button[] {
  const { number, word, demoted } = pair;
  const reset = show('Undo the verdict', `/pair ${number} reset`);
  if (word !== null) return [reset];
  const approve = show('Same question', `/pair ${number} approve`);
  const reject = show('Not the same', `/pair ${number} reject`);
  if (pair.state === 'rejected') return [];
  const needsWord = state !== 'verified' || pair.basis.length > 0;
  return [...(needsWord ? [approve] : []), reject, ...(demoted === null ? [] : [reset])];
}

/** One line of a list: `12 quarantined  Fed holds in January?  −1.2 %` */
export function pairLine(view: PairView): Line {
  const { pair, polymarket, state } = view;
  const mark = state === 'verified' && pair.basis.length === 0 ? '' : ` ${stateWords(view)}`;
  return [
    { bold: `${pair.number}` },
    '  ',
    marketName(polymarket),
    `${mark}`,
    ...(view.gap === null ? [] : ['\u00a0\u00a0', { muted: gapShort(view) }]),
  ];
}

function gapShort(view: PairView): string {
  const { gap } = view;
  return gap === null ? '' : signedPercent(gap.roi);
}
