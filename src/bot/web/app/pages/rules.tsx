import type { JSX } from 'preact';
import { FiltersPanel, TryPanel } from './rules/filters.tsx';
import { LimitsPanels } from './rules/limits.tsx';

/** What may be entered, how much, and every setting. */
export function RulesPage(): JSX.Element {
  return (
    <>
      <h1>Rules</h1>
      <div class="columns">
        <div class="column">
          <FiltersPanel />
          <TryPanel />
        </div>
        <LimitsPanels />
      </div>
    </>
  );
}
