import type { LeaderRow } from '../../../data/polymarket/client/leaderboard.ts';
import type { MarketFacts } from '../../../data/polymarket/feed/market-facts.ts';
import type { Reports } from '../../../engine/contract/reports.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import type { WalletRules } from '../../../engine/domain/wallet.ts';
import type { WalletAssessment, WalletScore } from '../../../engine/domain/wallet-score.ts';
import type { ScoreWeights } from '../../../engine/intelligence/scoring/judge/confidence.ts';
import type { Logger } from '../../../ops/log.ts';
import type { Timetable } from '../../../ops/timetable.ts';
import type { CopyabilityDesk } from './copyability.ts';
import type { KeeperPort } from './keeper-port.ts';
import type { PastReader } from './past-reader.ts';
import type { ReadingsHealth, ScoringRuntime } from './readings.ts';

export interface ScorerOptions {
  /** What counts and judges, in a thread of its own. */
  readonly keeper: KeeperPort;
  readonly weights: () => ScoreWeights;
  readonly followed: () => ReadonlyMap<WalletAddress, WalletRules>;
  /** The score that the engine acts on; `null` while there is none. */
  readonly knownScore: (wallet: WalletAddress) => WalletScore | null;
  readonly past: Pick<PastReader, 'read'>;
  readonly reports: Pick<Reports, 'copyTrips'>;
  readonly leaders: (limit: number, signal: AbortSignal) => Promise<readonly LeaderRow[]>;
  readonly facts: (ids: readonly MarketId[], signal: AbortSignal) => Promise<MarketFacts>;
  /** The engine watches it to its end. */
  readonly isWatched: (marketId: MarketId) => boolean;
  /** Bids of what is held. */
  readonly marks: () => ReadonlyMap<TokenId, Price>;
  readonly copyability: Pick<CopyabilityDesk, 'learn' | 'forget' | 'of' | 'known'>;
  /** Hands assessments to the engine. */
  readonly tell: (assessments: readonly WalletAssessment[]) => void;
  readonly isIdle: () => boolean;
  readonly runtime: ScoringRuntime;
  readonly later: (run: () => void, waitMs: number) => () => void;
  readonly timetable: Timetable;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly queueMax?: number;
}

/** How the scoring is doing. */
export interface ScoringHealth extends ReadingsHealth {
  readonly tracked: number;
  /** Events that wait to be counted, and those that found no room. */
  readonly queued: number;
  readonly dropped: number;
  /** Followed wallets whose past is not read, or has to be read again. */
  readonly unread: number;
  readonly candidates: number;
  /** Wallets forgotten because there were too many. */
  readonly evicted: number;
  /** Longest time without a break. */
  readonly sliceMsMax: number;
}
