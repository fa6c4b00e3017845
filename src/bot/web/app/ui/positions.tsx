import type { JSX } from 'preact';
import type { Position } from '../../contract/positions.ts';
import { act } from '../state/ask.ts';
import { cents, money, shares } from '../words/format.ts';
import { Action } from './controls.tsx';
import { Ago, Gain, Ledger, Market, side, Wallet } from './text.tsx';

/** Open positions, each with what it would bring now and a way out. */
export function PositionList({ of }: { readonly of: readonly Position[] }): JSX.Element {
  return (
    <ul class="list">
      {of.map((one) => (
        <li key={one.id} class="list-row">
          <div class="list-main">
            <p>
              <Ledger of={one.ledger} /> <Market of={one.outcome.market} />
            </p>
            <p class="muted">
              <span class="number">
                {shares(one.quantity)} {side(one.outcome)} at {cents(one.average)} ·{' '}
                {money(one.cost)}
              </span>
              {one.wallet === null ? null : (
                <>
                  {' · '}
                  <Wallet of={one.wallet} />
                </>
              )}
              {' · '}
              <Ago atMs={one.openedAtMs} />
              {one.unsettled > 0 ? ` · ${shares(one.unsettled)} not settled yet` : null}
            </p>
          </div>
          <div class="list-figure">
            <Gain value={one.unrealised} />
            <small class="number">{priceWords(one)}</small>
          </div>
          <Action
            onClick={() => act('close', one.shortId).catch(reportError)}
            label={`Close ${one.shortId}`}
          >
            Close
          </Action>
        </li>
      ))}
    </ul>
  );
}

function priceWords({ bid, payout }: Position): string {
  if (payout !== null) return `pays ${cents(payout)}`;
  return bid === null ? 'no bid' : `bid ${cents(bid)}`;
}
