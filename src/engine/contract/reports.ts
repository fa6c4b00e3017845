import type { ArbitrageRecord } from '../domain/arbitrage.ts';
import type { AuditEntry, LeaderTrade, SettingVersion } from '../domain/change.ts';
import type { CopyTrip } from '../domain/copy-result.ts';
import type { Decision, Verdict } from '../domain/decision.ts';
import type { DecisionRecord } from '../domain/decision-record.ts';
import type { Fill } from '../domain/fill.ts';
import type { Flow } from '../domain/flow.ts';
import type { IntentId, LedgerId, MarketId, SignalId, WalletAddress } from '../domain/ids.ts';
import type { Market, Resolution } from '../domain/market.ts';
import type { Consultation } from '../domain/model.ts';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { Realisation } from '../domain/realisation.ts';
import type { Signal, SignalKind } from '../domain/signal.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money } from '../domain/values/money.ts';
import type { WalletScore } from '../domain/wallet-score.ts';
import type { OrdersScope } from './orders-scope.ts';
import type { SkipCount } from './queries.ts';
import type { CurvePoint } from './views.ts';

export type { OrdersScope, SkipCount };

/** Which decisions are meant; what is left out does not restrict. */
export interface DecisionScope {
  readonly sinceMs: AtMs;
  readonly wallet?: WalletAddress;
  readonly ledger?: LedgerId;
}

/** Decisions of one kind that ended in one way. */
export interface DecisionCount {
  readonly signalKind: SignalKind;
  readonly verdict: Verdict;
  readonly count: number;
}

/** What fills of one wallet moved in one ledger. */
export interface FillSum {
  readonly ledger: LedgerId;
  /** `null`: orders of a person. */
  readonly wallet: WalletAddress | null;
  readonly fills: number;
  /** Dollars before fees. */
  readonly bought: Money;
  readonly sold: Money;
  readonly fees: Money;
}

/** What became final for one wallet, before fees. */
export interface RealisedSum {
  /** `null`: orders of a person. */
  readonly wallet: WalletAddress | null;
  readonly amount: Money;
}

/** What moved money or shares of a ledger, once: all of them add up to its books. */
export type Booking =
  /** `realised` is zero of a buy. A fill that failed stays; its reversal is a row of its own. */
  | { readonly kind: 'fill'; readonly fill: Fill; readonly realised: Money }
  /** `fill` is what is taken back, fee and all; `null` in rows of older versions. */
  | { readonly kind: 'reversal'; readonly fill: Fill | null; readonly realisation: Realisation }
  /** Of a resolution, or of complete sets that were merged before it. */
  | { readonly kind: 'payout'; readonly realisation: Realisation }
  | { readonly kind: 'flow'; readonly flow: Flow };

export interface LeaderTradeStats {
  /** Buys and sells since the moment asked for, by the venue's time. */
  readonly count: number;
  /** The newest one ever seen, however long ago; `null` before the first. */
  readonly lastAtMs: AtMs | null;
}

/**
 * What people ask of the past. Where no ledger is named, all that are no shadow are meant. Lists hold at most 1,000 rows, whatever limit is asked for; counts
 * and sums read a long past in slices, so that writers need not wait for them. Every method may
 * throw StoreError.
 */
