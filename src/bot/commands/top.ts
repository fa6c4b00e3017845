import type { TopView } from '../../engine/contract/wallet-board-view.ts';
import { PAPER } from '../../engine/domain/ids.ts';
import type { Ppm } from '../../engine/domain/values/money.ts';
import { walletBars, withPicture } from '../charts/money-charts.ts';
import type { ChatCommand } from '../command.ts';
import { count, gain, percent, score, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { orDash, said, scoreRange } from '../format/estimates.ts';
import { isKindNotCopied, kindShort, kindWords } from '../format/kind-words.ts';
import { duration } from '../format/moments.ts';
import { cut, walletName } from '../format/names.ts';
import type { Block, Button, Line, Reply } from '../reply.ts';

/** Followed wallets in the table, and candidates. */
const FOLLOWED_SHOWN = 10;
const CANDIDATES_SHOWN = 5;
const NAME_WIDTH = 9;
/** A name in a line of its own, and on a button. */
const LONG_NAME_WIDTH = 20;

export const top: ChatCommand = {
  name: 'top',
  aliases: ['best', 'leaders'],
  summary: 'whom to copy: followed wallets and others by their scores',
  examples: [['/top', 'the best first']],
  arguments: [],
  role: 'viewer',
  danger: 'none',
  async run({ queries }) {
    const views = await queries.top();
    const followed = views.filter(({ isFollowed }) => isFollowed);
    const candidates = views.filter(({ isFollowed }) => !isFollowed);
    if (views.length === 0) return nobody();
    const nowMs = queries.nowMs();
    const answer = reply(findingOf(views), {
      symbol: '◆',
      blocks: [...followedBlocks(followed, nowMs), ...candidateBlocks(candidates, nowMs)],
      buttons: [
        ...candidates.slice(0, CANDIDATES_SHOWN).flatMap(followButtons),
        show('PnL', '/pnl'),
      ],
    });
    return withPicture(answer, picture(followed));
  },
};

function nobody(): Reply {
  return reply('Nobody is followed yet, and nobody is scored', {
    blocks: [
      lines(
        'Paste a profile link or an address. Wallets that do well at the venue appear here once enough of their markets have ended.',
      ),
    ],
    buttons: [show('Whom to follow', '/start follow')],
  });
}

/** Who is first, and why; without a score by what copying made. */
function findingOf([first]: readonly TopView[]): Line {
  if (first === undefined) return 'Nobody is followed yet';
  const name = cut(walletName(first.wallet), LONG_NAME_WIDTH);
  if (first.score === null) return [`No scores yet · ${name} made `, gain(first.pnl)];
  const range = scoreRange(first.score.confidence);
  const isNew = first.score.kind === 'unproven' ? ': too few markets to say' : '';
  return `${name} is first with a score of ${range}${isNew}`;
}

function followedBlocks(followed: readonly TopView[], nowMs: number): readonly Block[] {
  if (followed.length === 0) return [lines('Nobody is followed yet.')];
  const shown = followed.slice(0, FOLLOWED_SHOWN);
  const rest = followed.length - shown.length;
  return [
    tableOf(shown),
    lines(
      ...shown.map((view) => followedLine(view, nowMs)),
      ...(rest > 0 ? [`and ${rest} more: /wallets`] : []),
    ),
  ];
}

function candidateBlocks(candidates: readonly TopView[], nowMs: number): readonly Block[] {
  if (candidates.length === 0) return [];
  const shown = candidates.slice(0, CANDIDATES_SHOWN);
  const rest = candidates.length - shown.length;
  return [
    lines([{ bold: 'Not followed yet' }]),
    tableOf(shown),
    lines(
      ...shown.map((view) => `${nameOf(view)}  ${knownWords(view, nowMs)}`),
      ...(rest > 0 ? [`and ${rest} more that rank lower`] : []),
    ),
  ];
}

/** `score` with its interval, and what a dollar of copying made, or would have made. */
function tableOf(views: readonly TopView[]): Block {
  return {
    kind: 'table',
    head: ['wallet', 'score', 'range', 'copy'],
    align: ['left', 'right', 'right', 'right'],
    rows: views.map(({ wallet, score: scored, copyability }) => [
      cut(walletName(wallet), NAME_WIDTH),
      scored === null ? '–' : orDash(score(scored.confidence.value)),
      scored === null ? '–' : narrowRange(scored.confidence),
      scored !== null && isKindNotCopied(scored.kind)
        ? kindShort(scored.kind).slice(0, COPY_WIDTH)
        : copyWords(copyability),
    ]),
  };
}

const COPY_WIDTH = 5;

/** `.54–.70`: where a column is narrow. */
function narrowRange({ low, high }: { readonly low: number; readonly high: number }): string {
  if (said(low, 1) === null || said(high, 1) === null) return '–';
  const narrow = (value: number): string => score(value).replace(/^0/, '');
  return `${narrow(low)}–${narrow(high)}`;
}

/** `+3 %`: our result per dollar of copies. */
function copyWords(copyability: TopView['copyability']): string {
  if (copyability === null || copyability.spent <= 0 || copyability.copied === 0) return '–';
  const whole = Math.round((copyability.ourNet / copyability.spent) * 100);
  if (!Number.isFinite(whole) || Math.abs(whole) > 99) return whole > 0 ? '>99 %' : '–';
  const text = percent((whole * 10_000) as Ppm);
  return whole > 0 ? `+${text}` : text;
}

function followedLine(view: TopView, nowMs: number): Line {
  const { copied, skipped, pnl } = view;
  const made: Line = copied === 0 ? [] : [' · copies made ', gain(pnl)];
  const counts = `${count(copied, 'copy', 'copies')}, ${count(skipped, 'skip')}`;
  return [`${nameOf(view)}  ${knownWords(view, nowMs)} · ${counts}`, ...made];
}

/** `picks a side and holds it · 214 markets · last trade 3 h ago`. */
function knownWords({ score: scored, copyability, lastTradeAtMs }: TopView, nowMs: number): string {
  const parts = [
    ...(scored === null
      ? ['no score yet']
      : [kindWords(scored.kind), `${count(scored.ended, 'market')} ended`]),
    ...(copyability?.isEstimate === true ? ['copy: ESTIMATE'] : []),
    ...(lastTradeAtMs === null
      ? ['no trade seen']
      : [`last trade ${duration(nowMs - lastTradeAtMs)} ago`]),
  ];
  return parts.join(' · ');
}

function nameOf({ wallet }: TopView): string {
  return cut(walletName(wallet), LONG_NAME_WIDTH);
}

/** One tap follows on paper; who is not copied by its kind is not offered. */
function followButtons(view: TopView): readonly Button[] {
  const { score: scored, wallet } = view;
  if (scored !== null && isKindNotCopied(scored.kind)) return [];
  return [show(`Follow ${nameOf(view)}`, `/wallet add ${wallet.address}`)];
}

/** What copying each of the followed ones made, the best first. */
function picture(followed: readonly TopView[]) {
  const views = [...followed].sort((a, b) => b.pnl - a.pnl).slice(0, FOLLOWED_SHOWN);
  const [first] = views;
  if (first === undefined) return null;
  const finding = `Copying ${walletName(first.wallet)} made most: ${signedMoney(first.pnl)}`;
  return walletBars(views, finding, PAPER);
}
