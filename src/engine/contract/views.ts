import type { Control } from '../domain/control.ts';
import type { Copyability } from '../domain/copy-result.ts';
import type { Decision, Gate } from '../domain/decision.ts';
import type { Fill } from '../domain/fill.ts';
import type { LedgerId, MarketId, TokenId, WalletAddress } from '../domain/ids.ts';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { ExitLevels } from '../domain/own-exit.ts';
import type { Position } from '../domain/position.ts';
import type { Signal } from '../domain/signal.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money, Price, Quantity } from '../domain/values/money.ts';
import type { WalletRules } from '../domain/wallet.ts';
import type { CopyRecord, WalletScore } from '../domain/wallet-score.ts';
import type { ScoringView } from './scoring-view.ts';

/** A market as a message names it. */
export interface MarketRef {
  readonly id: MarketId;
  /** `null` while the venue has not told it. */
  readonly question: string | null;
  readonly url: string | null;
}

/** One tradeable side as a message names it. */
export interface OutcomeRef {
  readonly market: MarketRef;
  readonly tokenId: TokenId;
  /** `Yes`, `No` or the venue's own word; `null` while the market is unknown. */
  readonly label: string | null;
}

export interface WalletRef {
  readonly address: WalletAddress;
  readonly label: string | null;
}

/** One value of a curve. */
export interface CurvePoint {
  readonly atMs: AtMs;
  readonly value: Money;
}

/** A source of data. Health is judged by what arrives, not by an open socket. */
export interface FeedView {
  /** `Polymarket books`, `Polymarket trades`, …: for people. */
  readonly name: string;
  /** The tape's name of the source. */
  readonly source: string;
  /** `waiting`: connected and nothing to hear; `silent`: something is due and does not come. */
  readonly state: 'live' | 'waiting' | 'silent' | 'connecting' | 'down';
  /** Since the newest message; `null` before the first. */
  readonly ageMs: number | null;
  /** Receipt minus venue time. */
  readonly lagMsP50: number | null;
  readonly lagMsP99: number | null;
  readonly messages: number;
  readonly reconnects: number;
  /** Rows that could not be read. */
  readonly problems: number;
  /** Leader trades that this feed showed, and those that only another one did; `null` if it shows none. */
  readonly trades: { readonly seen: number; readonly missed: number } | null;
  /** Why it is not live, or what of it is missing, in words; `null` when nothing is. */
  readonly note: string | null;
  /** Where it comes from; `null` while none of several hosts serves, left out where nobody says. */
  readonly host?: string | null;
  /** Nothing that is copied depends on it. */
  readonly isBeside?: true;
}

export interface LedgerView {
  readonly ledger: LedgerId;
  readonly cash: Money;
  /** Marked at the bid; what has no bid counts nothing. */
  readonly equity: Money;
  /** Since local midnight: equity change less flows. */
  readonly today: Money;
  /** Realised less fees, as the daily loss limit counts it. */
  readonly todayNet: Money;
  /** The best equity, from which the drawdown limit counts. */
  readonly peakEquity: Money;
  readonly openPositions: number;
  /** What open positions cost. */
  readonly atCost: Money;
  readonly reserved: Money;
}

/** The language model, and what it used of its budget today. */
export interface ModelView {
  readonly name: string;
  /** Entries are shown to it, or a ledger that measures does. */
  readonly isAsked: boolean;
  readonly cost: Money;
  readonly costMax: Money;
  readonly tokens: number;
  readonly tokensMax: number;
  /** Nothing more can be asked today. */
  readonly isSpent: boolean;
  /** After failures in a row; `null` while it does not rest. */
  readonly restsUntilMs: AtMs | null;
}

export interface StatusView {
  readonly version: string;
  readonly mode: 'paper' | 'live';
  readonly atMs: AtMs;
  readonly startedAtMs: AtMs;
  readonly control: Control;
  readonly ledgers: readonly LedgerView[];
  /** Ledgers that can trade with real money, whether anything is in them or not. */
  readonly accounts: readonly LedgerId[];
  /** What live entries of the account lack, in words; empty when nothing, or without an account. */
  readonly liveMissing: readonly string[];
  /** Whether somebody acknowledged what real money means. */
  readonly liveWarningRead: boolean;
  /** Killed, and the venue has not listed nothing open, twice, since then. */
  readonly provingNothingOpen: boolean;
  readonly feeds: readonly FeedView[];
  readonly books: { readonly trusted: number; readonly known: number };
  readonly wallets: { readonly followed: number; readonly enabled: number };
  /** Left out where nobody scores. */
  readonly scoring?: ScoringView;
  /** Left out where none is configured. */
  readonly model?: ModelView;
  readonly today: {
    readonly copied: number;
    readonly exited: number;
    readonly denied: number;
    /** Denials by the gate that stopped them, most first. */
    readonly byGate: readonly { readonly gate: Gate; readonly count: number }[];
  };
  readonly database: {
    readonly kind: 'embedded' | 'server';
    /** Since when commits fail; `null` while they do not. */
    readonly failingSinceMs: AtMs | null;
    readonly writesWaiting: number;
  };
  /** Hosts that were tried, and whether they answered. */
  readonly reach: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly note: string;
  }[];
}

