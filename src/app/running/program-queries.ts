import type { ReadOptions } from '../../data/http/json-http.ts';
import { MarketDirectory } from '../../data/polymarket/feed/market-directory.ts';
import { WalletDirectory } from '../../data/polymarket/feed/wallet-directory.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import type { Engine } from '../../engine/core/engine.ts';
import { SECOND_MS } from '../../engine/domain/time.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { DecisionsOfDay } from './day-counts.ts';
import { online } from './online.ts';
import type { OtherVenues } from './other-venues.ts';
import type { PolymarketFeeds } from './polymarket-feeds.ts';
import type { ProgramOptions } from './program-options.ts';
import { createReadModel } from './read-model/read-model.ts';
import type { Scoring } from './read-model/sources.ts';

/** Between prices of a history: a thousand in a week, more than a picture shows. */
const HISTORY_STEP_MINUTES = 10;

/** Who asks in a chat waits no longer for the venue. */
const ANSWER_MS_MAX = 8 * SECOND_MS;

/** The parts of a running program that answers are made of. */
export interface AskedParts {
  readonly options: Pick<
    ProgramOptions,
    'store' | 'version' | 'siteUrl' | 'reach' | 'isEmbedded' | 'log'
  >;
  readonly engine: Engine;
  readonly feeds: PolymarketFeeds;
  readonly others: OtherVenues;
  readonly commits: CommitQueue;
  readonly day: DecisionsOfDay;
  readonly scoring: Scoring;
}

/** What surfaces ask of a running program. */
export function programQueries(parts: AskedParts): Queries {
  const { options, engine, feeds, others, commits, day, scoring } = parts;
  const wallets = new WalletDirectory({
    client: feeds.client,
    nowMs: () => Date.now(),
    ownAddresses: () => [],
  });
  const { clob } = feeds.client;
  const markets = new MarketDirectory(feeds.client);
  return createReadModel(
    {
      engine,
      scoring,
      reports: options.store,
      version: options.version,
      startedAtMs: Date.now(),
      siteUrl: options.siteUrl,
      nowMs: () => Date.now(),
      notCounted: (error) =>
        options.log.warn({ err: error }, 'what copying made could not be counted'),
      feeds: () => [...feeds.views(Date.now()), ...others.views(Date.now())],
      database: () => ({
        kind: options.isEmbedded ? 'embedded' : 'server',
        failingSinceMs: commits.failingSinceMs,
        writesWaiting: commits.waiting,
      }),
      reach: options.reach,
      searchWallet: (text) => online(() => wallets.find(text)),
      leadingWallets: (limit) => online(() => wallets.leading(limit)),
      searchMarkets: (text, limit) => online(() => markets.find(text, limit, inTime())),
      searchKalshi: (text, limit) => others.kalshi?.find(text, limit) ?? Promise.resolve(null),
      ruleText: (market) => others.ruleText(market),
      readBooks: ({ outcomes }) =>
        online(async () => {
          const tokenIds = outcomes.map(({ tokenId }) => tokenId);
          return (await clob.books(tokenIds, inTime())).books;
        }),
      priceHistory: (tokenId, startAtMs) =>
        online(() => {
          const over = { startAtMs, endAtMs: Date.now(), fidelityMinutes: HISTORY_STEP_MINUTES };
          return clob.priceHistory(tokenId, over, inTime());
        }),
    },
    () => day.counts(Date.now()),
  );
}

function inTime(): ReadOptions {
  return { signal: AbortSignal.timeout(ANSWER_MS_MAX) };
}
