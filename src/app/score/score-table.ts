import { MINUS } from '../../bot/format/amounts.ts';
import { shortAddress } from '../../bot/format/names.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import { type ScoredWallet, scoredWallet } from './score-document.ts';

const HEADS = [
  'wallet',
  'confidence',
  'edge a dollar',
  'wins',
  'ROI',
  'timing',
  'steady',
  'ended',
  'trades',
] as const;
const UNKNOWN = '–';

/**
 * A table for people, two lines a wallet: its numbers, and what it looks like with its address. An
 * interval stands for where the number is with 90 %.
 */
export function scoreTable(scores: readonly WalletScore[]): string {
  const rows = scores.map((score) => cellsOf(score, scoredWallet(score)));
  const widths = HEADS.map((head, at) =>
    Math.max(head.length, ...rows.map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(HEADS),
    ...rows.flatMap((cells, at) => {
      const score = scores[at];
      const about = score === undefined ? '' : `${score.kind}: ${score.kindNote} · ${score.wallet}`;
      return [line(cells), `  ${about}`];
    }),
    '',
  ].join('\n');
}

function cellsOf(score: WalletScore, wallet: ScoredWallet): readonly string[] {
  const [low, high] = wallet.interval;
  const [edgeLow, edgeHigh] = wallet.edgeInterval;
  return [
    shortAddress(wallet.address),
    `${wallet.confidence.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    `${percent(wallet.edge)} (${percent(edgeLow)} to ${percent(edgeHigh)})`,
    share(wallet.winRate),
    wallet.roi === null ? UNKNOWN : percent(wallet.roi),
    wallet.timing === null ? UNKNOWN : `${signed(wallet.timing * 100)}¢`,
    share(wallet.consistency),
    `${grouped(score.ended)} of ${grouped(wallet.markets)}`,
    grouped(wallet.trades),
  ];
}

function percent(ratio: number): string {
  return `${signed(ratio * 100)} %`;
}

function share(ratio: number | null): string {
  return ratio === null ? UNKNOWN : `${(ratio * 100).toFixed(0)} %`;
}

/** `+3.4`, `−0.2`; nothing is `0.0`. */
function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
