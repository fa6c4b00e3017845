import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { duration } from '../../../format/moments.ts';
import type { Decision, GateResult, Why } from '../../contract/decisions.ts';
import { hrefOf } from '../state/place.ts';
import { useResource } from '../state/resource.ts';
import { cents, money, shares } from '../words/format.ts';
import { Loaded } from './panel.tsx';
import { Ago, Ledger, Market, side, Wallet } from './text.tsx';

const SYMBOLS = { accepted: '●', denied: '✕', held: '‖' } as const;
/** What did not happen, by the kind of its signal. */
const NOT_DONE: Readonly<Record<string, string>> = {
  copy: 'not copied: ',
  exit: 'not sold: ',
};

/** What stands before the reason. */
function verdictWords({ verdict, signalKind }: Decision): string {
  if (verdict === 'accepted') return '';
  return verdict === 'held' ? 'waits: ' : (NOT_DONE[signalKind] ?? 'not taken: ');
}
const MARKS = { pass: '✓', shrink: '↓', wait: '‖', stop: '✕' } as const;
const MARK_WORDS = {
  pass: 'passed',
  shrink: 'made smaller',
  wait: 'waits',
  stop: 'stopped',
} as const;

/** Why is read again rarely: decisions do not change, their orders do. */
const WHY_EVERY_MS = 10_000;

/** How signals ended, each with its reasons behind a tap. */
export function DecisionList({ of }: { readonly of: readonly Decision[] }): JSX.Element {
  return (
    <ul class="list">
      {of.map((one) => (
        <DecisionRow key={one.id} of={one} />
      ))}
    </ul>
  );
}

function DecisionRow({ of }: { readonly of: Decision }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <li class="list-row">
      <div class={`symbol is-${of.verdict}`} aria-hidden="true">
        {SYMBOLS[of.verdict]}
      </div>
      <div class="list-main">
        <p>
          <Ledger of={of.ledger} /> {verdictWords(of)}
          {of.words}
        </p>
        <p class="muted">
          <Market of={of.outcome.market} /> {side(of.outcome)}
          {of.wallet === null ? null : (
            <>
              {' · '}
              <Wallet of={of.wallet} />
            </>
          )}
          {' · '}
          <Ago atMs={of.atMs} />
        </p>
        {isOpen ? <WhyInline id={of.id} /> : null}
      </div>
      <button
        type="button"
        class="button is-quiet"
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Less' : 'Why'} ${of.shortId}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Less' : 'Why'}
      </button>
    </li>
  );
}

/** Every gate with both numbers, by the id of a decision, signal or order. */
export function WhyInline({ id }: { readonly id: string }): JSX.Element {
  const why = useResource('decision', { of: id }, WHY_EVERY_MS);
  return (
    <div class="why">
      <Loaded from={why} what="reasons">
        {(data) => <WhyText of={data} />}
      </Loaded>
    </div>
  );
}

function WhyText({ of }: { readonly of: Why }): JSX.Element {
  const { evidence, gates, orders, decision } = of;
  return (
    <>
      {evidence === null ? null : (
        <p class="muted">
          {evidence.leaderPrice === null ? null : `They paid ${cents(evidence.leaderPrice)}`}
          {evidence.leaderNotional === null ? null : ` for ${money(evidence.leaderNotional)}`}
          {evidence.fair === null ? null : `fair by the spot price ${cents(evidence.fair)}`}
          {`, seen ${duration(evidence.receivedAtMs - evidence.tradedAtMs)} later`}
        </p>
      )}
      <ol class="gates">
        {gates.map((gate) => (
          <GateRow key={gate.gate} of={gate} />
        ))}
      </ol>
      {orders.map((order) => (
        <p key={order.id}>
          <a href={hrefOf('orders', order.id)}>Order {order.shortId}</a>: {order.words},{' '}
          {shares(order.filledQuantity)} of {shares(order.quantity)} shares
        </p>
      ))}
      <p class="muted">
        Judged by version {of.settingsVersion} of the settings · {decision.shortId}
      </p>
    </>
  );
}

function GateRow({ of }: { readonly of: GateResult }): JSX.Element {
  return (
    <li class={`gate is-${of.verdict}`}>
      <span aria-hidden="true">{MARKS[of.verdict]}</span>
      <span class="unseen">{MARK_WORDS[of.verdict]}: </span>
      <span>
        {of.words}
        {of.note === null ? null : <span class="muted"> {of.note}</span>}
      </span>
    </li>
  );
}
