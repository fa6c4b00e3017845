import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Copyability, WalletDetail } from '../../../contract/wallet.ts';
import { Curve } from '../../ui/curve.tsx';
import { Empty, Figure, Figures, Panel } from '../../ui/panel.tsx';
import { Gain, Ledger } from '../../ui/text.tsx';
import { MINUS, money, ratioInterval, signedMoney, signedRatio } from '../../words/format.ts';

/** What copying it made beside what it made itself, and where the difference went. */
export function Copying({ of }: { readonly of: WalletDetail }): JSX.Element {
  const { copyability } = of;
  return (
    <Panel
      title="Theirs and ours"
      aside={copyability?.isEstimate === true ? 'ESTIMATE' : undefined}
    >
      {copyability === null ? (
        <Empty title="Nothing to compare yet">
          Both curves begin when a trade of theirs that you copied, or could have, is over.
        </Empty>
      ) : (
        <Both of={copyability} name={of.wallet.name} />
      )}
      {of.copying.length === 0 ? null : (
        <ul class="list">
          {of.copying.map((record) => (
            <li key={record.ledger.id} class="list-row">
              <div class="list-main">
                <p>
                  <Ledger of={record.ledger} /> {record.copies} copies in {record.markets} markets,{' '}
                  {money(record.spent)} spent
                </p>
                {record.edge === null ? null : (
                  <p class="muted number">
                    edge {signedRatio(record.edge.value)}, 90 %: {ratioInterval(record.edge)}
                  </p>
                )}
              </div>
              <div class="list-figure">
                <Gain value={record.net} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Both({ of, name }: { readonly of: Copyability; readonly name: string }): JSX.Element {
  const series = useMemo(
    () => [
      { name: 'leader', colour: 'leader' as const, points: of.leaderCurve },
      { name: 'ours', colour: 'ours' as const, points: of.ourCurve },
    ],
    [of],
  );
  const { shortfall } = of;
  const parts = [
    ['Later than they', shortfall.latency],
    ['Slippage', shortfall.slippage],
    ['Fees', shortfall.fees],
    ['Rounding', shortfall.rounding],
    ['Missed exits', shortfall.missedExit],
  ] as const;
  return (
    <>
      <Curve
        title={`${name}: ${signedMoney(of.leaderNet)} for them, ${signedMoney(of.ourNet)} for us`}
        series={series}
        unit="money"
      />
      <h3>Where the difference went, {shortfall.copies} copies</h3>
      <Figures>
        {parts.map(([label, cost]) => (
          <Figure key={label} label={label}>
            <span class="number">{cost === 0 ? '$0.00' : signedCost(cost)}</span>
          </Figure>
        ))}
      </Figures>
    </>
  );
}

/** A cost as it acts on the result: what it took is negative. */
function signedCost(cost: number): string {
  return cost > 0 ? `${MINUS}${money(cost)}` : `+${money(-cost)}`;
}
