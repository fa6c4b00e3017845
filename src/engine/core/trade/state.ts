import type { Quote } from '../../domain/book/depth.ts';
import type { ExitWork } from '../../domain/change.ts';
import { ARMED, type Control } from '../../domain/control.ts';
import type { Decision, Verdict } from '../../domain/decision.ts';
import type { Fill } from '../../domain/fill.ts';
import type {
  FillId,
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../../domain/ids.ts';
import { Ledger } from '../../domain/ledger.ts';
import type { LedgerMark } from '../../domain/ledger-mark.ts';
import type { FeeSchedule, Market, Resolution } from '../../domain/market.ts';
import type { ResolutionStage } from '../../domain/market-event.ts';
import type { MarketFilter } from '../../domain/market-filter.ts';
import type { Leg, Order } from '../../domain/order.ts';
import type { PositionKey } from '../../domain/position.ts';
import { resolveSettings, type Settings } from '../../domain/settings.ts';
import type { CopySignal, EntrySignal, ExitSignal, SignalKind } from '../../domain/signal.ts';
import type { AtMs } from '../../domain/time.ts';
import { invariant } from '../../domain/values/invariant.ts';
import type { Money, Price } from '../../domain/values/money.ts';
import { DEFAULT_RULES } from '../../domain/venue-rules/polymarket.ts';
import type { WalletRules } from '../../domain/wallet.ts';
import type { CopyRecord, WalletScore } from '../../domain/wallet-score.ts';
import type { WalletStanding } from '../../domain/wallet-standing.ts';
import type { RiskApproved } from '../../risk/approve.ts';
import { MarketMap } from '../market-map.ts';
import { RecentMap } from '../recent-map.ts';
import { RecentSet } from '../recent-set.ts';
import type { RunWork } from './arbitrage-run.ts';
import type { ArbitrageAlerts, AskedArbitrage, TakenArbitrage } from './arbitrages.ts';
import type { ClaimWork } from './claim-work.ts';
import type { LiveAccount } from './live-account.ts';
import { RecentResults } from './losses-lately.ts';
import type { MergeWork } from './merge-work.ts';
import { createModelDesk, type ModelDesk } from './model/desk.ts';
import { PairBook } from './pair-book.ts';
import type { Silence } from './silence.ts';

/** Ids remembered against repetition; older ones are beyond the age at which anything acts. */
const RECENT_IDS_MAX = 100_000;

/** An accepted entry while something of it may still be sent. */
export interface EntryWork {
  readonly signal: EntrySignal;
  readonly ledger: LedgerId;
  readonly decision: Decision;
  readonly budget: Money;
  readonly attempts: number;
}

/** A span of time that was not read when it happened. */
export interface Away {
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
}

/** How a signal ended, as far as a report of a gap needs it. */
export interface RecentOutcome {
  readonly decisionId: string;
  readonly signalKind: SignalKind;
  readonly tradedAtMs: AtMs;
  readonly verdict: Verdict;
}

/** The trade core's whole state: one writer, all ledgers. */
export interface TradeState {
  settings: Settings;
  settingTexts: Readonly<Record<string, string>>;
  settingsVersion: number;
  control: Control;
  readonly wallets: Map<WalletAddress, WalletRules>;
  /** The newest score of each followed wallet, and the one that was written down last. */
  readonly scores: Map<WalletAddress, WalletScore>;
  readonly writtenScores: Map<WalletAddress, WalletScore>;
  /** What copying them made, as told last. */
  readonly copying: Map<WalletAddress, readonly CopyRecord[]>;
  readonly standings: Map<WalletAddress, WalletStanding>;
  readonly filters: Map<string, MarketFilter>;
  readonly markets: Map<MarketId, Market>;
  /** Pairs of markets on the two venues. */
  readonly pairs: PairBook;
  /** Final payouts; lists may call these markets open for a while. */
  readonly resolutions: RecentMap<MarketId, Resolution>;
  /** How far resolutions are that are not final, as told last. */
  readonly stages: RecentMap<MarketId, ResolutionStage>;
  /** Shares of resolved markets in live ledgers that are not dollars yet. */
  readonly claims: Map<string, ClaimWork>;
  /** Complete sets of live ledgers that are being turned into dollars. */
  readonly merges: Map<string, MergeWork>;
  readonly ledgers: Map<LedgerId, Ledger>;
  /** Ledgers that can trade with real money. */
  readonly accounts: Map<LedgerId, LiveAccount>;
  readonly marks: Map<LedgerId, LedgerMark>;
  /** Consecutive readings under the drawdown limit, by ledger. */
  readonly drawdownReadings: Map<LedgerId, number>;
  readonly orders: Map<IntentId, Order>;
  /** Orders that are not terminal. */
  readonly open: Set<IntentId>;
  /** Approved orders whose intent is being committed. */
  readonly approved: Map<IntentId, RiskApproved>;
  /** Intents of one (signal, leg, ledger): together they share its budget. */
  readonly intentsOf: Map<string, IntentId[]>;
  /** Signals whose depth was asked and not judged yet. */
  readonly judging: Map<SignalId, EntrySignal>;
  /** The same of shadow ledgers, by budget. */
  readonly shadowing: Map<string, CopySignal>;
  readonly entries: Map<string, EntryWork>;
  readonly exits: Map<string, ExitWork>;
  /** Exits that came while an entry of the same copy was on its way. */
  readonly exitsAfter: Map<IntentId, ExitSignal[]>;
  readonly quotes: Map<TokenId, Quote>;
  /** Positions whose bid has to stand a little before a rule of ours sells them. */
  readonly ownExits: Set<PositionKey>;
  readonly signalIds: RecentSet<SignalId>;
  readonly fillIds: RecentSet<string>;
  readonly commandIds: RecentSet<string>;
  /** When each ledger's entry orders were made within the last minute, oldest first. */
  readonly entryTimes: Map<LedgerId, readonly AtMs[]>;
  /** What became final lately, for cool-downs. */
  readonly results: RecentResults;
  /** Dollars filled today by `ledger|wallet`. */
  readonly spentToday: Map<string, { readonly day: string; readonly amount: Money }>;
  /** Commits that the store has not confirmed, oldest first, with when they were asked. */
  readonly unconfirmed: Map<number, AtMs>;
  /** When a fill was last booked in a live ledger, by token. */
  readonly filledAtMs: Map<TokenId, AtMs>;
  /** Fills that the chain may still undo. */
  readonly unsettled: Map<FillId, Fill>;
  /** Profit of sales so far, of orders that are not over. */
  readonly realisedOf: Map<IntentId, Money>;
  /** Intents that may be sent when their commit is confirmed. */
  readonly awaitingCommit: Map<number, IntentId[]>;
  nextCommitId: number;
  readonly arbitrageAlerts: ArbitrageAlerts;
  /** Opportunities that somebody is asked about, and those whose plan was asked for. */
  readonly asking: Map<SignalId, AskedArbitrage>;
  readonly taking: Map<SignalId, TakenArbitrage>;
  /** Opportunities that are being bought. */
  readonly runs: Map<SignalId, RunWork>;
  /** A time in which nothing was read, while what happened in it is caught up with. */
  away: Away | null;
  /** The time since the newest copy; `null` before the start. */
  silence: Silence | null;
  /** The language model that may be asked, and what it said. */
  readonly model: ModelDesk;
  /** Of the program that runs. */
  version: string;
  /** What became of the newest signals, oldest first. */
  readonly outcomes: RecentOutcome[];
}

export function createTradeState(): TradeState {
  const defaults = resolveSettings({});
  invariant(defaults.ok, 'the default settings are valid');
  return {
    settings: defaults.settings,
    settingTexts: {},
    settingsVersion: 0,
    control: ARMED,
    wallets: new Map(),
    scores: new Map(),
    writtenScores: new Map(),
    copying: new Map(),
    standings: new Map(),
    filters: new Map(),
    markets: new MarketMap((market) => market),
    pairs: new PairBook(),
    ledgers: new Map(),
    accounts: new Map(),
    marks: new Map(),
    drawdownReadings: new Map(),
    orders: new Map(),
    open: new Set(),
    approved: new Map(),
    intentsOf: new Map(),
    judging: new Map(),
    shadowing: new Map(),
    entries: new Map(),
    exits: new Map(),
    exitsAfter: new Map(),
    quotes: new Map(),
    ownExits: new Set(),
    resolutions: new RecentMap(RECENT_IDS_MAX),
    stages: new RecentMap(RECENT_IDS_MAX),
    claims: new Map(),
    merges: new Map(),
    signalIds: new RecentSet(RECENT_IDS_MAX),
    fillIds: new RecentSet(RECENT_IDS_MAX),
    commandIds: new RecentSet(RECENT_IDS_MAX),
    entryTimes: new Map(),
    results: new RecentResults(),
    spentToday: new Map(),
    unconfirmed: new Map(),
    filledAtMs: new Map(),
    unsettled: new Map(),
    realisedOf: new Map(),
    awaitingCommit: new Map(),
    nextCommitId: 1,
    asking: new Map(),
    taking: new Map(),
    runs: new Map(),
    arbitrageAlerts: { lastAtMs: new Map(), day: '', count: 0 },
    away: null,
    silence: null,
    model: createModelDesk(),
    version: '',
    outcomes: [],
  };
}

/** The ledger by id, made empty when it is new. */
export function ledgerOf(state: TradeState, id: LedgerId): Ledger {
  let ledger = state.ledgers.get(id);
  if (ledger === undefined) {
    ledger = new Ledger(id);
    state.ledgers.set(id, ledger);
  }
  return ledger;
}

/** What a share of a token pays; `null` before its market is resolved for good. */
export function payoutOf(
  state: TradeState,
  { marketId, tokenId }: { readonly marketId: MarketId; readonly tokenId: TokenId },
): Price | null {
  const payouts = state.resolutions.get(marketId)?.payouts;
  return payouts?.find((one) => one.tokenId === tokenId)?.payout ?? null;
}

/** What a taker pays in a market; the dearest schedule while its own is not known. */
export function feeScheduleOf(state: TradeState, marketId: MarketId): FeeSchedule {
  return (state.markets.get(marketId)?.rules ?? DEFAULT_RULES).fee;
}

/** What shares one budget. */
export function budgetKey(of: {
  readonly signalId: SignalId;
  readonly leg: Leg;
  readonly ledger: LedgerId;
}): string {
  return `${of.signalId}|${of.leg}|${of.ledger}`;
}
