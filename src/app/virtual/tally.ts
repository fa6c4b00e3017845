import type { ParsedFrame } from '../../data/parsed.ts';
import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { equityAtBid } from '../../engine/core/trade/losses.ts';
import type { Change } from '../../engine/domain/change.ts';
import type { Gate, Verdict } from '../../engine/domain/decision.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';
import type { OrderStatus } from '../../engine/domain/order-state.ts';
import type { SignalKind } from '../../engine/domain/signal.ts';
import type { AtMs } from '../../engine/domain/time.ts';
import { MICRO } from '../../engine/domain/values/micro.ts';
import { type RejectionSummary, Rejections } from './rejections.ts';

interface FeedTally {
  frames: number;
  events: number;
  /** Rows that became no event, by reason. */
  problems: Record<string, number>;
}

/** What a replay prints. Money in dollars. */
export interface RunSummary {
  readonly inputs: number;
  readonly feeds: Readonly<Record<string, FeedTally & { readonly stale?: number }>>;
  readonly signals: Readonly<Record<SignalKind, number>>;
  readonly decisions: {
    readonly accepted: number;
    readonly denied: number;
    readonly held: number;
    readonly byReason: Readonly<Record<string, number>>;
  };
  /** What kept markets and copies out, by part of quality and by gate. */
  readonly rejections: RejectionSummary;
  readonly orders: Readonly<Record<string, number>>;
  readonly fills: number;
  /** Positions that are open at the end. */
  readonly positions: number;
  readonly pnl: { readonly realised: number; readonly unrealised: number; readonly fees: number };
}

/** Counts what goes in and what comes out of a run. */
export class Tally {
  readonly #feeds = new Map<string, FeedTally>();
  readonly #decisions = new Map<string, { verdict: Verdict; reason: Gate | null }>();
  readonly #orders = new Map<string, OrderStatus>();
  readonly #signals: Record<SignalKind, number> = { copy: 0, exit: 0, price_lag: 0, arbitrage: 0 };
  readonly #rejections = new Rejections();
  #inputs = 0;
  #fills = 0;

  line(): void {
    this.#inputs += 1;
  }

  frame(source: string, parsed: ParsedFrame): void {
    const feed = this.#feeds.get(source) ?? { frames: 0, events: 0, problems: {} };
    feed.frames += 1;
    feed.events += parsed.events.length;
    for (const { reason } of parsed.problems) {
      feed.problems[reason] = (feed.problems[reason] ?? 0) + 1;
    }
    this.#feeds.set(source, feed);
  }

  /** What a step led to, right after it. */
  effects(effects: readonly Effect[], engine: Engine): void {
    for (const effect of effects) {
      if (effect.kind === 'commit')
        for (const change of effect.changes) this.#count(change, engine);
    }
  }

  /** An event of the venue, once it was stepped. */
  stepped(event: MarketEvent, engine: Engine, atMs: AtMs): void {
    this.#rejections.look(engine, event, atMs);
  }

  #count(change: Change, engine: Engine): void {
    if (change.kind === 'signal') {
      this.#signals[change.signal.kind] += 1;
    } else if (change.kind === 'decision') {
      const { id, verdict, reason } = change.decision;
      this.#decisions.set(id, { verdict, reason });
      this.#rejections.decided(engine, change.decision);
    } else if (change.kind === 'order') {
      this.#orders.set(change.order.intent.id, change.order.status);
    } else if (change.kind === 'fill') {
      this.#fills += 1;
    }
  }

  summary(engine: Engine): RunSummary {
    return {
      inputs: this.#inputs,
      feeds: this.#feedSummary(engine),
      signals: { ...this.#signals },
      decisions: this.#decisionSummary(),
      rejections: this.#rejections.summary(),
      orders: countBy(this.#orders.values()),
      fills: this.#fills,
      ...booksOf(engine),
    };
  }

  #feedSummary(engine: Engine): RunSummary['feeds'] {
    const { stale } = engine.market.topQuotes.counts;
    const feeds: Record<string, FeedTally & { stale?: number }> = {};
    for (const [source, feed] of sorted(this.#feeds)) {
      feeds[source] = source === 'polymarket.quote' ? { ...feed, stale } : feed;
    }
    return feeds;
  }

  #decisionSummary(): RunSummary['decisions'] {
    const verdicts = { accepted: 0, denied: 0, held: 0 };
    const reasons: string[] = [];
    for (const { verdict, reason } of this.#decisions.values()) {
      verdicts[verdict] += 1;
      if (verdict === 'denied' && reason !== null) reasons.push(reason);
    }
    return { ...verdicts, byReason: countBy(reasons) };
  }
}

function booksOf(engine: Engine): Pick<RunSummary, 'positions' | 'pnl'> {
  const { state } = engine.trade;
  let positions = 0;
  let realised = 0;
  let unrealised = 0;
  let fees = 0;
  for (const ledger of state.ledgers.values()) {
    const totals = ledger.totals();
    realised += totals.realised;
    fees += totals.fees;
    unrealised += equityAtBid(state, ledger) - totals.cash - totals.cost;
    positions += ledger.openPositions.length;
  }
  const pnl = { realised: realised / MICRO, unrealised: unrealised / MICRO, fees: fees / MICRO };
  return { positions, pnl };
}

function countBy(names: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(sorted(counts));
}

function sorted<Value>(entries: Map<string, Value>): [string, Value][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
