import { expect, test } from 'vitest';
import { type WalletAddress, walletAddress } from '../../src/engine/domain/ids.ts';
import { DAY_MS } from '../../src/engine/domain/time.ts';
import type { WalletScore } from '../../src/engine/domain/wallet-score.ts';
import { DEFAULT_WEIGHTS } from '../../src/engine/intelligence/scoring/judge/confidence.ts';
import { scoreOf } from '../../src/engine/intelligence/scoring/judge/score.ts';
import type { WalletRecord } from '../../src/engine/intelligence/scoring/record.ts';
import { PerformanceTracker } from '../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { createVenue, USUAL_PAST } from '../../src/sim/venue/create-venue.ts';
import { spearman } from './rank-correlation.ts';
import { type SkillWorld, skillWorld, type Told, toldOf, WORLD_AT_MS } from './skill-world.ts';

const SEEDS = 20;
const LEADERS = 24;
const MARKETS = 300;
const SPEARMAN_MIN = 0.8;
/** A busy machine takes its time for a hundred and fifty thousand rows. */
const PATIENCE_MS = 120_000;

interface Scored {
  readonly score: WalletScore;
  readonly trueEdge: number;
  readonly profit: number;
  readonly volume: number;
}

/** Everything counted, as of the end of the world's past. */
function tracked(told: readonly Told[]): PerformanceTracker {
  const tracker = new PerformanceTracker();
  let [dayMs, late] = [0, 0];
  for (const each of told) {
    if (each.kind === 'market') tracker.list(each.market);
    if (each.kind === 'trade' && tracker.observe(each.trade) === 'late') late += 1;
    if (each.kind === 'resolution') tracker.resolve(each.resolution, each.atMs);
    if (each.atMs - dayMs < DAY_MS) continue;
    dayMs = each.atMs;
    tracker.advance(dayMs);
  }
  tracker.advance(WORLD_AT_MS);
  expect(late).toBe(0);
  return tracker;
}

function recordIn(tracker: PerformanceTracker, wallet: WalletAddress): WalletRecord {
  const record = tracker.record(wallet, WORLD_AT_MS);
  if (record === null) throw new Error(`${wallet} traded and has no record`);
  return record;
}

function scored({ told, leaders }: SkillWorld): readonly Scored[] {
  const tracker = tracked(told);
  return leaders.map(({ wallet, trueEdge, volume }) => {
    const record = recordIn(tracker, wallet);
    expect(record.edge.count).toBe(MARKETS);
    const score = scoreOf(record, { weights: DEFAULT_WEIGHTS });
    return { score, trueEdge, profit: record.profit, volume };
  });
}

const MEASURES = {
  edge: ({ score }: Scored) => score.edge.value,
  confidence: ({ score }: Scored) => score.confidence.value,
  'win rate': ({ score }: Scored) => score.winRate ?? 0,
  ROI: ({ score }: Scored) => score.roi ?? 0,
  profit: ({ profit }: Scored) => profit,
  volume: ({ volume }: Scored) => volume,
} as const;

/** How well each measure ranks the leaders, in each seed. */
function ranked(skills: readonly [number, number]): Readonly<Record<string, readonly number[]>> {
  const worlds = Array.from({ length: SEEDS }, (_, seed) =>
    scored(skillWorld({ seed: String(seed), leaders: LEADERS, skills, marketsEach: MARKETS })),
  );
  const names = Object.keys(MEASURES) as (keyof typeof MEASURES)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      worlds.map((world) =>
        spearman(
          world.map((leader) => MEASURES[name](leader)),
          world.map(({ trueEdge }) => trueEdge),
        ),
      ),
    ]),
  );
}

function told(results: Readonly<Record<string, readonly number[]>>): string {
  return Object.entries(results)
    .map(([name, values]) => {
      const sorted = values.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return `${name} ${(sorted[0] ?? 0).toFixed(3)} / ${median.toFixed(3)}`;
    })
    .join(', ');
}

test(
  'edge ranks leaders of known skill with a Spearman of 0.8 in every one of 20 worlds',
  () => {
    const results = ranked([-0.3, 0.8]);
    console.info(`ranks skill, lowest / median of ${SEEDS} seeds: ${told(results)}`);
    for (const value of results['edge'] ?? []) expect(value).toBeGreaterThanOrEqual(SPEARMAN_MIN);
    expect(results['edge']).toHaveLength(SEEDS);
  },
  PATIENCE_MS,
);

test.each(['7', '8', '9'])(
  'the wallets of the demo are seen for what they are, seed %s',
  (seed) => {
    const { past } = createVenue({ seed, startsAtMs: WORLD_AT_MS, past: USUAL_PAST });
    if (past === undefined) throw new Error('this world has a past');
    const tracker = tracked(toldOf(past));
    const scores = new Map(
      past.leaders.map(({ name, address }) => {
        const wallet = walletAddress(address);
        if (wallet === null) throw new Error(`${name} has an address`);
        return [name, scoreOf(recordIn(tracker, wallet), { weights: DEFAULT_WEIGHTS })];
      }),
    );
    for (const [name, { kind, kindNote, confidence, edge }] of scores) {
      const told = [confidence.value.toFixed(2), edge.value.toFixed(3), kind, kindNote];
      console.info(`seed ${seed} ${name}: ${told.join(' · ')}`);
    }
    const kindOf = (name: string) => scores.get(name)?.kind;
    expect(kindOf('maker-9')).toBe('maker');
    expect(kindOf('hedge-4')).toBe('hedger');
    expect(kindOf('flash-6')).toBe('scalper');
    expect(kindOf('sleeper')).toBe('dormant');
    expect(kindOf('lucky-3')).toBe('lucky');
    for (const name of ['ace', 'oracle-2', 'saint-5']) expect(kindOf(name)).toBe('directional');
    for (const name of ['ace', 'whale-7']) {
      expect(scores.get(name)?.drawdown.week, `${name} is not switched off`).toBeGreaterThan(0);
    }
    const confidenceOf = (name: string) => scores.get(name)?.confidence.value ?? Number.NaN;
    expect(confidenceOf('ace')).toBeGreaterThan(0.5);
    expect(confidenceOf('saint-5')).toBeLessThan(0.3);
  },
);
