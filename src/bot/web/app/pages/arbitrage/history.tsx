import type { JSX } from 'preact';
import { duration } from '../../../../format/moments.ts';
import type { PastOpportunity, Strategy } from '../../../contract/arbitrage.ts';
import { useResource } from '../../state/resource.ts';
import { Scroller } from '../../ui/cells.tsx';
import { Empty, Loaded, Panel } from '../../ui/panel.tsx';
import { Ago, Dollars, Gain, Ledger, Pill, type Tone, Unknown } from '../../ui/text.tsx';
import { money } from '../../words/format.ts';
import { NotLooked } from './opportunities.tsx';

const EVERY_MS = 20_000;
const OUTCOMES: Readonly<Record<PastOpportunity['outcome'], Tone>> = {
  told: 'plain',
  taken: 'good',
  missed: 'warn',
  unwound: 'bad',
  declined: 'plain',
};

/** What was there: how long, and what became of it. */
export function HistoryPanel(): JSX.Element {
  const past = useResource('arbitrageHistory', {}, EVERY_MS);
  return (
    <Panel title="What was there">
      <Loaded from={past} what="past opportunities">
        {({ available, history }) => {
          if (!available) return <NotLooked />;
          if (history.length === 0) {
            return (
              <Empty title="None yet">
                Each opportunity that ends is kept here with how long it lasted.
              </Empty>
            );
          }
          return (
            <ul class="list">
              {history.map((one) => (
                <PastRow key={one.id} of={one} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function PastRow({ of }: { readonly of: PastOpportunity }): JSX.Element {
  return (
    <li class="list-row">
      <Pill tone={OUTCOMES[of.outcome]}>{of.outcome}</Pill>
      <div class="list-main">
        <p>{of.question}</p>
        <p class="muted">
          lasted {duration(of.lastedMs)},{' '}
          {of.wasTakeable ? 'still there after our latency' : 'gone before we could'} · {of.ended} ·{' '}
          <Ago atMs={of.crossedAtMs} />
        </p>
      </div>
      <div class="list-figure">
        {of.made === null ? <Dollars value={of.bestProfit} /> : <Gain value={of.made} />}
        <small>{of.made === null ? 'at best' : 'made'}</small>
      </div>
    </li>
  );
}

const NAMES: Readonly<Record<Strategy['name'], string>> = {
  copy: 'Copying',
  other: 'Yours, and what PolyMind finds',
};

/** What each way of trading made, ledgers apart. */
export function StrategiesPanel(): JSX.Element {
  const read = useResource('strategies', {}, EVERY_MS);
  return (
    <Panel title="What each way of trading made">
      <Loaded from={read} what="results">
        {({ strategies }) =>
          strategies.length === 0 ? (
            <Empty title="No result yet">Each way of trading appears with its first fill.</Empty>
          ) : (
            <Scroller label="Results">
              <table class="plain-table">
                <thead>
                  <tr>
                    <th scope="col">Strategy</th>
                    <th scope="col" class="is-right">
                      Trades
                    </th>
                    <th scope="col" class="is-right">
                      Realised
                    </th>
                    <th scope="col" class="is-right">
                      Fees
                    </th>
                    <th scope="col" class="is-right">
                      Open
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {strategies.map((one) => (
                    <tr key={`${one.name} ${one.ledger.id}`}>
                      <th scope="row">
                        {NAMES[one.name]} <Ledger of={one.ledger} />
                      </th>
                      <td class="number is-right">{one.trades ?? <Unknown />}</td>
                      <td class="is-right">
                        <Gain value={one.realised} />
                      </td>
                      <td class="number is-right">{money(one.fees)}</td>
                      <td class="is-right">
                        <Gain value={one.unrealised} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroller>
          )
        }
      </Loaded>
    </Panel>
  );
}
