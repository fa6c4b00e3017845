import type { LedgerId } from '../../engine/domain/ids.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { Money } from '../../engine/domain/values/money.ts';
import { count, gain, moneyShort, signedMoney } from '../format/amounts.ts';
import { lines, reply, show } from '../format/compose.ts';
import { bookName, cut } from '../format/names.ts';
import type { Line, Reply } from '../reply.ts';

const NOTE_WIDTH = 60;

interface Ranked {
  readonly who: string;
  readonly pnl: Money;
  /** What else happened to it, in a few words. */
  readonly note: string | null;
}

/** One week of one ledger; what is not known is left out, never guessed. */
export interface WeekSummary {
  /** ISO week. */
  readonly week: number | null;
  readonly ledger: LedgerId | null;
  readonly pnl: Money | null;
  /** What copying everything would have made. */
  readonly naive: Money | null;
  readonly signals: number | null;
  readonly copied: number | null;
  readonly best: Ranked | null;
  readonly worst: Ranked | null;
  /** What the gate that helped most saved, and what the one that cost most cost. */
  readonly saved: { readonly by: string; readonly amount: Money } | null;
  readonly cost: { readonly by: string; readonly amount: Money } | null;
  /** What all skipped trades together would have made; left out it is these two alone. */
  readonly skippedNet?: Money | null;
  /** How sure the difference to naive copying is. */
  readonly sureness?: string | null;
}

/** `◆ Week 47: +$96.40 PAPER (naive copying −$18.10)` */
export function weekReply(summary: WeekSummary): Reply {
  const { week, ledger, pnl, naive } = summary;
  const title: Line = [
    week === null ? 'The week' : `Week ${week}`,
    ...(pnl === null ? [] : ['  ', gain(pnl)]),
    ledger === null ? '' : ` ${bookName(ledger)}`,
    naive === null ? '' : `  (naive copying ${signedMoney(naive)})`,
  ];
  const all = [countLine(summary), gateLine(summary), summary.sureness ?? ''];
  const more = all.filter((line) => line !== '');
  return reply(title, {
    symbol: '◆',
    blocks: more.length === 0 ? [] : [lines(...more)],
    buttons: [show('PnL', '/pnl 7d'), show('Top', '/top')],
  });
}

/** `212 signals · 61 copied · best whale-7 +$71 · worst degen-2 −$22 (disabled Thursday)` */
function countLine({ signals, copied, best, worst }: WeekSummary): string {
  return [
    ...(signals === null ? [] : [count(signals, 'signal')]),
    ...(copied === null ? [] : [`${copied} copied`]),
    ...(best === null ? [] : [`best ${rankedWords(best)}`]),
    ...(worst === null ? [] : [`worst ${rankedWords(worst)}`]),
  ].join(' · ');
}

function rankedWords({ who, pnl, note }: Ranked): string {
  return `${who} ${signedWhole(pnl)}${note === null ? '' : ` (${cut(note, NOTE_WIDTH)})`}`;
}

/** `skipped trades would have made −$64: price drift saved $80, quality gate cost $16` */
function gateLine({ saved, cost, skippedNet }: WeekSummary): string {
  if (saved === null && cost === null) return '';
  const would = skippedNet ?? (((cost?.amount ?? 0) - (saved?.amount ?? 0)) as Money);
  const parts = [
    ...(saved === null ? [] : [`${saved.by} saved ${moneyShort(saved.amount)}`]),
    ...(cost === null ? [] : [`${cost.by} cost ${moneyShort(cost.amount)}`]),
  ];
  return `skipped trades would have made ${signedWhole(would)}: ${parts.join(', ')}`;
}

/** Whole dollars with their sign: cents say nothing in a list. */
export function signedWhole(amount: Money): string {
  return signedMoney((Math.round(amount / MICRO) * MICRO) as Money).replace(/\.00$/, '');
}
