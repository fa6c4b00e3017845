import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Pair, Term } from '../../../contract/arbitrage.ts';
import { act, acted } from '../../state/ask.ts';
import { useResource } from '../../state/resource.ts';
import { narrow, place } from '../../state/router.ts';
import { Action, Choice, TextField } from '../../ui/controls.tsx';
import { Empty, Loaded, Panel } from '../../ui/panel.tsx';
import { At, Cents, Market, Pill, type Tone } from '../../ui/text.tsx';
import { count } from '../../words/format.ts';
import { NotLooked } from './opportunities.tsx';

const EVERY_MS = 15_000;
const STATES = [
  ['', 'All'],
  ['quarantined', 'To review'],
  ['verified', 'Verified'],
  ['rejected', 'Rejected'],
] as const;
const TONES: Readonly<Record<Pair['state'], Tone>> = {
  verified: 'good',
  quarantined: 'warn',
  rejected: 'bad',
};

/** Pairs of markets on both venues, those that wait for a person first. */
export function PairsPanel(): JSX.Element {
  const state = STATES.find(([one]) => one === place.value.query['state'])?.[0] ?? '';
  const read = useResource('pairs', { query: { state } }, EVERY_MS);
  const done = acted.value;
  useEffect(() => {
    if (done > 0) read.reload();
  }, [done]);
  return (
    <Panel
      title="Pairs"
      aside={
        <Choice
          label="State"
          value={state}
          options={STATES}
          onChange={(one) => narrow({ state: one })}
        />
      }
    >
      <Loaded from={read} what="pairs">
        {({ available, pairs }) => {
          if (!available) return <NotLooked />;
          if (pairs.length === 0) {
            return (
              <Empty title="No pair here">
                A market of Kalshi that asks what one of Polymarket asks appears here by itself.
              </Empty>
            );
          }
          return (
            <ul class="cards">
              {pairs.map((pair) => (
                <li key={pair.number}>
                  <PairCard of={pair} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function PairCard({ of }: { readonly of: Pair }): JSX.Element {
  const differing = of.terms.filter(({ effect }) => effect !== 'agrees').length;
  return (
    <article class="card">
      <header class="card-head">
        <h3>
          Pair {of.number}: {differing} of {count(of.terms.length, 'term')}{' '}
          {differing === 1 ? 'differs' : 'differ'}
        </h3>
        <Pill tone={TONES[of.state]}>{of.state}</Pill>
      </header>
      <p>
        <span class="muted">Polymarket</span> <Market of={of.polymarket.market} />
      </p>
      <p>
        <span class="muted">Kalshi</span> <Market of={of.kalshi.market} />
      </p>
      <p class="muted">
        {of.relation}
        {of.family === null ? '' : ` · ${of.family}`} · found <At atMs={of.foundAtMs} />
        {of.textsRead ? '' : ' · rules of one side could not be read'}
      </p>
      <Terms of={of} />
      {of.basis.length === 0 ? null : (
        <p class="warning">Still differs in settlement: {of.basis.join(', ')}</p>
      )}
      {of.demoted === null ? null : (
        <p class="warning">
          Taken back <At atMs={of.demoted.atMs} />: {of.demoted.why}
        </p>
      )}
      <Texts of={of} />
      {of.word === null ? null : (
        <p>
          {of.word.verdict === 'approved' ? 'Approved' : 'Rejected'} by {of.word.by},{' '}
          <At atMs={of.word.atMs} />
          {of.word.why === null ? '' : `: ${of.word.why}`}
        </p>
      )}
      <Review of={of} />
    </article>
  );
}

/** Both venues side by side; what differs is marked by a word as well as by colour. */
function Terms({ of }: { readonly of: Pair }): JSX.Element {
  return (
    <table class="plain-table is-terms">
      <thead>
        <tr>
          <th scope="col">Term</th>
          <th scope="col">
            Polymarket <Prices of={of.polymarket} />
          </th>
          <th scope="col">
            Kalshi <Prices of={of.kalshi} />
          </th>
        </tr>
      </thead>
      <tbody>
        {of.terms.map((term) => (
          <TermRow key={term.code} of={term} />
        ))}
      </tbody>
    </table>
  );
}

function Prices({ of }: { readonly of: Pair['polymarket'] }): JSX.Element | null {
  if (of.bid === null && of.ask === null) return null;
  return (
    <span class="muted">
      <Cents value={of.bid} /> / <Cents value={of.ask} />
    </span>
  );
}

function TermRow({ of }: { readonly of: Term }): JSX.Element {
  const differs = of.effect !== 'agrees';
  // What neither says cannot differ, and cannot be relied upon either.
  const word = of.polymarket === null && of.kalshi === null ? 'not told' : 'differs';
  return (
    <tr class={differs ? 'is-differing' : undefined}>
      <th scope="row">
        {of.says}{' '}
        {differs ? <Pill tone={of.effect === 'reject' ? 'bad' : 'warn'}>{word}</Pill> : null}
      </th>
      <td>{mark(of.polymarket, differs)}</td>
      <td>{mark(of.kalshi, differs)}</td>
    </tr>
  );
}

function mark(words: string | null, differs: boolean): ComponentChildren {
  if (words === null) return <span class="muted">says nothing</span>;
  return differs ? <mark>{words}</mark> : words;
}

/** What the venues wrote themselves. */
function Texts({ of }: { readonly of: Pair }): JSX.Element {
  const sides = [
    ['Polymarket', of.polymarket],
    ['Kalshi', of.kalshi],
  ] as const;
  return (
    <details class="group">
      <summary>Both rule texts</summary>
      <div class="legs">
        {sides.map(([name, text]) => (
          <div key={name} class="leg">
            <p>
              <strong>{name}</strong> <Market of={text.market} />
            </p>
            <p class="rules-text">{text.rules ?? 'Its rules could not be read.'}</p>
          </div>
        ))}
      </div>
    </details>
  );
}

function Review({ of }: { readonly of: Pair }): JSX.Element {
  const [why, setWhy] = useState('');
  const words = why.trim() === '' ? [] : why.trim().split(/\s+/);
  const does = (verb: string, ...more: readonly string[]): void => {
    act('pair', String(of.number), verb, ...more).catch(reportError);
  };
  return (
    <div class="review">
      <TextField
        label="Why (for a rejection)"
        example="different price index"
        value={why}
        onInput={setWhy}
      />
      <div class="buttons">
        <Action
          label={`Not the same: reject pair ${of.number}`}
          onClick={() => does('reject', ...words)}
        >
          Not the same
        </Action>
        <Action label={`Same outcome: approve pair ${of.number}`} onClick={() => does('approve')}>
          Same outcome
        </Action>
        {of.word === null ? null : (
          <Action
            label={`Take back the word on pair ${of.number}`}
            onClick={() => does('reset', ...words)}
          >
            Take back
          </Action>
        )}
      </div>
    </div>
  );
}
