import type { FunctionComponent, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clock } from '../../../format/moments.ts';
import { link, overview, reconnectNow } from '../live/state.ts';
import { question } from '../state/ask.ts';
import { nowMs, zone } from '../state/clock.ts';
import { look, nextLook } from '../state/look.ts';
import { hrefOf, PAGES, type PageName } from '../state/place.ts';
import { place } from '../state/router.ts';
import { who } from '../state/session.ts';
import { signOut } from '../state/sign-in.ts';
import { Icon } from './icon.tsx';
import { KillButton } from './kill.tsx';
import { QuestionCard, ToldCard } from './question.tsx';
import { secondsLeft } from './seconds-left.ts';
import { Pill } from './text.tsx';

const TITLES: Readonly<Record<PageName, string>> = {
  overview: 'Overview',
  wallets: 'Wallets',
  orders: 'Orders',
  arbitrage: 'Arbitrage',
  rules: 'Rules',
  health: 'Health',
};

/** Every page is loaded when it is first opened. */
const LOADERS: Readonly<Record<PageName, () => Promise<FunctionComponent>>> = {
  overview: async () => (await import('../pages/overview.tsx')).OverviewPage,
  wallets: async () => (await import('../pages/wallets.tsx')).WalletsPage,
  orders: async () => (await import('../pages/orders.tsx')).OrdersPage,
  arbitrage: async () => (await import('../pages/arbitrage.tsx')).ArbitragePage,
  rules: async () => (await import('../pages/rules.tsx')).RulesPage,
  health: async () => (await import('../pages/health.tsx')).HealthPage,
};

const loaded = new Map<PageName, FunctionComponent>();

function PageOf({ name }: { readonly name: PageName }): JSX.Element {
  const [state, setState] = useState<'loading' | 'here' | 'failed'>('loading');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    document.title = `${TITLES[name]} · PolyMind`;
    if (loaded.has(name)) return;
    setState('loading');
    LOADERS[name]().then(
      (page) => {
        loaded.set(name, page);
        setState('here');
      },
      () => setState('failed'),
    );
  }, [name, tries]);
  const Page = loaded.get(name);
  if (Page !== undefined) return <Page />;
  if (state !== 'failed')
    return (
      <p role="status" class="reading">
        Loading…
      </p>
    );
  return (
    <div class="trouble" role="alert">
      <p>This page could not be loaded. PolyMind may have been updated, or does not answer.</p>
      <button type="button" class="button" onClick={() => setTries(tries + 1)}>
        Try again
      </button>
    </div>
  );
}

/** Whether what is shown is of now; said in words, with when it was last. */
function LinkState(): JSX.Element {
  const now = link.value;
  if (now.state === 'open') return <span class="link is-open">Live</span>;
  if (now.state === 'connecting') return <span class="link">Connecting…</span>;
  const left = secondsLeft(now.retryAtMs, nowMs.value);
  const since =
    now.sinceMs === null ? 'Not connected' : `Stale since ${clock(now.sinceMs, zone.value)}`;
  return (
    <button type="button" class="link is-lost" onClick={reconnectNow}>
      {since}
      <span class="link-more">{left === null ? ', trying' : `, again in ${left} s`}</span>
    </button>
  );
}

function Mode(): JSX.Element | null {
  const state = overview.value;
  if (state === null) return null;
  const { killed, paused } = state.control;
  return (
    <>
      <span class={state.mode === 'live' ? 'ledger is-live' : 'ledger'}>
        {state.mode.toUpperCase()}
      </span>
      {killed === null && paused !== null ? <Pill tone="warn">‖ Paused</Pill> : null}
    </>
  );
}

function Menu(): JSX.Element {
  const { page } = place.value;
  return (
    <nav class="menu" aria-label="Pages">
      {PAGES.map((name) => (
        <a key={name} href={hrefOf(name)} aria-current={name === page ? 'page' : undefined}>
          <Icon of={name} />
          {TITLES[name]}
        </a>
      ))}
    </nav>
  );
}

function Person(): JSX.Element {
  return (
    <footer class="person">
      <span>
        {who.value?.name} <span class="muted">{who.value?.role}</span>
      </span>
      <button type="button" class="button is-quiet" onClick={nextLook}>
        Look: {look.value}
      </button>
      <button type="button" class="button is-quiet" onClick={() => signOut().catch(reportError)}>
        Sign out
      </button>
    </footer>
  );
}

/** What stands around every page. */
export function Shell(): JSX.Element {
  const { page } = place.value;
  return (
    <div class="shell">
      <button
        type="button"
        class="skip"
        onClick={() => document.getElementById('content')?.focus()}
      >
        To the content
      </button>
      <header class="top">
        <a class="brand" href={hrefOf('overview')}>
          PolyMind
        </a>
        <Mode />
        <span class="top-room" />
        <LinkState />
        <KillButton />
      </header>
      <Menu />
      <main id="content" tabIndex={-1}>
        <PageOf key={page} name={page} />
        <Person />
      </main>
      <QuestionCard />
      {question.value === null ? <ToldCard /> : null}
    </div>
  );
}
