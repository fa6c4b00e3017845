import type {
  FeedView,
  LeadingWallet,
  StatusView,
  WalletSearch,
} from '../../../engine/contract/views.ts';
import type { Engine } from '../../../engine/core/engine.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Reports } from '../../../engine/ports.ts';

/** What the answers are made of. */
export interface Sources {
  readonly engine: Engine;
  readonly reports: Reports;
  readonly version: string;
  readonly startedAtMs: AtMs;
  /** Root of the venue's pages, `null` where the venue is simulated. */
  readonly siteUrl: string | null;
  nowMs(): AtMs;
  feeds(): readonly FeedView[];
  database(): StatusView['database'];
  reach(): StatusView['reach'];
  /** Asks the venue who is meant; only for what nobody follows yet. */
  searchWallet(text: string): Promise<WalletSearch>;
  /** Whom the venue ranks first. @throws UnavailableError */
  leadingWallets(limit: number): Promise<readonly LeadingWallet[]>;
  /** Markets that the venue knows by a link or words, best first. @throws VenueError */
  searchMarkets(text: string, limit: number): Promise<readonly Market[]>;
}
