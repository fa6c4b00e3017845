import type { CurvePoint } from '../../engine/contract/views.ts';
import type { Copyability } from '../../engine/domain/copy-result.ts';
import type { WalletScore } from '../../engine/domain/wallet-score.ts';
import { signedMoney } from '../format/amounts.ts';
import { scoreRange } from '../format/estimates.ts';
import { cut } from '../format/names.ts';
import type { Chart, ChartSeries } from './chart.ts';

const MICRO = 1_000_000;
/** With fewer values there is nothing to see. */
const VALUES_MIN = 2;
/** Characters of a name in a title. */
const NAME_WIDTH = 20;

/** Whose picture, and where its reader is. */
interface Of {
  readonly name: string;
  /** IANA name of the reader's time zone. */
  readonly zone: string;
}

/** The leader's result at our size beside ours: `whale-7: +$412 for them, +$288 for us`. */
export function copyChart(of: Copyability, { name, zone }: Of): Chart | null {
  const { leaderCurve, ourCurve, leaderNet, ourNet, isEstimate } = of;
  if (leaderCurve.length < VALUES_MIN || ourCurve.length < VALUES_MIN) return null;
  const who = cut(name, NAME_WIDTH);
  const found = `${who}: ${signedMoney(leaderNet)} for them, ${signedMoney(ourNet)} for us`;
  return {
    kind: 'lines',
    title: isEstimate ? `ESTIMATE  ${found}, at your size` : `${found}, at your size`,
    unit: 'dollars',
    signed: true,
    zone,
    series: [
      { role: 'leader', name: who, points: pointsOf(leaderCurve, of) },
      { role: 'ours', name: 'us', points: pointsOf(ourCurve, of) },
    ],
  };
}

/** From nothing at the beginning of the days that are looked at, to their end. */
function pointsOf(
  curve: readonly CurvePoint[],
  { fromMs, untilMs }: Pick<Copyability, 'fromMs' | 'untilMs'>,
): ChartSeries['points'] {
  const last = curve.at(-1)?.value ?? 0;
  const within = curve.filter(({ atMs }) => atMs > fromMs && atMs < untilMs);
  const points = within.map(({ atMs, value }) => ({ atMs, value: value / MICRO }));
  return [{ atMs: fromMs, value: 0 }, ...points, { atMs: untilMs, value: last / MICRO }];
}

/** A score over time with its interval as a band around it. */
export function scoreChart(history: readonly WalletScore[], { name, zone }: Of): Chart | null {
  const last = history.at(-1);
  if (last === undefined || history.length < VALUES_MIN) return null;
  const known = history.filter(({ confidence }) => Number.isFinite(confidence.value));
  return {
    kind: 'lines',
    title: `${cut(name, NAME_WIDTH)} scores ${scoreRange(last.confidence)}`,
    unit: 'score',
    zone,
    series: [
      {
        role: 'leader',
        name: 'score',
        points: known.map(({ atMs, confidence }) => ({ atMs, value: confidence.value })),
        band: known.map(({ atMs, confidence: { low, high } }) => ({ atMs, low, high })),
      },
    ],
  };
}
