import { MarketDirectory } from '../../data/polymarket/feed/market-directory.ts';
import { WalletDirectory } from '../../data/polymarket/feed/wallet-directory.ts';
import type { Queries } from '../../engine/contract/queries.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { DecisionsOfDay } from './day-counts.ts';
import { online } from './online.ts';
import type { PolymarketFeeds } from './polymarket-feeds.ts';
import type { ProgramOptions } from './program-options.ts';
import { createReadModel } from './read-model/read-model.ts';
import type { Scoring } from './read-model/sources.ts';

/** The parts of a running program that answers are made of. */
export interface AskedParts {
  readonly options: Pick<ProgramOptions, 'store' | 'version' | 'siteUrl' | 'reach' | 'isEmbedded'>;
  readonly engine: Engine;
  readonly feeds: PolymarketFeeds;
  readonly commits: CommitQueue;
  readonly day: DecisionsOfDay;
  readonly scoring: Scoring;
}

/** What surfaces ask of a running program. */
export function programQueries(parts: AskedParts): Queries {
  const { options, engine, feeds, commits, day, scoring } = parts;
  const wallets = new WalletDirectory({
    client: feeds.client,
    nowMs: () => Date.now(),
    ownAddresses: () => [],
  });
  const markets = new MarketDirectory(feeds.client.gamma);
  return createReadModel(
    {
      engine,
      scoring,
      reports: options.store,
      version: options.version,
      startedAtMs: Date.now(),
      siteUrl: options.siteUrl,
      nowMs: () => Date.now(),
      feeds: () => feeds.views(Date.now()),
      database: () => ({
        kind: options.isEmbedded ? 'embedded' : 'server',
        failingSinceMs: commits.failingSinceMs,
        writesWaiting: commits.waiting,
      }),
      reach: options.reach,
      searchWallet: (text) => online(() => wallets.find(text)),
      leadingWallets: (limit) => online(() => wallets.leading(limit)),
      searchMarkets: (text, limit) => online(() => markets.find(text, limit)),
    },
    () => day.counts(Date.now()),
  );
}
