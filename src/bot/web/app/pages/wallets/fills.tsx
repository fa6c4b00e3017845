import type { JSX } from 'preact';
import { duration } from '../../../../format/moments.ts';
import type { CopyTrade } from '../../../contract/wallet.ts';
import { Empty, Panel } from '../../ui/panel.tsx';
import { Ago, Ledger, Market, side } from '../../ui/text.tsx';
import { cents, MINUS, money, shares } from '../../words/format.ts';

/** Every fill of ours beside what they paid. */
export function Fills({ of }: { readonly of: readonly CopyTrade[] }): JSX.Element {
  return (
    <Panel title="Copies, with what each cost against theirs">
      {of.length === 0 ? (
        <Empty title="No copy yet">
          The first trade of theirs that passes your rules appears here.
        </Empty>
      ) : (
        <ul class="list">
          {of.map((fill) => (
            <li key={fill.id} class="list-row">
              <div class="symbol is-accepted" aria-hidden="true">
                ●
              </div>
              <div class="list-main">
                <p>
                  <Ledger of={fill.ledger} /> {fill.side === 'buy' ? 'bought' : 'sold'}{' '}
                  <span class="number">
                    {shares(fill.quantity)} {side(fill.outcome)} at {cents(fill.price)} ·{' '}
                    {money(fill.notional)}
                  </span>
                </p>
                <p class="muted">
                  <Market of={fill.outcome.market} /> · <Ago atMs={fill.atMs} />
                </p>
                <p class="muted number">{against(fill)}</p>
              </div>
              <a class="button is-quiet" href={`#/orders/${fill.orderShortId}`}>
                Order<span class="unseen"> {fill.orderShortId}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function against({ leaderPrice, worse, behindMs, side: way }: CopyTrade): string {
  const theirs =
    leaderPrice === null ? [] : [`they ${way === 'buy' ? 'paid' : 'got'} ${cents(leaderPrice)}`];
  const cost =
    worse === null
      ? []
      : [
          worse > 0
            ? `cost us ${money(worse)}`
            : worse < 0
              ? `${money(-worse)} better`
              : 'no worse',
        ];
  const late = behindMs === null ? [] : [`${duration(behindMs)} behind`];
  return [...theirs, ...cost, ...late].join(' · ').replace('-', MINUS);
}
