import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { duration } from '../../../../format/moments.ts';
import type { Score, ScorePoint, WalletDetail } from '../../../contract/wallet.ts';
import { Bars } from '../../ui/bars.tsx';
import { Choice } from '../../ui/controls.tsx';
import { Curve } from '../../ui/curve.tsx';
import { Empty, Figure, Figures, Panel } from '../../ui/panel.tsx';
import { Ago, Unknown } from '../../ui/text.tsx';
import { interval, ratioInterval, ratioPercent, score, signedRatio } from '../../words/format.ts';

const PARTS = {
  winRate: 'Wins more than priced in',
  roi: 'Return',
  timing: 'Timing',
  consistency: 'Consistency',
} as const;

/** How good it is, how sure that is, and how both changed. */
export function Scores({ of }: { readonly of: WalletDetail }): JSX.Element {
  const { score: now } = of;
  return (
    <Panel
      title="Score"
      aside={
        now === null ? undefined : (
          <span class="muted">
            <Ago atMs={now.atMs} />
          </span>
        )
      }
    >
      {now === null ? (
        <Empty title="Not scored yet">
          Its past is being read; a score appears within minutes of the first trades.
        </Empty>
      ) : (
        <Now of={now} />
      )}
      <Over of={of.scoreHistory} />
    </Panel>
  );
}

function Now({ of }: { readonly of: Score }): JSX.Element {
  return (
    <>
      <Figures>
        <Figure label="Confidence" note={`90 %: ${interval(of.confidence)}`}>
          <span class="big number">{score(of.confidence.value)}</span>
        </Figure>
        <Figure label="Edge" note={`90 %: ${ratioInterval(of.edge)}`}>
          <span class="big number">{signedRatio(of.edge.value)}</span>
        </Figure>
        <Figure label="Win rate">
          {of.winRate === null ? (
            <Unknown />
          ) : (
            <span class="number">{ratioPercent(of.winRate)}</span>
          )}
        </Figure>
        <Figure label="ROI">
          {of.roi === null ? <Unknown /> : <span class="number">{signedRatio(of.roi)}</span>}
        </Figure>
        <Figure label="Made of" note={`${of.markets} markets, ${of.ended} ended`}>
          <span class="number">{of.trades} trades</span>
        </Figure>
        <Figure label="Kind" note={of.kindNote}>
          {of.kind}
        </Figure>
        <Figure label="Holds for">
          {of.holdingMs === null ? <Unknown /> : duration(of.holdingMs)}
        </Figure>
        <Figure label="Worst week">
          {of.drawdownWeek === null ? <Unknown /> : ratioPercent(of.drawdownWeek)}
        </Figure>
      </Figures>
      <h3>Parts, drawn to the middle by how little is known</h3>
      <Bars
        label="Parts of the score"
        of={of.parts.map((part) => ({
          key: part.name,
          label: `${PARTS[part.name]}, weight ${score(part.weight)}`,
          share: part.shrunk,
          text:
            part.raw === null
              ? `${score(part.shrunk)}, unknown`
              : `${score(part.shrunk)} of ${score(part.raw)}`,
        }))}
      />
      <Categories of={of.categories} />
    </>
  );
}

function Categories({ of }: { readonly of: Score['categories'] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <table class="plain-table">
      <caption>Edge by category, with its 90 % interval</caption>
      <tbody>
        {of.map(({ category, markets, edge }) => (
          <tr key={category}>
            <th scope="row">{category}</th>
            <td class="number is-right">{markets} markets</td>
            <td class="number is-right">{signedRatio(edge.value)}</td>
            <td class="number is-right muted">{ratioInterval(edge)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const OF = [
  ['confidence', 'Confidence'],
  ['edge', 'Edge'],
  ['winRate', 'Win rate'],
  ['roi', 'ROI'],
] as const;
type Of = (typeof OF)[number][0];

function Over({ of }: { readonly of: readonly ScorePoint[] }): JSX.Element | null {
  const [shown, setShown] = useState<Of>('confidence');
  const series = useMemo(() => [seriesOf(of, shown)], [of, shown]);
  const last = series[0]?.points.at(-1);
  if (of.length < 2 || last === undefined) return null;
  const words = shown === 'confidence' ? score(last.value) : signedRatio(last.value);
  const name = OF.find(([one]) => one === shown)?.[1] ?? '';
  return (
    <>
      <Choice label="What over time" value={shown} options={OF} onChange={setShown} />
      <Curve
        title={`${name} is ${words} now, over ${duration(last.atMs - (of[0]?.atMs ?? last.atMs))}`}
        series={series}
        unit={shown === 'confidence' ? 'score' : 'ratio'}
      />
    </>
  );
}

function seriesOf(history: readonly ScorePoint[], shown: Of) {
  const name = shown === 'winRate' ? 'win rate' : shown;
  if (shown === 'winRate' || shown === 'roi') {
    const points = history.flatMap((point) => {
      const value = point[shown];
      return value === null ? [] : [{ atMs: point.atMs, value }];
    });
    return { name, colour: 'leader' as const, points };
  }
  return {
    name,
    colour: 'leader' as const,
    points: history.map((point) => ({ atMs: point.atMs, value: point[shown].value })),
    band: history.map((point) => point[shown]),
  };
}
