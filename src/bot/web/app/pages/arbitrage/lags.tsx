import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Lag } from '../../../contract/arbitrage.ts';
import { useResource } from '../../state/resource.ts';
import { WhyInline } from '../../ui/decisions.tsx';
import { Empty, Loaded, Panel } from '../../ui/panel.tsx';
import { Ago, Ledger, Market, Pill, side } from '../../ui/text.tsx';
import { cents, signedCents } from '../../words/format.ts';
import { NotLooked } from './opportunities.tsx';

const EVERY_MS = 5_000;

/** Markets that lag behind the spot price: fair against market. */
export function LagsPanel(): JSX.Element {
  const read = useResource('lags', {}, EVERY_MS);
  return (
    <Panel title="Price lags">
      <Loaded from={read} what="price lags">
        {({ available, lags }) => {
          if (!available) return <NotLooked />;
          if (lags.length === 0) {
            return (
              <Empty title="No market lagged yet">
                Crypto markets are held against the spot price all the time; one that lags by more
                than fees appears here.
              </Empty>
            );
          }
          return (
            <ul class="list">
              {lags.map((one) => (
                <LagRow key={one.decision.id} of={one} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function LagRow({ of }: { readonly of: Lag }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const { decision, fair, band, ask, edge } = of;
  return (
    <li class="list-row is-tall">
      <div class={`symbol is-${decision.verdict}`} aria-hidden="true">
        <svg class="icon is-small" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 6a7.5 7.5 0 100 15 7.5 7.5 0 000-15zm0 3.5v4M10 2.5h4M12 2.5V6" />
        </svg>
      </div>
      <div class="list-main">
        <p>
          <Ledger of={decision.ledger} /> <Market of={decision.outcome.market} />{' '}
          {side(decision.outcome)}
        </p>
        <p class="number">
          {of.symbol} {of.spot === null ? '' : of.spot.toLocaleString('en-US')}
          {of.feed === null ? '' : ` on ${of.feed}`}
          {of.movedAtMs === null ? null : (
            <span class="muted">
              , moved <Ago atMs={of.movedAtMs} />
            </span>
          )}
        </p>
        <FairBar fair={fair} band={band} ask={ask} />
        <p class="muted">
          {decision.words} · <Ago atMs={decision.atMs} />
        </p>
        {isOpen ? <WhyInline id={decision.id} /> : null}
      </div>
      <div class="list-figure">
        {edge === null ? null : (
          <span class={edge > 0 ? 'number gain' : 'number loss'}>{signedCents(edge)}</span>
        )}
        <small>after fees</small>
        {of.estimated === true ? <Pill>ESTIMATE</Pill> : null}
        <button
          type="button"
          class="button is-quiet"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? 'Less' : 'Why'} ${decision.shortId}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Less' : 'Why'}
        </button>
      </div>
    </li>
  );
}

type FairProps = Pick<Lag, 'fair' | 'band' | 'ask'>;

/** Fair value with its band and the market's price on one scale from 0 to 100¢. */
function FairBar({ fair, band, ask }: FairProps): JSX.Element | null {
  if (fair === null || ask === null) return null;
  const at = (price: number): string => `${Math.max(0, Math.min(100, price / 10_000))}%`;
  const half = band ?? 0;
  return (
    <div class="fair">
      <p class="number">
        market says {cents(ask)}, fair {cents(fair)}
        {band === null ? '' : ` ± ${cents(band)}`}
      </p>
      <div class="fair-scale" aria-hidden="true">
        <span
          class="fair-band"
          style={{ left: at(fair - half), right: `calc(100% - ${at(fair + half)})` }}
        />
        <span class="fair-fair" style={{ left: at(fair) }} />
        <span class="fair-ask" style={{ left: at(ask) }} />
      </div>
    </div>
  );
}
