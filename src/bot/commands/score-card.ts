import type { Queries } from '../../engine/contract/queries.ts';
import type { WalletRef } from '../../engine/contract/views.ts';
import { DAY_MS } from '../../engine/domain/time.ts';
import type { ScorePartName, WalletScore } from '../../engine/domain/wallet-score.ts';
import { withPicture } from '../charts/money-charts.ts';
import { scoreChart } from '../charts/score-charts.ts';
import { type CommandCall, UsageError } from '../command.ts';
import { count, score as scoreText } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { orDash, said, share, signedRatio } from '../format/estimates.ts';
import { ago } from '../format/moments.ts';
import { cut, walletName } from '../format/names.ts';
import { asTyped } from '../grammar/line.ts';
import type { Block, Line, Reply } from '../reply.ts';
import {
  CATEGORY_WIDTH,
  edgeLine,
  kindLine,
  moveWords,
  scoreWords,
  timingLine,
} from './score-lines.ts';
import { severalError } from './who.ts';

/** How far back the picture looks. */
const HISTORY_MS = 180 * DAY_MS;
/** Categories in the table. */
const CATEGORIES_SHOWN = 6;
const NAME_WIDTH = 24;
/** Nobody traded in more markets. */
const EVIDENCE_MAX = 1e9;

/** How a score is made, part by part, and how it went; of any wallet that is found. */
export async function scoreCard(call: CommandCall, who: string): Promise<Reply> {
  const { queries } = call;
  const found = await queries.findWallet(who);
  switch (found.kind) {
    case 'none':
      throw new UsageError(found.reason);
    case 'several':
      throw severalError(who, found.wallets);
    case 'candidate': {
      const { address, name, score } = found.candidate;
      return scored({ address, label: name }, score, queries);
    }
    case 'followed': {
      const view = await queries.wallet(found.rules.address);
      return scored(found.rules, view?.score ?? null, queries);
    }
  }
}

async function scored(
  wallet: WalletRef,
  score: WalletScore | null,
  queries: Queries,
): Promise<Reply> {
  const name = cut(walletName(wallet), NAME_WIDTH);
  const back = show('Wallet', `/wallet ${asTyped(wallet.address)}`);
  if (score === null) {
    const next = 'A score needs markets that ended while it traded in them; it comes by itself.';
    return reply(`${name} has no score yet`, { blocks: [lines(next)], buttons: [back] });
  }
  const answer = reply(`${name} scores ${scoreWords(score)}`, {
    symbol: '◆',
    blocks: [
      lines(kindLine(score), ...basisLines(score)),
      partsTable(score),
      lines(
        'Of little evidence a part counts near 0.35; the more markets end, the more it counts as seen.',
        ...[timingLine(score), edgeLine(score)].filter((line) => line !== ''),
      ),
      ...categoryBlocks(score),
      lines([
        {
          muted: `scored ${ago(score.atMs, { nowMs: queries.nowMs(), zone: queries.timeZone() })}`,
        },
      ]),
    ],
    buttons: [back, show('Top', '/top')],
  });
  const history = await queries.scoreHistory(wallet.address, queries.nowMs() - HISTORY_MS);
  return withPicture(answer, scoreChart(history, { name, zone: queries.timeZone() }));
}

function basisLines({ trades, markets, ended, evidence }: WalletScore): Line[] {
  const counts =
    said(evidence, EVIDENCE_MAX) !== null
      ? `, by their age they count as ${Math.round(evidence)}`
      : '';
  return [`${count(trades, 'trade')} in ${count(markets, 'market')} · ${ended} ended${counts}`];
}

const PART_NAMES: Readonly<Record<ScorePartName, string>> = {
  winRate: 'wins',
  roi: 'return',
  timing: 'timing',
  consistency: 'steady',
};

/** What was seen, as a part 0..1, and what of it counts. */
function partsTable(score: WalletScore): Block {
  const seen: Readonly<Record<ScorePartName, string>> = {
    winRate: score.winRate === null ? '–' : share(score.winRate),
    roi: score.roi === null ? '–' : signedRatio(score.roi),
    timing: timingSeen(score),
    consistency: score.consistency === null ? '–' : share(score.consistency),
  };
  const parts = Object.keys(PART_NAMES) as readonly ScorePartName[];
  return {
    kind: 'table',
    head: ['part', 'seen', 'worth', 'counts'],
    align: ['left', 'right', 'right', 'right'],
    rows: parts.map((part) => {
      const { raw, shrunk } = score.parts[part];
      const worth = raw === null ? '–' : scoreText(raw);
      return [PART_NAMES[part], ...[seen[part], worth, scoreText(shrunk)].map(orDash)];
    }),
  };
}

function timingSeen({ timing }: WalletScore): string {
  const last = timing.at(-1);
  return last === undefined ? '–' : moveWords(last.move);
}

function categoryBlocks({ edgeByCategory }: WalletScore): readonly Block[] {
  if (edgeByCategory.length === 0) return [];
  const rows = [...edgeByCategory]
    .sort((a, b) => b.markets - a.markets)
    .slice(0, CATEGORIES_SHOWN)
    .map(({ category, markets, edge }) => [
      cut(category, CATEGORY_WIDTH),
      String(markets),
      orDash(signedRatio(edge.value)),
    ]);
  return [
    {
      kind: 'table',
      head: ['category', 'n', 'edge'],
      align: ['left', 'right', 'right'],
      rows,
    },
  ];
}
