import type { Queries } from '../../../engine/contract/queries.ts';
import type { NoticeContext } from '../../notice/context.ts';
import type {
  Opportunity,
  Pair,
  PairsQuery,
  PastOpportunity,
  Strategy,
} from '../contract/arbitrage.ts';
import type { Overview } from '../contract/overview.ts';

/** Names of markets, sides and wallets, from memory. */
export type PageNames = Pick<NoticeContext, 'market' | 'outcome' | 'wallet'>;

/** What compares the venues with each other, as pages show it. */
export interface ArbitrageSource {
  /** Open ones, best first; from memory. */
  opportunities(): readonly Opportunity[];
  /** The best verified pair, also below the threshold. */
  best(): Opportunity | null;
  /** Newest first. @throws UnavailableError */
  history(limit: number): Promise<readonly PastOpportunity[]>;
  /** Those that wait for a person first. @throws UnavailableError */
  pairs(query: PairsQuery): Promise<readonly Pair[]>;
  /** @throws UnavailableError */
  strategies(): Promise<readonly Strategy[]>;
}

/** What pages are made of. */
export interface PageSources {
  readonly queries: Queries;
  readonly names: PageNames;
  /** How the bots are doing. */
  readonly chats: () => Overview['chats'];
  /** `null` where nothing compares the venues. */
  readonly arbitrage: ArbitrageSource | null;
}
