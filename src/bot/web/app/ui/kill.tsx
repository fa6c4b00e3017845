import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { overview } from '../live/state.ts';
import { act } from '../state/ask.ts';
import { may } from '../state/session.ts';

const isKilling = signal(false);

/**
 * Stops everything, at once and without a question: whoever reaches for it means it. It waits for
 * nothing else that is underway.
 */
export function KillButton(): JSX.Element {
  const isKilled = overview.value?.control.killed !== null && overview.value !== null;
  const mayNot = !may('trader');
  const words = isKilling.value ? 'Killing…' : isKilled ? 'Killed' : 'Kill';
  return (
    <button
      type="button"
      class={isKilled ? 'kill is-killed' : 'kill'}
      disabled={mayNot}
      title={
        mayNot
          ? 'Takes the role trader'
          : 'Stops everything at once: no automatic order, all cancelled'
      }
      onClick={() => {
        isKilling.value = true;
        act('kill')
          .finally(() => {
            isKilling.value = false;
          })
          .catch(reportError);
      }}
    >
      <span aria-hidden="true">■ </span>
      {words}
    </button>
  );
}
