import type { JSX } from 'preact';
import type { AuditEntry } from '../../contract/audit.ts';
import { overview } from '../live/state.ts';
import { useResource } from '../state/resource.ts';
import { FeedTable, HealthFigures } from '../ui/health-panels.tsx';
import { Empty, Loaded, Panel } from '../ui/panel.tsx';
import { Ago } from '../ui/text.tsx';

const AUDIT_EVERY_MS = 10_000;
const AUDIT_SHOWN = 200;

/** What runs, and what people and safety did. */
export function HealthPage(): JSX.Element {
  const state = overview.value;
  const audit = useResource('audit', { query: { limit: AUDIT_SHOWN } }, AUDIT_EVERY_MS);
  return (
    <>
      <h1>Health</h1>
      <div class="columns">
        <div class="column">
          <Panel title="Feeds">
            {state === null ? (
              <p role="status" class="reading">
                Waiting for the first news…
              </p>
            ) : (
              <>
                <FeedTable of={state.feeds} />
                <HealthFigures of={state} />
              </>
            )}
          </Panel>
          {state === null || state.liveMissing.length === 0 ? null : (
            <Panel title="What live trading lacks">
              <ul class="bullets">
                {state.liveMissing.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            </Panel>
          )}
          <Panel title="For programs">
            <p class="prose">
              Everything here is read from an API that <a href="/api">describes itself</a>. A token
              for a program is made in chat: <code>/web token grafana</code>.
            </p>
          </Panel>
        </div>
        <div class="column">
          <Panel title="Audit">
            <Loaded from={audit} what="entries">
              {({ entries }) => <Entries of={entries} />}
            </Loaded>
          </Panel>
        </div>
      </div>
    </>
  );
}

function Entries({ of }: { readonly of: readonly AuditEntry[] }): JSX.Element {
  if (of.length === 0) {
    return (
      <Empty title="Nothing was done yet">
        Every change, kill, sign-in and refusal leaves a row here.
      </Empty>
    );
  }
  return (
    <ul class="list">
      {of.map((entry) => (
        <li key={entry.id} class="list-row">
          <div class={`symbol is-${entry.outcome}`} aria-hidden="true">
            {entry.outcome === 'done' ? '✓' : '✕'}
          </div>
          <div class="list-main">
            <p>
              <span class="unseen">{entry.outcome}: </span>
              {entry.words}
            </p>
            <p class="muted">
              {entry.actor} · {entry.action} · <Ago atMs={entry.atMs} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
