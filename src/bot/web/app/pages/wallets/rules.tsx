import type { JSX } from 'preact';
import type { Rule, WalletDetail } from '../../../contract/wallet.ts';
import { act } from '../../state/ask.ts';
import { Change, MayNot } from '../../ui/change.tsx';
import { Action } from '../../ui/controls.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Pill } from '../../ui/text.tsx';

/** Its own rules, each with what a change would do. */
export function Rules({ of }: { readonly of: WalletDetail }): JSX.Element {
  const { address } = of.wallet;
  return (
    <Panel
      title="Rules of this wallet"
      aside={
        <Action onClick={() => act('wallet', address, 'reset').catch(reportError)}>
          All to default
        </Action>
      }
    >
      <MayNot takes="trader" />
      <ul class="settings">
        {of.rules.map((rule) => (
          <RuleRow key={rule.name} of={rule} address={address} />
        ))}
      </ul>
      <Categories of={of} />
    </Panel>
  );
}

function RuleRow({ of, address }: { readonly of: Rule; readonly address: string }): JSX.Element {
  return (
    <li class="setting">
      <div class="setting-words">
        <p>
          <strong>{of.name}</strong> <span class="setting-now">{of.words}</span>{' '}
          {of.isOwn ? <Pill tone="accent">own</Pill> : null}
        </p>
        <p class="muted">{of.about}</p>
      </div>
      <Change
        label={`New value of ${of.name}`}
        example={of.example}
        command="wallet"
        words={(value) => [address, of.name, ...value.split(/\s+/)]}
      />
    </li>
  );
}

function Categories({ of }: { readonly of: WalletDetail }): JSX.Element {
  const allowed =
    of.categoriesAllowed.length === 0 ? 'all' : `only ${of.categoriesAllowed.join(', ')}`;
  const denied = of.categoriesDenied.length === 0 ? '' : `, but ${of.categoriesDenied.join(', ')}`;
  return (
    <ul class="settings">
      <li class="setting">
        <div class="setting-words">
          <p>
            <strong>categories</strong>{' '}
            <span class="setting-now">
              {allowed}
              {denied}
            </span>
          </p>
          <p class="muted">what it is copied in: allow politics, deny crypto</p>
        </div>
        <Change
          label="Allow or deny a category"
          example="deny crypto"
          command="wallet"
          words={(value) => [of.wallet.address, ...value.split(/\s+/)]}
        />
      </li>
    </ul>
  );
}
