import type { MarketId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { Problem } from '../../parsed.ts';
import type { BookAccess, BookBasis } from '../client/books.ts';
import type { ShardStatus } from '../schema-exchange.ts';
import type { KalshiStreamSnapshot } from '../stream/stream-options.ts';
import type { TradingStop } from '../trading-hours.ts';
import type { ListStep } from './list-steps.ts';

export interface MarketListHealth {
  /** What is being read; `rest` between two looks. */
  readonly step: ListStep['kind'];
  /** Whether all open markets were read at least once. */
  readonly isComplete: boolean;
  readonly markets: number;
  readonly events: number;
  readonly series: number;
  /** Open markets that there was no room for. */
  readonly letGo: number;
  readonly pages: number;
  readonly failures: number;
  readonly walkedAtMs: AtMs | null;
  readonly changesAtMs: AtMs | null;
  /** Rows that could not be read, and the newest reason. */
  readonly unread: number;
  readonly unreadProblem: Problem | null;
  readonly trouble: string | null;
}

/** How a book comes now: whole and with each change, asked for every few seconds, or not at all. */
export type BookWay = 'stream' | 'poll' | 'none';

/** A market that somebody wants, as data. */
export interface WantedHealth {
  readonly marketId: MarketId;
  readonly listedAtMs: AtMs | null;
  readonly isResolved: boolean;
  readonly book: {
    readonly way: BookWay;
    /** `top`: Kalshi shows only the best prices without a key; `null` before the first book. */
    readonly basis: BookBasis | null;
    /** Since it was last known to be what the venue has; `null` before the first book. */
    readonly ageMs: number | null;
    readonly isStale: boolean;
  };
  /** What is wrong with it, for people; `null` when nothing is. */
  readonly trouble: string | null;
}

export interface WantedListHealth {
  readonly lists: number;
  readonly failures: number;
  readonly rows: number;
  readonly resolutions: number;
  readonly listedAtMs: AtMs | null;
  readonly trouble: string | null;
}

export interface BookPollHealth {
  readonly reads: number;
  readonly failures: number;
  readonly books: number;
  /** Books that were not passed on, because the stream had a newer one. */
  readonly overtaken: number;
  /** How the venue gives out whole books, as far as it has shown. */
  readonly access: BookAccess;
  readonly readAtMs: AtMs | null;
  readonly trouble: string | null;
}

/** Why a part of the exchange does not trade. `status`: the venue says so, outside of its hours. */
export type ExchangeStop = TradingStop | 'status';

export interface ShardHealth extends ShardStatus {
  readonly stop: ExchangeStop | null;
}

export interface ExchangeHealth {
  readonly shards: readonly ShardHealth[];
  readonly resumesAtMs: AtMs | null;
  readonly statusAtMs: AtMs | null;
  readonly scheduleAtMs: AtMs | null;
  readonly failures: number;
  readonly trouble: string | null;
}

export interface IndexHealth {
  readonly indexId: string;
  readonly value: number | null;
  readonly ageMs: number | null;
  readonly isStale: boolean;
}

/** The whole feed as data; what happens later does not change it. */
export interface KalshiFeedHealth {
  readonly hasKey: boolean;
  readonly list: MarketListHealth;
  readonly lists: WantedListHealth;
  readonly books: BookPollHealth;
  /** `null` without a key. */
  readonly stream: KalshiStreamSnapshot | null;
  readonly exchange: ExchangeHealth;
  readonly indices: readonly IndexHealth[];
  readonly wanted: readonly WantedHealth[];
  /** What is wrong as a whole, for people; `null` when nothing is. */
  readonly trouble: string | null;
}
