import { setTimeout as startTimer } from 'node:timers';
import { SYSTEM_RUNTIME } from '../../../data/http/runtime.ts';
import type { PolymarketClient } from '../../../data/polymarket/client/client.ts';
import { readMarketFacts } from '../../../data/polymarket/feed/market-facts.ts';
import type { Reports } from '../../../engine/contract/reports.ts';
import type { Engine } from '../../../engine/core/engine.ts';
import type { TokenId } from '../../../engine/domain/ids.ts';
import type { Price } from '../../../engine/domain/values/money.ts';
import type { WalletAssessment } from '../../../engine/domain/wallet-score.ts';
import type { Logger } from '../../../ops/log.ts';
import { CRON_TIMETABLE, type Timetable } from '../../../ops/timetable.ts';
import { CopyabilityDesk } from './copyability.ts';
import { bidsOf, weightsOf } from './engine-facts.ts';
import type { KeeperPort } from './keeper-port.ts';
import { PastReader } from './past-reader.ts';
import { ScoreThread } from './score-thread.ts';
import { Scorer } from './scorer.ts';

export interface ProgramScoringOptions {
  readonly engine: Engine;
  readonly reports: Reports;
  readonly client: PolymarketClient;
  readonly log: Logger;
  readonly isIdle: () => boolean;
  readonly tell: (assessments: readonly WalletAssessment[]) => void;
  /** Left out it is one in a thread. */
  readonly keeper?: KeeperPort;
  readonly timetable?: Timetable;
}

/** The scoring of a running program. */
export function programScoring(options: ProgramScoringOptions): Scorer {
  const { engine, reports, client, log, isIdle, tell, timetable = CRON_TIMETABLE } = options;
  const { state } = engine.trade;
  const nowMs = (): number => Date.now();
  const marks = (): ReadonlyMap<TokenId, Price> => bidsOf(engine);
  const reborn = (error: Error): void => {
    log.error({ err: error }, 'the thread of the scoring began anew');
    scorer.restart();
  };
  const keeper = options.keeper ?? new ScoreThread({ reborn });
  const scorer = new Scorer({
    ...{ keeper, reports, marks, log, isIdle, tell, timetable },
    weights: () => weightsOf(state.settings),
    followed: () => state.wallets,
    knownScore: (wallet) => state.scores.get(wallet) ?? null,
    past: new PastReader({ reports, client, nowMs }),
    leaders: (limit, signal) => client.data.leaders(limit, { signal }),
    facts: (ids, signal) => readMarketFacts(client, ids, { nowMs: nowMs(), signal }),
    isWatched: (marketId) => state.markets.get(marketId) !== undefined,
    copyability: new CopyabilityDesk({
      ...{ reports, marks, nowMs },
      estimate: (input) => keeper.ask('estimate', input),
      rulesOf: (wallet) => state.wallets.get(wallet) ?? null,
      settings: () => state.settings,
      filters: () => [...state.filters.values()],
    }),
    runtime: SYSTEM_RUNTIME,
    later: (run, waitMs) => {
      const timer = startTimer(run, waitMs);
      return () => clearTimeout(timer);
    },
  });
  return scorer;
}
