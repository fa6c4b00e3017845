import type { AtMs } from '../../../engine/domain/time.ts';
import type { Problem } from '../../parsed.ts';
import type { MirrorHealth } from './price-mirror.ts';

/** How a price came. */
export type PriceWay = 'stream' | 'rest';

/** One symbol as data; later prices do not change it. */
export interface SymbolHealth {
  /** In lower case: `btcusdt`. */
  readonly symbol: string;
  /** The newest price, `null` before the first and when it is too old to be one. */
  readonly price: number | null;
  /** The newest price however old it is. */
  readonly lastPrice: number | null;
  /** Since the newest price was received; `null` before the first. */
  readonly ageMs: number | null;
  readonly venueAtMs: AtMs | null;
  /** Name of the host that it came from. */
  readonly host: string | null;
  readonly way: PriceWay | null;
  /** Times that trades were missing between two, and how many trades those were. */
  readonly gaps: number;
  readonly missedTrades: number;
  /** Prices that had come before, by another connection or twice. */
  readonly duplicates: number;
  /** Prices that a newer one had overtaken. */
  readonly overtaken: number;
  /** Prices that were too old when they came. */
  readonly late: number;
  /** What is wrong with it, for people; `null` when nothing is. */
  readonly trouble: string | null;
}

export interface BinanceFeedHealth {
  /** Name of the host whose stream is in use, `null` when none is. */
  readonly host: string | null;
  /** Whether that host is another, thinner exchange than the first choice. */
  readonly isOtherExchange: boolean;
  readonly openedAtMs: AtMs | null;
  readonly attempts: number;
  readonly renewals: number;
  readonly shutdowns: number;
  readonly losses: number;
  readonly messages: number;
  readonly bytes: number;
  /** Messages that could not be read. */
  readonly unread: number;
  /** The newest of them. */
  readonly unreadProblem: Problem | null;
  /** Prices that went out within a later one. */
  readonly joined: number;
  /** Times that prices were asked for over HTTP, and how often that failed. */
  readonly polls: number;
  readonly pollFailures: number;
  /** The venue's clock minus ours; `null` when it has not told. */
  readonly clockOffsetMs: number | null;
  readonly mirror: MirrorHealth | null;
  /** What is wrong as a whole, for people; `null` when nothing is. */
  readonly trouble: string | null;
  readonly symbols: readonly SymbolHealth[];
}
