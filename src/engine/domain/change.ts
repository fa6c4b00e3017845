import type { ArbitrageRecord } from './arbitrage.ts';
import type { Control } from './control.ts';
import type { Decision } from './decision.ts';
import type { DecisionRecord } from './decision-record.ts';
import type { Fill } from './fill.ts';
import type { Flow } from './flow.ts';
import type { LedgerId, MarketId, TokenId, WalletAddress } from './ids.ts';
import type { LeaderEvent } from './leader.ts';
import type { LedgerMark } from './ledger-mark.ts';
import type { Market, Resolution } from './market.ts';
import type { FilterType, MarketFilter } from './market-filter.ts';
import type { MarketPair } from './market-pair.ts';
import type { Consultation } from './model.ts';
import type { Notice } from './notice.ts';
import type { Order, OrderEvent } from './order.ts';
import type { Position } from './position.ts';
import type { Realisation } from './realisation.ts';
import type { ExitSignal, Signal } from './signal.ts';
import type { AtMs } from './time.ts';
import type { Money, Quantity } from './values/money.ts';
import type { WalletRules } from './wallet.ts';
import type { WalletScore } from './wallet-score.ts';
import type { WalletStanding } from './wallet-standing.ts';

/** A leader's row as counted after de-duplication; `ordinal` tells true twins apart. */
export interface LeaderTrade {
  readonly key: string;
  readonly ordinal: number;
  readonly event: LeaderEvent;
  readonly receivedAtMs: AtMs;
}

/** What a leader holds of one token, as far as we have seen. */
export interface LeaderHolding {
  readonly wallet: WalletAddress;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  readonly updatedAtMs: AtMs;
}

/** An exit that is being worked; it survives a restart, because exits are never dropped. */
export interface ExitWork {
  readonly signal: ExitSignal;
  readonly ledger: LedgerId;
  /** Shares it may sell in all. */
  readonly quantity: Quantity;
  readonly tries: number;
  readonly status: 'working' | 'needsYou' | 'done';
  readonly startedAtMs: AtMs;
}

/** One version of one setting; versions only grow. */
export interface SettingVersion {
  readonly version: number;
  readonly key: string;
  readonly value: string;
  readonly actor: string;
  readonly atMs: AtMs;
}

/** What a ledger was worth at a moment: cash and positions at the bid. */
export interface EquitySample {
  readonly ledger: LedgerId;
  readonly atMs: AtMs;
  readonly equity: Money;
}

/** What people and safety did. `commandId` is unique, so a command acts once. */
export interface AuditEntry {
  readonly commandId: string;
  readonly actor: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly outcome: 'done' | 'refused';
  readonly atMs: AtMs;
}

/**
 * One row that a step writes. All changes of a step are one transaction; each is an upsert by its
 * natural key (or an insert that a repetition leaves alone), so that a batch may be applied twice.
 */
export type Change =
  | { readonly kind: 'wallet'; readonly wallet: WalletRules }
  | { readonly kind: 'walletRemoved'; readonly address: WalletAddress }
  /** Kept over time; of one moment the newest stays. */
  | { readonly kind: 'walletScore'; readonly score: WalletScore }
  | { readonly kind: 'walletStanding'; readonly standing: WalletStanding }
  | { readonly kind: 'market'; readonly market: Market }
  | {
      readonly kind: 'resolution';
      readonly resolution: Resolution;
      /** When it was learned. */
      readonly atMs: AtMs;
      /** When it was so, by the venue; left out where it did not tell. */
      readonly endedAtMs?: AtMs;
    }
  | { readonly kind: 'filter'; readonly filter: MarketFilter }
  | { readonly kind: 'filterRemoved'; readonly type: FilterType; readonly value: string }
  | { readonly kind: 'setting'; readonly setting: SettingVersion }
  | { readonly kind: 'control'; readonly control: Control }
  | { readonly kind: 'leaderTrade'; readonly trade: LeaderTrade }
  | { readonly kind: 'leaderHolding'; readonly holding: LeaderHolding }
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'decision'; readonly decision: Decision }
  /** What a decision was made from: of one decision the newest stays, as of the decision itself. */
  | { readonly kind: 'decisionRecord'; readonly record: DecisionRecord }
  | { readonly kind: 'consultation'; readonly consultation: Consultation }
  | { readonly kind: 'exitWork'; readonly work: ExitWork }
  | { readonly kind: 'order'; readonly order: Order }
  /** Only added: of the same ordinal the first stays. */
  | { readonly kind: 'orderEvent'; readonly event: OrderEvent }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'realisation'; readonly realisation: Realisation }
  | { readonly kind: 'ledgerMark'; readonly mark: LedgerMark }
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'equity'; readonly sample: EquitySample }
  | { readonly kind: 'audit'; readonly entry: AuditEntry }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'pair'; readonly pair: MarketPair }
  | { readonly kind: 'arbitrage'; readonly record: ArbitrageRecord }
  | { readonly kind: 'cursor'; readonly name: string; readonly value: string };
