import type { JSX } from 'preact';
import { narrow, place } from '../state/router.ts';
import { Choice } from '../ui/controls.tsx';
import { HistoryPanel, StrategiesPanel } from './arbitrage/history.tsx';
import { KalshiPanel } from './arbitrage/kalshi.tsx';
import { LagsPanel } from './arbitrage/lags.tsx';
import { OpportunitiesPanel } from './arbitrage/opportunities.tsx';
import { PairsPanel } from './arbitrage/pairs.tsx';

const VIEWS = [
  ['now', 'Open now'],
  ['pairs', 'Pairs'],
  ['lags', 'Price lags'],
  ['history', 'History'],
  ['kalshi', 'Kalshi'],
] as const;
type View = (typeof VIEWS)[number][0];

const PARTS: Readonly<Record<View, () => JSX.Element>> = {
  now: () => (
    <>
      <OpportunitiesPanel />
      <StrategiesPanel />
    </>
  ),
  pairs: () => <PairsPanel />,
  lags: () => <LagsPanel />,
  history: () => (
    <>
      <HistoryPanel />
      <StrategiesPanel />
    </>
  ),
  kalshi: () => <KalshiPanel />,
};

/** What the venues pay differently for the same thing. */
export function ArbitragePage(): JSX.Element {
  const view = VIEWS.find(([one]) => one === place.value.query['view'])?.[0] ?? 'now';
  return (
    <>
      <h1>Arbitrage</h1>
      <Choice
        label="What to see"
        value={view}
        options={VIEWS}
        onChange={(one) => narrow({ view: one })}
      />
      <div class="column">{PARTS[view]()}</div>
    </>
  );
}
