import type { JSX } from 'preact';
import { duration } from '../../../../format/moments.ts';
import type { Leg, Opportunity } from '../../../contract/arbitrage.ts';
import { opportunities } from '../../live/state.ts';
import { nowMs } from '../../state/clock.ts';
import { useResource } from '../../state/resource.ts';
import { Empty, Loaded, Panel } from '../../ui/panel.tsx';
import { Ago, Market, Pill, side } from '../../ui/text.tsx';
import { cents, money, shares, signedMoney, signedPercent } from '../../words/format.ts';

const EVERY_MS = 5_000;
/** Millionths; above ten times a year the figure says only that it pays out soon, which stands beside it. */
const YEARLY_MAX = 10_000_000;
const VENUES = { polymarket: 'Polymarket', kalshi: 'Kalshi' } as const;

/** What is open now, best first; live where the stream brings it. */
export function OpportunitiesPanel(): JSX.Element {
  const read = useResource('opportunities', {}, EVERY_MS);
  const live = opportunities.value;
  return (
    <Panel title="Open now">
      <Loaded from={read} what="opportunities">
        {(data) => {
          const open = live ?? data.opportunities;
          if (!data.available) return <NotLooked />;
          if (open.length > 0) return <List of={open} />;
          return (
            <>
              <Empty title="Nothing pays after fees now">
                Verified pairs are compared all the time; what is worth 3 % and $2 appears here.
              </Empty>
              {data.best === null ? null : (
                <>
                  <h3>The best pair, below the threshold</h3>
                  <List of={[data.best]} />
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

/** Where nothing compares the venues. */
export function NotLooked(): JSX.Element {
  return (
    <Empty title="The venues are not compared here">
      It begins once Kalshi’s markets are read and a pair is verified. <code>/kalshi</code> in chat
      tells whether they are.
    </Empty>
  );
}

function List({ of }: { readonly of: readonly Opportunity[] }): JSX.Element {
  return (
    <ul class="cards">
      {of.map((one) => (
        <li key={one.id}>
          <OpportunityCard of={one} />
        </li>
      ))}
    </ul>
  );
}

function OpportunityCard({ of }: { readonly of: Opportunity }): JSX.Element {
  const age = Math.max(0, nowMs.value - of.crossedAtMs);
  return (
    <article class="card">
      <header class="card-head">
        <h3>
          <span aria-hidden="true">⇄ </span>
          {of.isArbitrage ? 'Arbitrage' : 'Basis spread'}{' '}
          <span class={of.roi > 0 ? 'number gain' : 'number loss'}>{signedPercent(of.roi)}</span>{' '}
          net
        </h3>
        <Pill tone={of.isArbitrage ? 'good' : 'warn'}>
          {of.isArbitrage ? 'verified' : 'shown only'}
        </Pill>
      </header>
      <p>{of.question}</p>
      <p class="number">
        {signedMoney(of.profit)} on {money(of.cost)}, {shares(of.quantity)} of each · fees{' '}
        {money(of.fees)}
      </p>
      <div class="legs">
        {of.legs.map((leg) => (
          <LegBox key={`${leg.venue} ${leg.outcome.tokenId}`} of={leg} />
        ))}
      </div>
      {of.basis.length === 0 ? null : (
        <p class="warning">Still differs in settlement: {of.basis.join(', ')}</p>
      )}
      <p class="muted">
        open {duration(age)}
        {of.pair === null ? '' : ` · pair ${of.pair}`}
        {of.yearly === null || Math.abs(of.yearly) > YEARLY_MAX
          ? ''
          : ` · ${signedPercent(of.yearly)} a year`}
        {of.paysAtMs === null ? '' : ` · pays out in ${duration(of.paysAtMs - nowMs.value)}`}
        {' · seen '}
        <Ago atMs={of.atMs} />
      </p>
    </article>
  );
}

function LegBox({ of }: { readonly of: Leg }): JSX.Element {
  return (
    <div class="leg">
      <p>
        <strong>{VENUES[of.venue]}</strong> {side(of.outcome)}{' '}
        <span class="big number">{cents(of.price)}</span>
      </p>
      <p class="muted">
        <Market of={of.outcome.market} />
      </p>
      <p class="muted number">
        book {of.bid === null ? 'no bid' : cents(of.bid)} /{' '}
        {of.ask === null ? 'no ask' : cents(of.ask)}, {duration(of.bookAgeMs)} old
      </p>
      <p class="muted number">
        {shares(of.depth)} up to {cents(of.limit)} · fee {money(of.fee)}
      </p>
    </div>
  );
}
