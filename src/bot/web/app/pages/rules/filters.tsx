import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { duration } from '../../../../format/moments.ts';
import type { Filter, Filters, Market } from '../../../contract/filters.ts';
import { act, acted } from '../../state/ask.ts';
import { useResource } from '../../state/resource.ts';
import { may } from '../../state/session.ts';
import { Change, MayNot } from '../../ui/change.tsx';
import { Action, Choice, TextField } from '../../ui/controls.tsx';
import { Empty, Loaded, Panel } from '../../ui/panel.tsx';
import { Cents, Market as MarketText, Pill } from '../../ui/text.tsx';
import { score } from '../../words/format.ts';

const EVERY_MS = 20_000;
const ACTIONS = [
  ['deny', 'Deny'],
  ['allow', 'Allow'],
] as const;
const TYPES = [
  ['keyword', 'Keyword'],
  ['category', 'Category'],
  ['market', 'Market'],
] as const;
const EXAMPLES = { keyword: 'election', category: 'politics', market: 'fed december, or a link' };

/** Which markets may be entered. */
export function FiltersPanel(): JSX.Element {
  const filters = useResource('filters', {}, EVERY_MS);
  const done = acted.value;
  useEffect(() => {
    if (done > 0) filters.reload();
  }, [done]);
  return (
    <Panel title="Market filters">
      <Loaded from={filters} what="filters">
        {(data) => (
          <>
            <List of={data} />
            <Add categories={data.categories} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function List({ of }: { readonly of: Filters }): JSX.Element {
  if (of.filters.length === 0) {
    return (
      <Empty title="No filters: every market may be entered">
        Deny a keyword, a category or one market below. A filter never stops an exit.
      </Empty>
    );
  }
  return (
    <>
      {of.hasCategoryList ? (
        <p class="prose">Some category is allowed, so all other categories are closed.</p>
      ) : null}
      <ul class="list">
        {of.filters.map((filter, at) => (
          <FilterRow key={`${filter.type} ${filter.value}`} of={filter} number={at + 1} />
        ))}
      </ul>
    </>
  );
}

function FilterRow({ of, number }: { readonly of: Filter; readonly number: number }): JSX.Element {
  return (
    <li class="list-row">
      <Pill tone={of.action === 'deny' ? 'bad' : 'good'}>{of.action}</Pill>
      <div class="list-main">
        <p>{of.words.replace(`${of.action} `, '')}</p>
      </div>
      <Action
        label={`Remove: ${of.words}`}
        onClick={() => act('filter', 'remove', String(number)).catch(reportError)}
      >
        Remove
      </Action>
    </li>
  );
}

function Add({ categories }: { readonly categories: readonly string[] }): JSX.Element {
  if (!may('trader')) return <MayNot takes="trader" />;
  return <AddForm categories={categories} />;
}

function AddForm({ categories }: { readonly categories: readonly string[] }): JSX.Element {
  const [action, setAction] = useState<Filter['action']>('deny');
  const [type, setType] = useState<Filter['type']>('keyword');
  return (
    <div class="add">
      <h3>Add a filter</h3>
      <div class="buttons">
        <Choice label="What it does" value={action} options={ACTIONS} onChange={setAction} />
        <Choice label="What it looks at" value={type} options={TYPES} onChange={setType} />
      </div>
      <Change
        key={`${action} ${type}`}
        label={`${action} ${type}`}
        example={EXAMPLES[type]}
        command="filter"
        words={(value) => [action, type, ...value.split(/\s+/)]}
      />
      {type === 'category' && categories.length > 0 ? (
        <p class="muted">Categories of known markets: {categories.slice(0, 12).join(', ')}</p>
      ) : null}
    </div>
  );
}

/** Whether a market would be entered now, without entering it. */
export function TryPanel(): JSX.Element {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  return (
    <Panel title="Try it on a market">
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(text.trim());
        }}
      >
        <TextField
          label="Market"
          type="search"
          example="fed december, or a link"
          value={text}
          onInput={setText}
        />
        <button type="submit" class="button is-strong" disabled={text.trim() === ''}>
          Try
        </button>
      </form>
      {asked === '' ? (
        <Empty title="A dry run">
          Shows what your filters and gates say of a market now. Nothing is bought.
        </Empty>
      ) : (
        <Found key={asked} words={asked} />
      )}
    </Panel>
  );
}

function Found({ words }: { readonly words: string }): JSX.Element {
  const found = useResource('markets', { query: { q: words } }, EVERY_MS);
  return (
    <Loaded from={found} what="markets">
      {({ markets }) =>
        markets.length === 0 ? (
          <Empty title={`No market is known by “${words}”`}>
            Fewer words find more; a link to the market’s page always works.
          </Empty>
        ) : (
          <ul class="list">
            {markets.map((market) => (
              <FoundRow key={market.market.id} of={market} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function FoundRow({ of }: { readonly of: Market }): JSX.Element {
  return (
    <li class="list-row is-tall">
      <Pill tone={of.allowed ? 'good' : 'bad'}>{of.allowed ? 'allowed' : 'closed'}</Pill>
      <div class="list-main">
        <p>
          <MarketText of={of.market} />
        </p>
        <p>{of.verdict}</p>
        <p class="muted">
          {[of.venue, of.status, ...of.categories].join(' · ')}
          {of.bookAgeMs === null ? ' · no book' : ` · book ${duration(of.bookAgeMs)} old`}
          {of.trusted ? '' : ', not trusted'}
          {of.quality === null ? '' : ` · quality ${score(of.quality)}`}
        </p>
        {of.sides.map((one) => (
          <p key={one.tokenId} class="muted">
            {one.label.toUpperCase()} <Cents value={one.bid} /> / <Cents value={one.ask} />
            {one.stops.length === 0
              ? ' · nothing would stop a copy'
              : ` · ${one.stops.join(' · ')}`}
          </p>
        ))}
      </div>
    </li>
  );
}
