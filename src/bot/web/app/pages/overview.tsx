import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Alert, LedgerState, Overview } from '../../contract/overview.ts';
import type { Span } from '../../contract/values.ts';
import { newestDecisions, overview, positions } from '../live/state.ts';
import { act, typeLine } from '../state/ask.ts';
import { useResource } from '../state/resource.ts';
import { Bars } from '../ui/bars.tsx';
import { Action, Choice } from '../ui/controls.tsx';
import { Curve } from '../ui/curve.tsx';
import { DecisionList } from '../ui/decisions.tsx';
import { FeedTable, HealthFigures } from '../ui/health-panels.tsx';
import { Empty, Figure, Figures, Loaded, Panel } from '../ui/panel.tsx';
import { PositionList } from '../ui/positions.tsx';
import { Ago, Dollars, Gain, Ledger } from '../ui/text.tsx';
import { count, signedMoney } from '../words/format.ts';

const CURVE_EVERY_MS = 20_000;
/** Newest signals that the first page lists. */
const SIGNALS_SHOWN = 8;

const SPANS: readonly (readonly [Span, string])[] = [
  ['1d', 'Day'],
  ['7d', 'Week'],
  ['30d', 'Month'],
  ['90d', 'Quarter'],
];

export function OverviewPage(): JSX.Element {
  const state = overview.value;
  if (state === null) {
    return (
      <>
        <h1>Overview</h1>
        <p role="status" class="reading">
          Waiting for the first news…
        </p>
      </>
    );
  }
  return (
    <>
      <h1>Overview</h1>
      <Control of={state} />
      <Alerts of={state.alerts} />
      <div class="columns">
        <div class="column">
          <Money of={state.ledgers} />
          <Positions />
          <Panel title="Health" aside={<a href="#/health">All of it</a>}>
            <FeedTable of={state.feeds} />
            <HealthFigures of={state} />
          </Panel>
        </div>
        <div class="column">
          <Signals of={state.today} />
        </div>
      </div>
    </>
  );
}

/** What is stopped now, and the way on. */
function Control({ of }: { readonly of: Overview }): JSX.Element | null {
  const { killed, paused, provingNothingOpen } = of.control;
  if (killed !== null) {
    return (
      <div class="banner is-bad" role="status">
        <p>
          <strong>■ Killed: {killed.reason}</strong>, <Ago atMs={killed.atMs} />.{' '}
          {provingNothingOpen
            ? 'The venue has not confirmed yet that no order is open.'
            : 'No order is open.'}{' '}
          Positions are kept; automatic exits are off.
        </p>
        <Action takes="admin" onClick={() => act('kill', 'off').catch(reportError)}>
          Arm again…
        </Action>
      </div>
    );
  }
  if (paused === null) return null;
  return (
    <div class="banner is-warn" role="status">
      <p>
        <strong>‖ Paused: {paused.reason}</strong>, <Ago atMs={paused.atMs} />. No entries; exits go
        on.
      </p>
      <Action
        takes={paused.cause === 'person' ? 'trader' : 'admin'}
        onClick={() => act('resume').catch(reportError)}
      >
        Resume…
      </Action>
    </div>
  );
}

const LEVELS = { stop: 'is-bad', warning: 'is-warn', notice: '' } as const;

function Alerts({ of }: { readonly of: readonly Alert[] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <ul class="alerts" aria-label="Needs you">
      {of.map(({ id, level, words, line }) => (
        <li key={id} class={`banner ${LEVELS[level]}`}>
          <p>
            <span aria-hidden="true">! </span>
            {words}
          </p>
          {line === null ? null : (
            <Action onClick={() => typeLine(line).catch(reportError)}>{line}</Action>
          )}
        </li>
      ))}
    </ul>
  );
}

