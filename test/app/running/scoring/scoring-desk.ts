import { onTestFinished } from 'vitest';
import { LocalKeeper } from '../../../../src/app/running/scoring/local-keeper.ts';
import type { Past } from '../../../../src/app/running/scoring/past.ts';
import { ScoreKeeper } from '../../../../src/app/running/scoring/score-keeper.ts';
import { Scorer } from '../../../../src/app/running/scoring/scorer.ts';
import type { ScorerOptions } from '../../../../src/app/running/scoring/scorer-options.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { defaultWalletRules, type WalletRules } from '../../../../src/engine/domain/wallet.ts';
import type { WalletAssessment } from '../../../../src/engine/domain/wallet-score.ts';
import { PerformanceTracker } from '../../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { START_AT_MS, VirtualRuntime } from '../../../data/http/virtual-runtime.ts';
import { WEIGHTS } from './worked-days.ts';

const EMPTY: Past = { trades: [], markets: [], resolutions: [], prints: [] };

/** A scorer on a clock of the test, with pasts, a venue and an engine that the test tells. */
export class ScoringDesk {
  readonly runtime = new VirtualRuntime();
  readonly followed = new Map<WalletAddress, WalletRules>();
  readonly pasts = new Map<WalletAddress, Past>();
  /** Every reading, in order, and how many it takes until one goes well. */
  readonly read: WalletAddress[] = [];
  readonly failures = new Map<WalletAddress, number>();
  readonly told: WalletAssessment[] = [];
  readonly warnings: string[] = [];
  readonly learned: WalletAddress[] = [];
  leaders: readonly WalletAddress[] = [];
  leadersAsked = 0;
  copyTrips: ScorerOptions['reports']['copyTrips'] = async () => [];
  facts: ScorerOptions['facts'] = async () => ({ markets: [], resolutions: [] });
  isIdle = true;
  /** Before a reading ends. */
  gate: (wallet: WalletAddress) => Promise<void> = async () => undefined;
  hourly: () => void = () => undefined;
  readonly scorer: Scorer;

  constructor(change: Partial<ScorerOptions> = {}) {
    this.scorer = new Scorer({ ...this.#options(), ...change });
    onTestFinished(() => this.scorer.close());
  }

  follow(wallet: WalletAddress, past: Past = EMPTY): void {
    const rules = defaultWalletRules(wallet, START_AT_MS);
    this.followed.set(wallet, rules);
    this.pasts.set(wallet, past);
    this.scorer.changed({ kind: 'wallet', wallet: rules });
  }

  unfollow(wallet: WalletAddress): void {
    this.followed.delete(wallet);
    this.scorer.changed({ kind: 'walletRemoved', address: wallet });
  }

  /** Wallets that were told of, in order, with the trades of their scores. */
  get tellings(): readonly (readonly [WalletAddress, number])[] {
    return this.told.map(({ score }) => [score.wallet, score.trades] as const);
  }

  #options(): ScorerOptions {
    const { runtime } = this;
    const local = new ScoreKeeper({ tracker: new PerformanceTracker() });
    return {
      keeper: new LocalKeeper(local),
      weights: () => WEIGHTS,
      followed: () => this.followed,
      knownScore: () => null,
      past: {
        read: async (wallet, { signal }) => {
          this.read.push(wallet);
          await this.gate(wallet);
          signal.throwIfAborted();
          const left = this.failures.get(wallet) ?? 0;
          this.failures.set(wallet, left - 1);
          if (left > 0) throw new Error('the venue is down');
          return this.pasts.get(wallet) ?? EMPTY;
        },
      },
      reports: { copyTrips: (query) => this.copyTrips(query) },
      leaders: async () => {
        this.leadersAsked += 1;
        return this.leaders.map((wallet) => ({ wallet, name: 'ranked', profit: 0 as never }));
      },
      facts: (ids, signal) => this.facts(ids, signal),
      isWatched: () => false,
      marks: () => new Map(),
      copyability: {
        learn: (wallet) => this.learned.push(wallet),
        forget: () => undefined,
        of: async () => null,
        known: () => null,
      },
      tell: (assessments) => this.told.push(...assessments),
      isIdle: () => this.isIdle,
      runtime,
      later: (run, waitMs) => {
        const cancelled = new AbortController();
        void runtime.sleep(waitMs, cancelled.signal).then(() => {
          if (!cancelled.signal.aborted) run();
        });
        return () => cancelled.abort();
      },
      timetable: {
        hourly: (run) => {
          this.hourly = run;
          return () => undefined;
        },
        everySixHours: () => () => undefined,
      },
      log: {
        warn: (_of: unknown, text?: string) => this.warnings.push(text ?? String(_of)),
        error: (_of: unknown, text?: string) => this.warnings.push(text ?? String(_of)),
      } as unknown as ScorerOptions['log'],
    };
  }
}
