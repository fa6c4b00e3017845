import { QUALITY_PARTS, type QualityPart } from '../engine/domain/market-analysis.ts';
import { SECOND_MS } from '../engine/domain/time.ts';
import { LOOK_EVERY_MS, type QualityTally, type RejectionSummary } from './virtual/rejections.ts';

const PART_NAMES: Readonly<Record<QualityPart, string>> = {
  liquidity: 'liquidity',
  spread: 'spread',
  volume: 'volume',
  timeDecay: 'time left',
};

/** What kept markets and copies out, for a terminal. */
export function rejectionLines({ markets, entries }: RejectionSummary): string {
  const { withBook, alwaysRejected, sometimesRejected, looks } = markets;
  const { decided, denied, quality, shrunk } = entries;
  const every = `each at most once in ${LOOK_EVERY_MS / SECOND_MS} s`;
  const partly = sometimesRejected - alwaysRejected;
  return (
    `  markets: ${withBook} with a book, ${looks.judged} looks (${every})\n` +
    (withBook === 0
      ? ''
      : `    under the least quality: ${shareOf(looks.rejected, looks.judged)} of the looks` +
        ` · ${shareOf(alwaysRejected, withBook)} of the markets always, ${shareOf(partly, withBook)} at times\n` +
        partLines(looks)) +
    `  entries: ${decided} decided · denied by quality ${shareOf(denied.quality, decided)}` +
    ` · by filters ${shareOf(denied.filters, decided)}` +
    ` · by other gates ${shareOf(denied.others, decided)}\n` +
    (quality.judged === 0
      ? ''
      : `    judged by quality, whatever other gates said: ${quality.judged} · under the least ${shareOf(quality.rejected, quality.judged)}\n` +
        partLines(quality) +
        `    made smaller: volatility ${shrunk.volatility}, resolution risk ${shrunk.resolutionRisk}\n`)
  );
}

/** One line a part: what it did among those that were rejected, as shares of all judged. */
function partLines({ judged, rejected, byPart }: QualityTally): string {
  if (rejected === 0) return '';
  return QUALITY_PARTS.map((part) => {
    const { alone, zero, lowest } = byPart[part];
    const does = [
      `rejects ${shareOf(alone, judged)}`,
      `is 0 in ${shareOf(zero, judged)}`,
      `is lowest in ${shareOf(lowest, judged)}`,
    ];
    return `      ${PART_NAMES[part].padEnd(10)} ${does.join(' · ')}\n`;
  }).join('');
}

/** `12 (48.0 %)` */
function shareOf(some: number, all: number): string {
  return all === 0 ? `${some}` : `${some} (${((some / all) * 100).toFixed(1)} %)`;
}
