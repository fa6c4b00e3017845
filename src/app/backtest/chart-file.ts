import { writeFile } from 'node:fs/promises';
import type { Chart, ChartSeries } from '../../bot/charts/chart.ts';
import { signedMoney } from '../../bot/format/amounts.ts';
import type { Copyability } from '../../engine/domain/copy-result.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import type { ChartTarget } from './asked.ts';

/** Their curve and ours in one picture. */
export function copyingChart(name: string, of: Copyability): Chart {
  const { leaderNet, ourNet, isEstimate } = of;
  const found = `${name}: ${signedMoney(leaderNet)} for them, ${signedMoney(ourNet)} for us`;
  return {
    kind: 'lines',
    title: isEstimate ? `ESTIMATE  ${found}` : found,
    unit: 'dollars',
    signed: true,
    zone: 'UTC',
    series: [
      { name: 'them', role: 'leader', points: pointsOf(of.leaderCurve, of) },
      { name: 'us', role: 'ours', points: pointsOf(of.ourCurve, of) },
    ],
  };
}

/** Draws a chart into a file. @throws when it cannot be drawn or written */
export async function drawInto(target: ChartTarget, chart: Chart): Promise<void> {
  // What draws is large, and only wanted here.
  const { readInter, INTER_FILES } = await import('../../bot/charts/inter.ts');
  const lettering = readInter();
  if (target.kind === 'png') {
    const { drawPng } = await import('../../bot/charts/draw-png.ts');
    const files = Object.values(INTER_FILES);
    await writeFile(target.path, drawPng(chart, { lettering, files }));
    return;
  }
  const { drawSvg } = await import('../../bot/charts/draw-svg.ts');
  const { buildOption } = await import('../../bot/charts/build-option.ts');
  const { DARK_LOOK } = await import('../../bot/charts/frame.ts');
  await writeFile(target.path, drawSvg(buildOption(chart, DARK_LOOK(lettering))));
}

/** From nothing at the beginning to what it is at the end. */
function pointsOf(
  curve: Copyability['ourCurve'],
  { fromMs, untilMs }: Copyability,
): ChartSeries['points'] {
  const last = curve.at(-1);
  const steps = curve.map(({ atMs, value }) => ({ atMs, value: value / MICRO }));
  const end = last === undefined || last.atMs >= untilMs ? [] : [{ ...last, atMs: untilMs }];
  return [
    { atMs: Math.min(fromMs, (curve[0]?.atMs ?? fromMs) - 1), value: 0 },
    ...steps,
    ...end.map(({ atMs, value }) => ({ atMs, value: value / MICRO })),
  ];
}
