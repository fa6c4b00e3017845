import type { JSX } from 'preact';
import { Loaded } from '../ui/panel.tsx';
import { FiltersPanel, TryPanel } from './rules/filters.tsx';
import { LimitsPanel, SettingsPanel, useLimits } from './rules/limits.tsx';

/** What may be entered, how much, and every setting. */
export function RulesPage(): JSX.Element {
  const limits = useLimits();
  return (
    <>
      <h1>Rules</h1>
      <div class="columns">
        <div class="column">
          <Loaded from={limits} what="limits">
            {(data) => <LimitsPanel of={data} />}
          </Loaded>
        </div>
        <div class="column">
          <FiltersPanel />
          <TryPanel />
          {limits.data === null ? null : <SettingsPanel of={limits.data.settings} />}
        </div>
      </div>
    </>
  );
}