export interface PositionView {
  readonly shortId: string;
  readonly position: Position;
  readonly outcome: OutcomeRef;
  readonly wallet: WalletRef | null;
  readonly average: Price;
  readonly bid: Price | null;
  /** Dollars a share of a market that is resolved for good, and not redeemed yet. */
  readonly payout: Price | null;
  /** At the payout or the bid; `null` without either. */
  readonly value: Money | null;
  readonly unrealised: Money | null;
  /** Shares of it whose purchase the chain may still undo. */
  readonly unsettled: Quantity;
  /** When rules of ours sell it; `null` of what is nobody's copy. */
  readonly levels: ExitLevels | null;
}

export interface FillView {
  readonly fill: Fill;
  readonly outcome: OutcomeRef;
  readonly wallet: WalletRef | null;
  /** What the leader paid or took; `null` for a person's own order. */
  readonly leaderPrice: Price | null;
  /** From the leader's trade to our fill. */
  readonly behindMs: number | null;
}

export interface OrderView {
  readonly shortId: string;
  readonly order: Order;
  readonly outcome: OutcomeRef;
  readonly wallet: WalletRef | null;
  readonly fills: readonly Fill[];
}

/** An order with what happened to it on its way, oldest first. */
export interface OrderLifeView extends OrderView {
  readonly events: readonly OrderEvent[];
}

/** Everything known of one signal and what became of it in one ledger. */
export interface DecisionView {
  readonly shortId: string;
  readonly decision: Decision;
  /** `null` when it is older than what is kept. */
  readonly signal: Signal | null;
  readonly outcome: OutcomeRef;
  readonly wallet: WalletRef | null;
  readonly orders: readonly OrderView[];
}

/** What a span of time made, in one ledger. Realised is before fees. */
export interface PnlView {
  readonly ledger: LedgerId;
  readonly sinceMs: AtMs;
  readonly realised: Money;
  readonly fees: Money;
  /** Of what is open now, at the bid. */
  readonly unrealised: Money;
  readonly equity: Money;
  readonly fills: number;
  /** Fills, of any time, that the chain may still undo. */
  readonly unsettled: number;
  readonly byWallet: readonly {
    readonly wallet: WalletRef | null;
    readonly realised: Money;
    readonly fees: Money;
    readonly unrealised: Money;
    readonly copies: number;
  }[];
}

export interface WalletView {
  readonly rules: WalletRules;
  /** Their trades that we saw, in the last 7 days. */
  readonly trades: number;
  readonly lastTradeAtMs: AtMs | null;
  readonly copied: number;
  readonly skipped: number;
  readonly byGate: readonly { readonly gate: Gate; readonly count: number }[];
  readonly open: number;
  readonly atCost: Money;
  readonly pnl: Money;
  /** `null` while nothing was scored. */
  readonly score: WalletScore | null;
  /** By ledger, over the days that are judged. */
  readonly copying: readonly CopyRecord[];
  /** What copying it made, or would have made by the rules of now, beside what it made. */
  readonly copyability: Copyability | null;
  /** What deserves a warning: never traded since followed, no trade in 30 days. */
  readonly warnings: readonly string[];
}

/** A wallet that did well lately, as the venue counts it. */
export interface LeadingWallet {
  readonly wallet: WalletAddress;
  readonly name: string | null;
  /** In the last month, realised and open. */
  readonly profit: Money;
}

/** A wallet that nobody follows yet, as the venue shows it. */
export interface WalletCandidate {
  readonly address: WalletAddress;
  readonly name: string | null;
  readonly trades: number | null;
  readonly lastTradeAtMs: AtMs | null;
  /** Value of its open positions. */
  readonly value: Money | null;
  readonly score: WalletScore | null;
  /** ESTIMATE by the default rules. */
  readonly copyability: Copyability | null;
  /** What it holds now: listed, not copied. */
  readonly holdings: readonly { readonly outcome: string; readonly value: Money }[];
  readonly warnings: readonly string[];
  /** Asked as this address, which is the owner of the wallet. */
  readonly resolvedFrom: WalletAddress | null;
}

/** What a ledger booked in a span of time, as a file. */
export interface ExportedFile {
  /** `polymind-2026-paper.csv` */
  readonly name: string;
  readonly ledger: LedgerId;
  /** Without the line of names. */
  readonly rows: number;
  readonly bytes: Uint8Array;
}

export interface SettingView {
  readonly key: string;
  readonly value: string;
  readonly initial: string;
  readonly about: string;
  readonly expects: string;
}

/** How a wallet was meant: found, one of several, or nothing like it. */
export type WalletSearch =
  | { readonly kind: 'followed'; readonly rules: WalletRules }
  | { readonly kind: 'candidate'; readonly candidate: WalletCandidate }
  | { readonly kind: 'several'; readonly wallets: readonly WalletRef[] }
  | { readonly kind: 'none'; readonly reason: string };