/** One ledger at a time: they are never added up. */
function Money({ of }: { readonly of: readonly LedgerState[] }): JSX.Element {
  const [chosen, setChosen] = useState<string | null>(null);
  const state = of.find(({ ledger }) => ledger.id === chosen) ?? of[0];
  if (state === undefined) {
    return (
      <Panel title="Money">
        <Empty title="No ledger yet">
          The paper ledger appears with the first deposit: /limits bankroll 500.
        </Empty>
      </Panel>
    );
  }
  const choice =
    of.length < 2 ? (
      <Ledger of={state.ledger} />
    ) : (
      <Choice
        label="Ledger"
        value={state.ledger.id}
        options={of.map(({ ledger }) => [ledger.id, ledger.name] as const)}
        onChange={setChosen}
      />
    );
  return (
    <Panel title="Money" aside={choice}>
      <Figures>
        <Figure label="Equity, at the bid">
          <span class="big">
            <Dollars value={state.equity} />
          </span>
        </Figure>
        <Figure label="Today" note={`${signedMoney(state.todayNet)} realised after fees`}>
          <span class="big">
            <Gain value={state.today} />
          </span>
        </Figure>
        <Figure label="Cash">
          <Dollars value={state.cash} />
        </Figure>
        <Figure label="In positions" note={`${state.openPositions} open`}>
          <Dollars value={state.atCost} />
        </Figure>
        <Figure label="Reserved for orders">
          <Dollars value={state.reserved} />
        </Figure>
        <Figure label="Highest so far">
          <Dollars value={state.peakEquity} />
        </Figure>
      </Figures>
      <LedgerCurve of={state} />
    </Panel>
  );
}

function LedgerCurve({ of }: { readonly of: LedgerState }): JSX.Element {
  const [span, setSpan] = useState<Span>('7d');
  const curve = useResource('overviewCurve', { query: { span, of: 'result' } }, CURVE_EVERY_MS);
  const points = curve.data?.curves.find(({ ledger }) => ledger.id === of.ledger.id)?.points;
  const series = useMemo(
    () => [{ name: of.ledger.name, colour: 'ours' as const, points: points ?? [] }],
    [points, of.ledger.name],
  );
  const last = points?.at(-1)?.value;
  return (
    <>
      <Choice label="How far back" value={span} options={SPANS} onChange={setSpan} />
      <Loaded from={curve} what="results">
        {() =>
          last === undefined || (points?.length ?? 0) < 2 ? (
            <Empty title="No result in this time yet">
              The curve begins with the first position that is closed or resolved.
            </Empty>
          ) : (
            <Curve
              title={`${of.ledger.name}: ${signedMoney(last)} realised after fees`}
              series={series}
              unit="money"
            />
          )
        }
      </Loaded>
    </>
  );
}

function Positions(): JSX.Element {
  const open = positions.value ?? [];
  return (
    <Panel
      title="Open positions"
      aside={
        open.length < 2 ? undefined : (
          <Action onClick={() => act('close', 'all').catch(reportError)}>Close all…</Action>
        )
      }
    >
      {open.length === 0 ? (
        <Empty title="Nothing is open">
          What is copied appears here. Follow a wallet on the page <a href="#/wallets">Wallets</a>{' '}
          and wait for its next trade.
        </Empty>
      ) : (
        <PositionList of={open} />
      )}
    </Panel>
  );
}

function Signals({ of }: { readonly of: Overview['today'] }): JSX.Element {
  const newest = newestDecisions.value ?? [];
  const most = Math.max(1, ...of.byGate.map((gate) => gate.count));
  return (
    <Panel title="Signals today">
      <Figures isSmall>
        <Figure label="Copied">
          <span class="big number">{of.copied}</span>
        </Figure>
        <Figure label="Not copied">
          <span class="big number">{of.denied}</span>
        </Figure>
        <Figure label="Exits">
          <span class="big number">{of.exited}</span>
        </Figure>
      </Figures>
      {of.byGate.length === 0 ? null : (
        <Bars
          label="What stopped signals today"
          of={of.byGate.map((gate) => ({
            key: gate.gate,
            label: gate.words,
            share: gate.count / most,
            text: count(gate.count, 'signal').replace(/ signals?$/, ''),
          }))}
        />
      )}
      {newest.length === 0 ? (
        <Empty title="No signal yet">
          Each trade of a followed wallet becomes one, copied or not, with the reason.
        </Empty>
      ) : (
        <DecisionList of={newest.slice(0, SIGNALS_SHOWN)} />
      )}
    </Panel>
  );
}
