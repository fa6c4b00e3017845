import type { ModelAccess } from '../../data/llm/anthropic-model.ts';
import type { Actions } from '../../engine/contract/actions.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import type { Reports } from '../../engine/contract/reports.ts';
import type { StatusView } from '../../engine/contract/views.ts';
import type { Effect } from '../../engine/core/effects.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { InputBody, LoopInput } from '../../engine/domain/input.ts';
import type { WalletRules } from '../../engine/domain/wallet.ts';
import type { Frame } from '../../engine/frame-queue.ts';
import type { Journal, StateStore, Store } from '../../engine/ports.ts';
import type { Logger } from '../../ops/log.ts';
import type { Scrubber } from '../../ops/scrubber.ts';
import type { Timetable } from '../../ops/timetable.ts';
import type { Intake } from './intake.ts';
import type { KalshiAccess } from './kalshi-side.ts';
import type { ChainWays } from './live/redeemer.ts';
import type { TradingKey } from './live/trading-key.ts';
import type { LiveLoop } from './live-loop.ts';
import type { FeedPace, PolymarketFeeds, PolymarketUrls } from './polymarket-feeds.ts';
import type { Names } from './read-model/names.ts';
import type { KeeperPort } from './scoring/keeper-port.ts';
import type { Scorer } from './scoring/scorer.ts';
import type { SpotAccess } from './spot-side.ts';

export interface ProgramOptions {
  readonly version: string;
  readonly store: Store & Reports;
  readonly isEmbedded: boolean;
  readonly urls: PolymarketUrls;
  readonly pace?: FeedPace;
  /** Where spot prices come from; without it there are none. */
  readonly spot?: SpotAccess | null;
  /** The second venue, which is only read; without it there is none. */
  readonly kalshi?: KalshiAccess | null;
  /** The language model that may be asked; without it none is. */
  readonly model?: ModelAccess | null;
  /** Root of the venue's pages, `null` where the venue is simulated. */
  readonly siteUrl: string | null;
  /** Settings of this run alone. */
  readonly settings: Readonly<Record<string, string>>;
  /** Followed at the first start. */
  readonly wallets: readonly WalletRules[];
  /** The account that can trade with real money, `null` for none. */
  readonly trading?: Trading | null;
  /** Why nothing may leave for the venue now, because another may lead; left out nobody else can. */
  readonly notLeading?: () => string | null;
  /** Where books are kept for some seconds, also for the next start; left out they go with the process. */
  readonly state?: StateStore | null;
  /** Who scores wallets, and when; left out it is the product's own. */
  readonly scoring?: { readonly keeper?: KeeperPort; readonly timetable?: Timetable };
  readonly log: Logger;
  readonly reach: () => StatusView['reach'];
  /** What kills it before it does anything. */
  readonly killedBecause?: () => string | null;
  /** Sees everything that the loop does: a recording, a count. */
  readonly observers: readonly ProgramObserver[];
  /** Rows of these notices were written. */
  readonly onNotices: () => void;
  /** The engine broke: nothing is decided any more, and the process has to end. */
  readonly onFatal: (error: unknown) => void;
}

export interface ProgramObserver {
  onInput?(atMs: number, input: Frame | InputBody): void;
  onStep?(input: LoopInput, effects: readonly Effect[], engine: Engine): void;
}

/** What the program needs to trade with real money. It owns key and journal from its start on. */
export interface Trading {
  readonly key: TradingKey;
  /** How won shares become dollars. */
  readonly chain: ChainWays;
  /** `null` only where nothing has to outlast the process. */
  readonly journal: Journal | null;
  /** Where other readers see which orders are underway; nothing depends on it. */
  readonly state?: StateStore | null;
  readonly scrubber: Scrubber;
}

/** The running program: engine, feeds, database, and what surfaces ask and do. */
export interface Program {
  readonly engine: Engine;
  readonly intake: Intake;
  readonly feeds: PolymarketFeeds;
  readonly queries: Queries;
  readonly actions: Actions;
  readonly names: Names;
  /** Scores of wallets, and how their making is doing. */
  readonly scoring: Scorer;
  /** Book frames that were not stepped: replaced by a newer whole book, or lost to a full queue. */
  readonly unread: LiveLoop['unread'];
  /** Has the embedded database dumped, and the journal forget what the dump holds. */
  dump<T>(backup: () => Promise<T>): Promise<T>;
  /** Stops reading, writes what is left, closes the store. Tells whether all was written. */
  close(): Promise<boolean>;
}
