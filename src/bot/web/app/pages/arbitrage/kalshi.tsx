import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { KalshiMarket } from '../../../contract/kalshi.ts';
import { useResource } from '../../state/resource.ts';
import { narrow, place } from '../../state/router.ts';
import { TextField } from '../../ui/controls.tsx';
import { Empty, Figure, Figures, Loaded, Panel } from '../../ui/panel.tsx';
import { Ago, At, Cents, Market, Pill } from '../../ui/text.tsx';
import { shares } from '../../words/format.ts';

const EVERY_MS = 15_000;

/** Markets of Kalshi, to look at: how they pay, and their twins. */
export function KalshiPanel(): JSX.Element {
  const asked = place.value.query['q'] ?? '';
  const [text, setText] = useState(asked);
  return (
    <Panel title="Markets of Kalshi">
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          narrow({ q: text.trim() });
        }}
      >
        <TextField
          label="Search"
          type="search"
          example="fed december, a ticker or a link"
          value={text}
          onInput={setText}
        />
        <button type="submit" class="button is-strong" disabled={text.trim() === ''}>
          Find
        </button>
      </form>
      {asked === '' ? (
        <Empty title="Look one up">
          By words of its question, by ticker or by link. Nothing is traded on Kalshi from here.
        </Empty>
      ) : (
        <Found key={asked} words={asked} />
      )}
    </Panel>
  );
}

function Found({ words }: { readonly words: string }): JSX.Element {
  const read = useResource('kalshi', { query: { q: words } }, EVERY_MS);
  return (
    <Loaded from={read} what="markets">
      {({ available, markets }) => {
        if (!available) {
          return (
            <Empty title="Kalshi is not read here">Its markets need no account: see /status.</Empty>
          );
        }
        if (markets.length === 0) {
          return <Empty title={`Kalshi has none for “${words}”`}>Fewer words find more.</Empty>;
        }
        return (
          <ul class="cards">
            {markets.map((one) => (
              <li key={one.ticker}>
                <KalshiCard of={one} />
              </li>
            ))}
          </ul>
        );
      }}
    </Loaded>
  );
}

function KalshiCard({ of }: { readonly of: KalshiMarket }): JSX.Element {
  return (
    <article class="card">
      <header class="card-head">
        <h3>
          <Market of={of.market} />
        </h3>
        <Pill tone={of.stage === null && of.pause === null ? 'good' : 'plain'}>
          {of.pause ?? of.stage ?? of.status}
        </Pill>
      </header>
      <Figures>
        <Figure
          label="Yes, bid"
          note={of.bidQuantity === null ? undefined : `${shares(of.bidQuantity)} shares`}
        >
          <Cents value={of.bid} />
        </Figure>
        <Figure
          label="Yes, ask"
          note={of.askQuantity === null ? undefined : `${shares(of.askQuantity)} shares`}
        >
          <Cents value={of.ask} />
        </Figure>
        <Figure label="Prices">
          {of.readAtMs === null ? 'of the list' : <Ago atMs={of.readAtMs} />}
        </Figure>
        <Figure label="Closes">
          <At atMs={of.closesAtMs} />
        </Figure>
      </Figures>
      <p>
        <strong>Pays if</strong> {of.strike}
      </p>
      <p class="rules-text">{of.rules}</p>
      <p class="muted">
        {of.ticker} · {of.category ?? 'no category'} · source: {of.sources} · {of.early} · {of.fee}
      </p>
      {of.twin === null ? (
        <p class="muted">No twin on Polymarket is known.</p>
      ) : (
        <p>
          <strong>Twin</strong> <Market of={of.twin.market} /> <Pill>{of.twin.state}</Pill>
          {of.twin.pair === null ? null : <a href="#/arbitrage?view=pairs"> pair {of.twin.pair}</a>}
        </p>
      )}
    </article>
  );
}
