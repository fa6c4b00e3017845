import type { Finding, Measure, Panel } from './panel.ts';
import { MEASURES } from './panel.ts';
import type { Correlation } from './statistics.ts';

/** A panel and what was found in it. */
export interface Measured {
  readonly panel: Panel;
  readonly findings: readonly Finding[];
}

/** The panel's size, and a line for each measure. */
export function tableOf({ panel, findings }: Measured): string {
  const { name, groups, observations } = panel;
  const count = (of: (one: (typeof observations)[number]) => string): number =>
    new Set(observations.map(of)).size;
  const mean = observations.reduce((sum, { gain }) => sum + gain, 0) / observations.length;
  const inGroups = groups === 'wallets' ? '' : ` and ${count((one) => one.group)} ${groups}`;
  const head =
    `${name}: ${observations.length} stakes of ${count((one) => one.wallet)} wallets in ` +
    `${count((one) => one.market)} markets${inGroups}; ` +
    `outcome − entry price is ${cents(mean)} a share on average`;
  const columns = ['', 'Spearman', '95 % by market', `95 % by ${groups}`, 'n', 'clusters', 'shows'];
  const rows = findings.map((finding) => [
    finding.measure,
    number(finding.byMarket.rho),
    interval(finding.byMarket),
    interval(finding.byGroup),
    String(finding.byMarket.pairs),
    `${finding.byMarket.clusters} / ${finding.byGroup.clusters}`,
    `≥ ${finding.detectable.toFixed(2)}`,
  ]);
  const widths = columns.map((column, at) =>
    Math.max(...[column, ...rows.map((row) => row[at] ?? '')].map((text) => text.length)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')}`;
  return [head, line(columns), ...rows.map(line)].join('\n');
}

/** What predicts, what does not, and what follows from it. */
export function sentencesOf(all: readonly Measured[]): readonly string[] {
  const found = all.map(({ panel, findings }) => {
    const of = (verdict: Finding['verdict']): string =>
      findings
        .filter((finding) => finding.verdict === verdict)
        .map(({ measure }) => measure)
        .join(', ') || 'nothing';
    return (
      `${panel.name}: predicts: ${of('predicts')}. Predicts the contrary: ` +
      `${of('predicts the contrary')}. Does not predict: ${of('none')}. Not known: ${of('unknown')}. ` +
      `A correlation of ${weakestOf(findings)} or more would most likely have shown.`
    );
  });
  const everywhere = MEASURES.filter((measure) => predictsEverywhere(all, measure));
  const names = everywhere.length === 0 ? 'No measure' : everywhere.join(', ');
  return [
    ...found,
    `${names} predicts in every panel in which it is known.`,
    ...consequences(everywhere),
  ];
}

/** What every measure of a panel would have shown. */
function weakestOf(findings: readonly Finding[]): string {
  return Math.max(...findings.map((one) => one.detectable)).toFixed(2);
}

function predictsEverywhere(all: readonly Measured[], measure: Measure): boolean {
  const verdicts = all.flatMap(({ findings }) =>
    findings.filter((one) => one.measure === measure && one.verdict !== 'unknown'),
  );
  return verdicts.length > 1 && verdicts.every(({ verdict }) => verdict === 'predicts');
}

function consequences(everywhere: readonly Measure[]): readonly string[] {
  const hasConfidence = everywhere.includes('confidence');
  const hasEdge = everywhere.includes('edge');
  return [
    hasConfidence
      ? 'Sizing: confidence may scale a size, within the limits.'
      : 'Sizing: no size grows with a confidence; a score can only take a wallet out.',
    'Graduation: from what our own copies of a wallet made, never from a score alone.',
    hasEdge
      ? '/top: by edge where its interval is above zero, then by confidence.'
      : '/top: an order of what was seen, with its intervals, not a forecast: edges whose interval is ' +
        'above zero first, then confidence; never raw PnL or win rate.',
  ];
}

function interval({ low, high }: Correlation): string {
  return Number.isNaN(low) ? 'not known' : `${number(low)} to ${number(high)}`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'not known';
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function cents(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(2)}¢`;
}
