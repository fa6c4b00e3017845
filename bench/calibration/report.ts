import type { Lead } from './lead.ts';
import { type Bin, DRAWS, type Measured, type Scores } from './measures.ts';
import type { Nowcast } from './nowcast.ts';
import type { Replayed } from './signals.ts';

type Difference = (Measured & { readonly samples: number; readonly windows: number }) | null;

export interface Report {
  readonly groups: readonly {
    readonly name: string;
    readonly scores: readonly (readonly [horizon: string, scores: Scores])[];
    readonly reliability: readonly Bin[];
  }[];
  readonly comparisons: readonly {
    readonly name: string;
    readonly brier: Difference;
    readonly logLoss: Difference;
  }[];
  readonly missing: readonly { readonly reason: string; readonly looks: number }[];
  readonly leads: readonly ({ readonly coin: string; readonly behind: string } & Lead)[];
  readonly nowcasts: readonly Nowcast[];
  readonly april: {
    readonly windows: number;
    readonly up: number;
    readonly deviationAYear: number;
    readonly kurtosis: number;
  };
  readonly signals: Replayed;
}

/** Fewer windows than this tell nothing about who is better. */
export const WINDOWS_TO_TELL = 30;

export function textOf(report: Report): string {
  return [
    `Intervals are 95 %, of ${DRAWS} draws of whole windows: looks at one window share its luck.`,
    'Always saying one half scores 0.250 and 0.693. Less is better.',
    ...report.groups.flatMap(groupLines),
    '',
    'Compared where both gave a chance (below zero: the first is better):',
    ...report.comparisons.flatMap(({ name, brier, logLoss }) => [
      `  ${name}`,
      `    Brier    ${differenceText(brier)}`,
      `    log loss ${differenceText(logLoss)}`,
    ]),
    '',
    `No fair value: ${report.missing.map(({ reason, looks }) => `${reason} ${looks}`).join(', ') || 'never'}`,
    '',
    'How far each feed is behind Binance (moves of one second, received times):',
    ...report.leads.map(leadLine),
    '',
    'How far off, in basis points, what is known now of the Chainlink price of 3 seconds later:',
    ...report.nowcasts.map(
      ({ coin, of, looks, leading, own }) =>
        `  ${coin} ${of === 'all' ? 'always' : 'where they differ'}: Binance now ${measured(leading)}, Chainlink now ${measured(own)}, ${looks} looks`,
    ),
    '',
    aprilLine(report.april),
    '',
    ...signalLines(report.signals),
  ].join('\n');
}

function groupLines({ name, scores, reliability }: Report['groups'][number]): readonly string[] {
  return [
    '',
    name,
    '  before the end  looks windows  Brier                    log loss',
    ...scores.map(([horizon, each]) =>
      [
        `  ${horizon.padEnd(14)}`,
        `${each.samples}`.padStart(6),
        `${each.windows}`.padStart(7),
        ` ${measured(each.brier).padEnd(24)}`,
        measured(each.logLoss),
      ].join(' '),
    ),
    '  said          looks  on average  happened',
    ...reliability.map((bin) =>
      [
        `  ${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}`,
        `${bin.samples}`.padStart(6),
        bin.meant.toFixed(3).padStart(11),
        ` ${measured(bin.happened)}`,
      ].join(' '),
    ),
  ];
}

function measured({ value, low, high }: Measured): string {
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function differenceText(difference: Difference): string {
  if (difference === null) return 'nothing to compare';
  const { value, low, high, windows, samples } = difference;
  const range = `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
  const verdict =
    windows < WINDOWS_TO_TELL
      ? 'too few windows to tell'
      : high < 0
        ? 'the first is better'
        : low > 0
          ? 'the first is WORSE'
          : 'no difference shown';
  return `${range}, ${samples} looks in ${windows} windows: ${verdict}`;
}

function leadLine({ coin, behind, behindMs, correlation }: Report['leads'][number]): string {
  const { value, low, high } = behindMs;
  return `  ${coin} ${behind.padEnd(9)} ${value} ms (${low} to ${high}), correlation ${correlation.toFixed(2)}`;
}

function aprilLine({ windows, up, deviationAYear, kurtosis }: Report['april']): string {
  const share = `${(up * 100).toFixed(1)} %`;
  const deviation = `${(deviationAYear * 100).toFixed(0)} %`;
  return `${windows} five-minute windows of April: up in ${share}, ${deviation} a year, kurtosis ${kurtosis.toFixed(1)} (normal: 3)`;
}

function signalLines({ outcomes, open }: Replayed): readonly string[] {
  const total = outcomes.reduce((sum, { made }) => sum + made, 0);
  const claimed = outcomes.reduce((sum, { found }) => sum + found.edge / 1e6, 0);
  const windows = new Set(outcomes.map(({ found }) => found.marketId)).size;
  if (outcomes.length === 0) {
    return [`The detector over the recorded books: no signal (${open} in windows without an end).`];
  }
  const each = (sum: number): string => `${((100 * sum) / outcomes.length).toFixed(1)}¢`;
  return [
    `The detector over the recorded books: ${outcomes.length} signals in ${windows} windows (${open} more in one without an end).`,
    `  One share of each, at the ask and with no delay: claimed ${each(claimed)} a share, made ${each(total)}.`,
    `  Signals of one window share its luck: ${windows} windows tell nothing about an edge.`,
  ];
}
