import type { BrainsView } from '../domain/brain-result.ts';
import type { AuditEntry } from '../domain/change.ts';
import type { Decision, Gate } from '../domain/decision.ts';
import type { LedgerId, MarketId, SignalId, WalletAddress } from '../domain/ids.ts';
import type { Market } from '../domain/market.ts';
import type { MarketFilter } from '../domain/market-filter.ts';
import type { Settings } from '../domain/settings.ts';
import type { Signal } from '../domain/signal.ts';
import type { AtMs } from '../domain/time.ts';
import type { WalletRules } from '../domain/wallet.ts';
import type { WalletScore } from '../domain/wallet-score.ts';
import type { ArbitrageView, PairScope, PairView, PastOpportunityView } from './arbitrage-view.ts';
import type { KalshiView } from './kalshi-view.ts';
import type { FoundMarket, MarketLook } from './market-view.ts';
import type { OrdersScope } from './orders-scope.ts';
import type {
  CurvePoint,
  DecisionView,
  ExportedFile,
  FillView,
  LeadingWallet,
  OrderLifeView,
  OrderView,
  PnlView,
  PositionView,
  SettingView,
  StatusView,
  WalletSearch,
  WalletView,
} from './views.ts';
import type { TopView, WalletBoardView } from './wallet-board-view.ts';

/** Why copies were skipped, most frequent first. */
export interface SkipCount {
  readonly gate: Gate;
  readonly count: number;
}

export type { WalletSearch };

/**
 * What a surface may ask. Synchronous questions are answered from memory and work without database
 * and network; the others may throw `UnavailableError`.
 */
export interface Queries {
  nowMs(): AtMs;
  timeZone(): string;
  settings(): Settings;
  status(): StatusView;
  /** Open ones, largest first. */
  positions(ledger?: LedgerId): readonly PositionView[];
  wallets(): readonly WalletRules[];
  wallet(address: WalletAddress): Promise<WalletView | null>;
  /** By address, label, profile link, `@name` or name; asks the venue only for what is not followed. */
  findWallet(text: string): Promise<WalletSearch>;
  /** Whom the venue ranks first over the last month: somebody to look at, not a score. */
  leading(limit: number): Promise<readonly LeadingWallet[]>;
  /** The rules about which markets may be entered, oldest first. */
  filters(): readonly MarketFilter[];
  /** Whether these rules would let the market be entered: the core's own judgement. */
  allowed(market: Market, filters: readonly MarketFilter[]): boolean;
  /** A market that the engine knows. */
  market(id: MarketId): Market | null;
  /** Tags of the markets that the engine knows, those of most markets first. */
  categories(): readonly string[];
  /**
   * By link, slug, condition id, token id or words as people type them; best match first, open ones
   * before closed ones. An event stands for all its markets.
   */
  findMarkets(text: string, limit: number): Promise<readonly FoundMarket[]>;
  /** With its book, and its prices since then; what the venue does not answer is left out. */
  lookAtMarket(market: Market, sinceMs: AtMs): Promise<MarketLook>;
  /**
   * Markets of Kalshi by ticker, link or words as people type them, best match first. A link to an
   * event stands for all its markets. `null` where Kalshi is not read.
   */
  findKalshi(text: string, limit: number): Promise<readonly KalshiView[] | null>;
  /** What arbitrage is open now, and the best that is not; from memory. */
  arbitrage(): ArbitrageView;
  /** Opportunities of the past, newest first. */
  arbitrageHistory(limit: number): Promise<readonly PastOpportunityView[]>;
  pair(number: number): PairView | null;
  /** By number. */
  pairs(scope: PairScope): readonly PairView[];
  /** Pairs that a market belongs to, those that count most first. */
  twins(market: MarketId): readonly PairView[];
  /** The rules of a market that is compared, as its venue words them; `null` where they are not read. */
  ruleText(market: MarketId): string | null;
  fills(limit: number): Promise<readonly FillView[]>;
  openOrders(): readonly OrderView[];
  /** Newest first; without `only` the newest of all. */
  orders(limit: number, only?: Omit<OrdersScope, 'limit'>): Promise<readonly OrderView[]>;
  /** By the beginning of its id, any case. */
  order(id: string): Promise<OrderLifeView | null>;
  /** Newest first. */
  decisions(query: {
    readonly limit: number;
    readonly sinceMs?: AtMs;
    readonly wallet?: WalletAddress;
  }): Promise<readonly Decision[]>;
  /** What led to decisions: of at most 1,000, those that there are, in no order. */
  signals(ids: readonly SignalId[]): Promise<readonly Signal[]>;
  /** A decision by the beginning of its own, its signal's or one of its orders' ids. */
  decision(id: string): Promise<DecisionView | null>;
  skips(sinceMs: AtMs, wallet?: WalletAddress): Promise<readonly SkipCount[]>;
  pnl(sinceMs: AtMs): Promise<readonly PnlView[]>;
  /** What other ways of deciding made of the same signals; empty where none was measured. */
  brains(sinceMs: AtMs, untilMs?: AtMs): Promise<BrainsView>;
  /** What a ledger was worth over time, oldest first, at most 400 points. */
  equityCurve(ledger: LedgerId, sinceMs: AtMs): Promise<readonly CurvePoint[]>;
  /**
   * Realised less fees, added up since then, oldest first, at most 400 points; of one wallet's
   * copies, or of all.
   */
  resultCurve(query: {
    readonly ledger: LedgerId;
    readonly sinceMs: AtMs;
    readonly wallet?: WalletAddress;
  }): Promise<readonly CurvePoint[]>;
  /** Followed wallets and scored candidates, the best to copy first. */
  top(): Promise<readonly TopView[]>;
  /** The same from memory, with what copying made as it was counted a minute ago at most. */
  walletBoard(): WalletBoardView;
  /** Scores of a wallet over time, oldest first, at most 400. */
  scoreHistory(address: WalletAddress, sinceMs: AtMs): Promise<readonly WalletScore[]>;
  settingList(): readonly SettingView[];
  audit(limit: number): Promise<readonly AuditEntry[]>;
  /** A CSV file for each ledger in which something was booked in the year (UTC), or ever (`null`). */
  exportFiles(year: number | null): Promise<readonly ExportedFile[]>;
}

/** What was asked needs something that does not answer now; the message says what, for people. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