export interface Reports {
  /** Newest first. */
  recentDecisions(
    query: { readonly limit: number } & Partial<DecisionScope>,
  ): Promise<readonly Decision[]>;
  /** In all ledgers, oldest first. */
  decisionsOf(signalId: SignalId): Promise<readonly Decision[]>;
  /**
   * The decision whose id, or whose signal's id, or one of whose orders' ids begins with `prefix`,
   * in any case. The newest of several; `null` for none, and for an empty prefix.
   */
  decisionByPrefix(prefix: string): Promise<Decision | null>;
  /** What a decision on an entry was made from; `null` for exits, and for what an older version decided. */
  decisionRecord(id: string): Promise<DecisionRecord | null>;
  /** A question to a language model, with its answer. */
  consultation(id: string): Promise<Consultation | null>;
  signal(id: SignalId): Promise<Signal | null>;
  /** Of at most 1,000, those that there are, in no order. */
  signalsById(ids: readonly SignalId[]): Promise<readonly Signal[]>;
  /** Oldest first. */
  ordersOf(signalId: SignalId, ledger: LedgerId): Promise<readonly Order[]>;
  /** Newest first. */
  recentOrders(query: OrdersScope): Promise<readonly Order[]>;
  /** By the beginning of its intent's id; the newest of several, as for decisions. */
  orderByPrefix(prefix: string): Promise<Order | null>;
  /** What happened to an order, oldest first. */
  orderEvents(intentId: IntentId): Promise<readonly OrderEvent[]>;
  /** Of at most 1,000 orders, oldest first. */
  fillsOf(intentIds: readonly IntentId[]): Promise<readonly Fill[]>;
  /** Newest first. */
  recentFills(query: {
    readonly limit: number;
    readonly sinceMs?: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly Fill[]>;
  /** Denied decisions by the gate that stopped them, most first. */
  skipCounts(scope: DecisionScope): Promise<readonly SkipCount[]>;
  /** Most first. */
  decisionCounts(scope: DecisionScope): Promise<readonly DecisionCount[]>;
  leaderTradeStats(wallet: WalletAddress, sinceMs: AtMs): Promise<LeaderTradeStats>;
  /** By ledger and wallet: ledgers never mix. */
  fillSums(scope: {
    readonly sinceMs: AtMs;
    readonly ledger?: LedgerId;
  }): Promise<readonly FillSum[]>;
  /** Of sales and payouts, by wallet. */
  realisedSums(scope: {
    readonly sinceMs: AtMs;
    readonly ledger: LedgerId;
  }): Promise<readonly RealisedSum[]>;
  /** Ledgers in which something was ever booked, in the order of their names. */
  bookedLedgers(): Promise<readonly LedgerId[]>;
  /**
   * All bookings of a span of time, oldest first, in pages of at most 500 that are read when they
   * are asked for: what was booked before the first was, and nothing of what came later.
   */
  bookings(query: {
    readonly ledger: LedgerId;
    readonly sinceMs: AtMs;
    /** Not included; left out for no end. */
    readonly beforeMs?: AtMs;
  }): AsyncIterable<readonly Booking[]>;
  /** Those that were ever listed, of at most 1,000 asked for, in no order. */
  marketsById(ids: readonly MarketId[]): Promise<readonly Market[]>;
  /**
   * Counted trades received since then, of one wallet or of all, in order of receipt, in pages of at
   * most 500 that are read when they are asked for.
   */
  leaderTrades(query: {
    readonly sinceMs: AtMs;
    readonly wallet?: WalletAddress;
  }): AsyncIterable<readonly LeaderTrade[]>;
  /** Final payouts of at most 1,000 markets, with when they were so, in no order. */
  resolutionsOf(
    ids: readonly MarketId[],
  ): Promise<readonly { readonly resolution: Resolution; readonly atMs: AtMs }[]>;
  /** Oldest first, at most 400, evenly over the time. */
  walletScores(query: {
    readonly wallet: WalletAddress;
    readonly sinceMs: AtMs;
  }): Promise<readonly WalletScore[]>;
  /** Copies with a fill whose leader traded since then, oldest first, at most 1,000. */
  copyTrips(query: {
    readonly sinceMs: AtMs;
    readonly wallet?: WalletAddress;
    readonly ledger?: LedgerId;
  }): Promise<readonly CopyTrip[]>;
  /** What a ledger was worth, oldest first, at most 400 points. */
  equityCurve(ledger: LedgerId, sinceMs: AtMs): Promise<readonly CurvePoint[]>;
  /** Realised less fees, added up since then, oldest first, at most 400 points. */
  resultCurve(query: {
    readonly ledger: LedgerId;
    readonly sinceMs: AtMs;
    readonly wallet?: WalletAddress;
  }): Promise<readonly CurvePoint[]>;
  /** Opportunities, newest first; of one pair or of all. */
  recentArbitrages(query: {
    readonly limit: number;
    readonly pair?: number;
  }): Promise<readonly ArbitrageRecord[]>;
  /** Newest first. */
  recentAudit(limit: number): Promise<readonly AuditEntry[]>;
  /** Newest version first, of one key or of all. */
  settingHistory(query: {
    readonly limit: number;
    readonly key?: string;
  }): Promise<readonly SettingVersion[]>;
}
