import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Limit, Limits, Setting } from '../../../contract/limits.ts';
import { acted } from '../../state/ask.ts';
import { type Resource, useResource } from '../../state/resource.ts';
import { Change, MayNot } from '../../ui/change.tsx';
import { TextField } from '../../ui/controls.tsx';
import { Empty, Figure, Figures, Panel } from '../../ui/panel.tsx';
import { Dollars, Ledger, Pill } from '../../ui/text.tsx';

const EVERY_MS = 20_000;

/** Limits and settings, read again when something was done. */
export function useLimits(): Resource<Limits> {
  const limits = useResource('limits', {}, EVERY_MS);
  const done = acted.value;
  useEffect(() => {
    if (done > 0) limits.reload();
  }, [done]);
  return limits;
}

/** Every limit with what is used of it. */
export function LimitsPanel({ of }: { readonly of: Limits }): JSX.Element {
  return (
    <Panel title="Limits" aside={of.ledger === null ? undefined : <Ledger of={of.ledger} />}>
      <Figures>
        <Figure label="Bankroll">
          <span class="big">
            <Dollars value={of.bankroll} />
          </span>
        </Figure>
        <Figure label="Most at risk" note="everything open and openable going to zero">
          <span class="big">
            <Dollars value={of.mostAtRisk} />
          </span>
        </Figure>
      </Figures>
      <MayNot takes="admin" />
      <ul class="settings">
        {of.limits.map((limit) => (
          <LimitRow key={limit.name} of={limit} />
        ))}
      </ul>
    </Panel>
  );
}

const EXAMPLES: Readonly<Record<Limit['unit'], string>> = {
  money: '500',
  share: '$15 or 3%',
  percent: '15%',
  count: '20',
};

function LimitRow({ of }: { readonly of: Limit }): JSX.Element {
  return (
    <li class="setting">
      <div class="setting-words">
        <p>
          <strong>{of.name}</strong> <span class="setting-now number">{of.words}</span>
        </p>
        <p class="muted">
          {of.about}
          {of.usedWords === null ? null : <span class="number"> · {of.usedWords}</span>}
        </p>
      </div>
      <Change
        label={`New limit ${of.name}`}
        example={EXAMPLES[of.unit]}
        command="limits"
        takes="admin"
        words={(value) => [of.name, ...value.split(/\s+/)]}
      />
    </li>
  );
}

/** Every setting, in its groups. */
export function SettingsPanel({ of }: { readonly of: readonly Setting[] }): JSX.Element {
  const [search, setSearch] = useState('');
  const groups = useMemo(() => grouped(of, search), [of, search]);
  return (
    <Panel title="Settings">
      <MayNot takes="admin" />
      <TextField
        label="Search settings"
        type="search"
        example="drift"
        value={search}
        onInput={setSearch}
      />
      {groups.length === 0 ? <Empty title="No setting fits">Fewer letters find more.</Empty> : null}
      {groups.map(([group, settings]) => (
        <details key={group} open={search !== '' || undefined} class="group">
          <summary>
            {group} <span class="muted">{settings.length}</span>
            {settings.some(({ isChanged }) => isChanged) ? (
              <Pill tone="accent">changed</Pill>
            ) : null}
          </summary>
          <ul class="settings">
            {settings.map((setting) => (
              <SettingRow key={setting.key} of={setting} />
            ))}
          </ul>
        </details>
      ))}
    </Panel>
  );
}

function grouped(settings: readonly Setting[], search: string): [string, Setting[]][] {
  const words = search.trim().toLowerCase();
  const fitting = settings.filter(({ key, about }) =>
    `${key} ${about}`.toLowerCase().includes(words),
  );
  const groups = new Map<string, Setting[]>();
  for (const setting of fitting) {
    groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
  }
  return [...groups];
}

function SettingRow({ of }: { readonly of: Setting }): JSX.Element {
  return (
    <li class="setting">
      <div class="setting-words">
        <p>
          <strong>{of.key}</strong> <span class="setting-now number">{of.value}</span>{' '}
          {of.isChanged ? <span class="muted">default {of.initial}</span> : null}
        </p>
        <p class="muted">
          {of.about}; {of.expects}
        </p>
      </div>
      <Change
        label={`New value of ${of.key}`}
        example={of.isChanged ? 'reset' : of.initial}
        command="settings"
        takes="admin"
        words={(value) => [of.key, ...value.split(/\s+/)]}
      />
    </li>
  );
}
