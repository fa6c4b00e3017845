import type { ComponentChildren, JSX } from 'preact';
import { clock, day, duration } from '../../../format/moments.ts';
import type { LedgerRef, MarketRef, OutcomeRef, WalletRef } from '../../contract/values.ts';
import { nowMs, zone } from '../state/clock.ts';
import { hrefOf } from '../state/place.ts';
import { cents, money, signedMoney, toneOf } from '../words/format.ts';

/** A signed text in its colour; the sign says the same without it. */
export function Signed({ text }: { readonly text: string }): JSX.Element {
  return <span class={`number ${toneOf(text)}`}>{text}</span>;
}

/** Dollars of a result: `+$5.86`. */
export function Gain({ value }: { readonly value: number | null }): JSX.Element {
  return value === null ? <Unknown /> : <Signed text={signedMoney(value)} />;
}

export function Dollars({ value }: { readonly value: number | null }): JSX.Element {
  return value === null ? <Unknown /> : <span class="number">{money(value)}</span>;
}

export function Cents({ value }: { readonly value: number | null }): JSX.Element {
  return value === null ? <Unknown /> : <span class="number">{cents(value)}</span>;
}

/** What nobody knows (yet). */
export function Unknown(): JSX.Element {
  return (
    <span class="muted">
      <span aria-hidden="true">–</span>
      <span class="unseen">unknown</span>
    </span>
  );
}

/** How long ago, counted on. */
export function Ago({ atMs }: { readonly atMs: number }): JSX.Element {
  return (
    <time class="number" dateTime={new Date(atMs).toISOString()}>
      {duration(nowMs.value - atMs)} ago
    </time>
  );
}

/** A moment as the clock showed it. */
export function At({ atMs }: { readonly atMs: number }): JSX.Element {
  return (
    <time class="number" dateTime={new Date(atMs).toISOString()}>
      {day(atMs, zone.value)} {clock(atMs, zone.value)}
    </time>
  );
}

/** Which book: real money looks different from paper everywhere. */
export function Ledger({ of }: { readonly of: LedgerRef }): JSX.Element {
  return <span class={of.isLive ? 'ledger is-live' : 'ledger'}>{of.name}</span>;
}

export function question({ question, id }: MarketRef): string {
  return question ?? `Market ${id.slice(0, 10)}…`;
}

/** A market by its question; a link where the venue has a page. */
export function Market({ of }: { readonly of: MarketRef }): JSX.Element {
  const text = question(of);
  if (of.url === null) return <span class="question">{text}</span>;
  return (
    <a class="question" href={of.url} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}

/** What is bought: `Yes`, `No`, or the venue's own word. */
export function side({ label }: OutcomeRef): string {
  return (label ?? 'outcome').toUpperCase();
}

export function Wallet({ of }: { readonly of: WalletRef }): JSX.Element {
  return (
    <a class="wallet" href={hrefOf('wallets', of.address)}>
      {of.name}
    </a>
  );
}

export type Tone = 'good' | 'bad' | 'warn' | 'plain' | 'accent';

/** A word with a state; the word says it, the colour only helps. */
export function Pill({ tone = 'plain', children }: PillProps): JSX.Element {
  return <span class={`pill is-${tone}`}>{children}</span>;
}
interface PillProps {
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}
