import type { KalshiView } from '../../../engine/contract/kalshi-view.ts';
import type { PricePoint } from '../../../engine/contract/market-view.ts';
import type { Reports } from '../../../engine/contract/reports.ts';
import type { ScoringView } from '../../../engine/contract/scoring-view.ts';
import type {
  FeedView,
  LeadingWallet,
  StatusView,
  WalletCandidate,
  WalletRef,
  WalletSearch,
} from '../../../engine/contract/views.ts';
import type { Engine } from '../../../engine/core/engine.ts';
import type { Copyability } from '../../../engine/domain/copy-result.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { BookSnapshot } from '../../../engine/domain/market-event.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { CopyRecord, WalletScore } from '../../../engine/domain/wallet-score.ts';

/** A wallet that nobody follows and that was scored like those that are. */
export interface ScoredCandidate {
  /** The venue's name for it, where it told one. */
  readonly wallet: WalletRef;
  readonly score: WalletScore;
  /** ESTIMATE by the default rules; `null` while it is not made. */
  readonly copyability: Copyability | null;
}

/**
 * What is known of wallets beyond rules and decisions: from memory, or from what it may read in a
 * few seconds. Promises reject with UnavailableError when something does not answer now.
 */
export interface Scoring {
  /** The newest score; of a wallet that was never scored its history may be read first. */
  score(address: WalletAddress): Promise<WalletScore | null>;
  /** By ledger, over the days that are judged; empty while nothing was copied. */
  copying(address: WalletAddress): Promise<readonly CopyRecord[]>;
  /** By the rules of now, of a wallet that nobody follows by the default ones. */
  copyability(address: WalletAddress): Promise<Copyability | null>;
  /** The one that was made last, however old; from memory. Left out where none is kept. */
  knownCopyability?(address: WalletAddress): Copyability | null;
  /** In no order; from memory. */
  candidates(): readonly ScoredCandidate[];
  /** From memory; left out where nobody scores. */
  health?(): ScoringView;
}

/** Who was meant, as the venue knows it: before anybody judged it. */
export type FoundWallet =
  | Exclude<WalletSearch, { readonly kind: 'candidate' }>
  | {
      readonly kind: 'candidate';
      readonly candidate: Omit<WalletCandidate, 'score' | 'copyability'>;
    };

/** What the answers are made of. */
export interface Sources {
  readonly engine: Engine;
  readonly reports: Reports;
  readonly version: string;
  readonly startedAtMs: AtMs;
  /** Root of the venue's pages, `null` where the venue is simulated. */
  readonly siteUrl: string | null;
  /** What judges wallets. */
  readonly scoring: Scoring;
  nowMs(): AtMs;
  /** What copying made could not be read for the list of wallets; it is tried again. */
  notCounted?(error: unknown): void;
  feeds(): readonly FeedView[];
  database(): StatusView['database'];
  reach(): StatusView['reach'];
  /** Asks the venue who is meant; only for what nobody follows yet. */
  searchWallet(text: string): Promise<FoundWallet>;
  /** Whom the venue ranks first. @throws UnavailableError */
  leadingWallets(limit: number): Promise<readonly LeadingWallet[]>;
  /** Markets that the venue knows by a link or words, best first. @throws UnavailableError */
  searchMarkets(text: string, limit: number): Promise<readonly Market[]>;
  /** Markets of Kalshi by ticker, link or words, best first; `null` where it is not read. */
  searchKalshi(text: string, limit: number): Promise<readonly KalshiView[] | null>;
  /** The rules of a market that is compared with another venue's; `null` where they are not read. */
  ruleText(market: MarketId): string | null;
  /** The books of a market's sides, those that there are. @throws UnavailableError */
  readBooks(market: Market): Promise<readonly BookSnapshot[]>;
  /** What a token cost since then, oldest first. @throws UnavailableError */
  priceHistory(tokenId: TokenId, sinceMs: AtMs): Promise<readonly PricePoint[]>;
}
