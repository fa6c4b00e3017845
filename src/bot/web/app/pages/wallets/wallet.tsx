import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Span } from '../../../contract/values.ts';
import type { WalletDetail } from '../../../contract/wallet.ts';
import { act, acted } from '../../state/ask.ts';
import { useResource } from '../../state/resource.ts';
import { Action, Choice } from '../../ui/controls.tsx';
import { DecisionList } from '../../ui/decisions.tsx';
import { Empty, Figure, Figures, Loaded, Panel } from '../../ui/panel.tsx';
import { PositionList } from '../../ui/positions.tsx';
import { Ago, Dollars, Gain, Pill } from '../../ui/text.tsx';
import { Copying } from './copying.tsx';
import { Fills } from './fills.tsx';
import { Rules } from './rules.tsx';
import { Scores } from './scores.tsx';

const EVERY_MS = 10_000;
const DECISIONS_SHOWN = 12;
const SPANS: readonly (readonly [Span, string])[] = [
  ['7d', 'Week'],
  ['30d', 'Month'],
  ['90d', 'Quarter'],
];

/** Everything about one wallet. */
export function WalletPage({ address }: { readonly address: string }): JSX.Element {
  const [span, setSpan] = useState<Span>('30d');
  const detail = useResource('wallet', { of: address, query: { span } }, EVERY_MS);
  const done = acted.value;
  useEffect(() => {
    if (done > 0) detail.reload();
  }, [done]);
  return (
    <>
      <p class="crumb">
        <a href="#/wallets">← Wallets</a>
      </p>
      <h1>{detail.data?.wallet.name ?? 'Wallet'}</h1>
      <Loaded from={detail} what="wallet’s facts">
        {(data) => (
          <>
            <Head of={data} />
            <Choice label="How far back" value={span} options={SPANS} onChange={setSpan} />
            <Parts of={data} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Parts({ of }: { readonly of: WalletDetail }): JSX.Element {
  return (
    <div class="columns">
      <div class="column">
        <Copying of={of} />
        <Scores of={of} />
      </div>
      <div class="column">
        {of.isFollowed ? <Rules of={of} /> : null}
        <Panel title="Open copies">
          {of.positions.length === 0 ? (
            <Empty title="Nothing of it is open">
              Its next trade that passes your rules appears here.
            </Empty>
          ) : (
            <PositionList of={of.positions} />
          )}
        </Panel>
      </div>
      <div class="column is-wide">
        <Fills of={of.fills} />
        <Panel title="Signals">
          {of.decisions.length === 0 ? (
            <Empty title="No signal of it yet">Each of its trades becomes one.</Empty>
          ) : (
            <DecisionList of={of.decisions.slice(0, DECISIONS_SHOWN)} />
          )}
        </Panel>
      </div>
    </div>
  );
}

function Head({ of }: { readonly of: WalletDetail }): JSX.Element {
  const { wallet } = of;
  return (
    <Panel title="In short" aside={<Actions of={of} />}>
      <p class="prose">
        <code class="address">{wallet.address}</code>{' '}
        {of.url === null ? null : (
          <a href={of.url} target="_blank" rel="noreferrer noopener">
            Profile
          </a>
        )}
      </p>
      {of.warnings.map((words) => (
        <p key={words} class="warning">
          <span aria-hidden="true">! </span>
          {words}
        </p>
      ))}
      <Figures>
        <Figure label="Copied as">
          {of.isFollowed ? (
            <>
              <span class={of.mode === 'live' ? 'ledger is-live' : 'ledger'}>
                {of.mode === 'live' ? 'LIVE' : 'PAPER'}
              </span>{' '}
              {of.enabled ? null : <Pill tone="warn">off</Pill>}
            </>
          ) : (
            'not followed'
          )}
        </Figure>
        <Figure label="Our result">
          <Gain value={of.pnl} />
        </Figure>
        <Figure label="In positions">
          <Dollars value={of.atCost} />
        </Figure>
        <Figure label="Their trades, 7 days">
          <span class="number">{of.trades}</span>
        </Figure>
        <Figure label="Copied · skipped">
          <span class="number">
            {of.copied} · {of.skipped}
          </span>
        </Figure>
        <Figure label="Last trade">
          {of.lastTradeAtMs === null ? 'none seen' : <Ago atMs={of.lastTradeAtMs} />}
        </Figure>
      </Figures>
    </Panel>
  );
}

function Actions({ of }: { readonly of: WalletDetail }): JSX.Element {
  const does =
    (...words: readonly string[]) =>
    (): void => {
      act('wallet', ...words).catch(reportError);
    };
  const { address } = of.wallet;
  if (!of.isFollowed) {
    return (
      <Action style="strong" onClick={does('add', address)}>
        Follow on paper
      </Action>
    );
  }
  return (
    <div class="buttons">
      {of.enabled ? (
        <Action onClick={does(address, 'disable')}>Disable</Action>
      ) : (
        <Action onClick={does(address, 'enable')}>Enable</Action>
      )}
      {of.mode === 'live' ? (
        <Action onClick={does(address, 'paper')}>To paper</Action>
      ) : (
        <Action takes="admin" onClick={does(address, 'live')}>
          Go live…
        </Action>
      )}
      <Action onClick={does('remove', address)}>Unfollow</Action>
    </div>
  );
}
