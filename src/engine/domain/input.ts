import type { AccountEvent } from './account-event.ts';
import type { Command } from './command.ts';
import type { IntentId, LedgerId, MarketId } from './ids.ts';
import type { MarketEvent } from './market-event.ts';
import type { MarketGroup } from './market-group.ts';
import type { PairTold } from './market-pair.ts';
import type { ModelAnswer, ModelTerms } from './model.ts';
import type { Order } from './order.ts';
import type { RedemptionAnswer } from './redemption.ts';
import type { EngineSnapshot } from './snapshot.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';
import type {
  AccountReading,
  CancelAllAnswer,
  CancelAnswer,
  OrderLookup,
  PostAnswer,
} from './venue-answer.ts';
import type { WalletRules } from './wallet.ts';
import type { WalletAssessment } from './wallet-score.ts';

/**
 * What a run begins with: everything that later steps depend on and no input carries. A restart is
 * the same path with the store's snapshot.
 */
export interface Start {
  readonly version: string;
  readonly snapshot: EngineSnapshot | null;
  /** Setting texts on top of the stored ones, for this run only. */
  readonly settings: Readonly<Record<string, string>>;
  readonly wallets: readonly WalletRules[];
  /** First deposits of ledgers that have no flow yet. */
  readonly deposits: readonly { readonly ledger: LedgerId; readonly amount: Money }[];
  /** Ledgers of accounts that can trade with real money; none without. */
  readonly accounts?: readonly LedgerId[];
  /** The language model that may be asked; none without. */
  readonly model?: ModelTerms;
  /** Orders that a journal has and the snapshot may lack: each of them may have been sent. */
  readonly journalled?: readonly Order[];
}

/** How far a feed was read. `gap`: nothing was read between these moments until now. */
export interface FeedCursor {
  readonly name: string;
  readonly value: string;
  readonly gap: { readonly fromMs: AtMs; readonly untilMs: AtMs } | null;
}

export interface FeedChange {
  /** For people: `Polymarket trades`. */
  readonly name: string;
  readonly state: 'down' | 'back';
  readonly sinceMs: AtMs;
}

/** What became of an effect; the only way in which the outside answers the core. */
export type EffectResult =
  | { readonly kind: 'committed'; readonly commitId: number }
  /** The order's id at the venue and the exact bytes that will be sent. */
  | {
      readonly kind: 'signed';
      readonly intentId: IntentId;
      readonly hash: string;
      readonly body: string;
    }
  | { readonly kind: 'notSigned'; readonly intentId: IntentId; readonly reason: string }
  | { readonly kind: 'posted'; readonly intentId: IntentId; readonly answer: PostAnswer }
  | { readonly kind: 'lookedUp'; readonly intentId: IntentId; readonly lookup: OrderLookup }
  | { readonly kind: 'cancelAnswered'; readonly intentId: IntentId; readonly answer: CancelAnswer }
  | { readonly kind: 'allCanceled'; readonly ledger: LedgerId; readonly answer: CancelAllAnswer }
  /** `null` when the venue did not answer all of it. */
  | {
      readonly kind: 'accountRead';
      readonly ledger: LedgerId;
      readonly reading: AccountReading | null;
      readonly problem: string;
    }
  | {
      readonly kind: 'redeemed';
      readonly ledger: LedgerId;
      readonly marketId: MarketId;
      readonly answer: RedemptionAnswer;
    }
  | { readonly kind: 'modelAnswered'; readonly questionId: string; readonly answer: ModelAnswer };

export type InputBody =
  | { readonly kind: 'start'; readonly start: Start }
  | { readonly kind: 'market'; readonly source: string; readonly event: MarketEvent }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'timer'; readonly timerId: string }
  /** A feed has told everything up to here; what it told is written before this is. */
  | { readonly kind: 'cursor'; readonly cursor: FeedCursor }
  /** A feed stopped telling, or tells again. */
  | { readonly kind: 'feed'; readonly change: FeedChange }
  /** The trading account's own channel, or something that live trading depends on. */
  | { readonly kind: 'account'; readonly event: AccountEvent }
  /** What is believed of wallets now; followed or not. */
  | { readonly kind: 'scored'; readonly assessments: readonly WalletAssessment[] }
  /** How pairs of markets compare now, new ones and those whose comparison changed. */
  | {
      readonly kind: 'paired';
      readonly pairs: readonly PairTold[];
      /** Sets and ladders of one venue, likewise. */
      readonly groups?: readonly MarketGroup[];
    }
  /** Book frames of a market were dropped because the queue was full. */
  | { readonly kind: 'gap'; readonly marketId: MarketId }
  | { readonly kind: 'effect'; readonly result: EffectResult };

/** One input of the loop: `seq` grows by one, `atMs` never goes back. */
export interface LoopInput {
  readonly seq: number;
  readonly atMs: AtMs;
  readonly body: InputBody;
}
