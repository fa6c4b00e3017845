import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { MarketMatcher } from '../../src/engine/intelligence/matching/market-matcher.ts';
import type { MarketText } from '../../src/engine/intelligence/normalizer/contract.ts';
import { grown, type Pool } from './pools.ts';

/** How long matching takes at one size. */
export interface Pace {
  readonly markets: number;
  readonly firstMatchMs: number;
  /** What of it this process worked: the rest it waited for a processor. */
  readonly firstMatchCpuMs: number;
  readonly verified: number;
  readonly newMarketMsP50: number;
  readonly newMarketMsP99: number;
  readonly newMarketCpuMsP99: number;
}

/** New markets that are timed one by one. */
const NEW_MARKETS = 2_000;

/** Matches so many markets of each venue, then times new ones one by one. */
export function paceOf(pools: readonly Pool[], markets: number): Pace {
  const all = (venue: 'polymarket' | 'kalshi'): readonly MarketText[] =>
    grown(
      pools.flatMap((pool) =>
        pool[venue].map((text) => ({ ...text, id: `${pool.name}/${text.id}` })),
      ),
      markets + NEW_MARKETS / 2,
    );
  const [polymarket, kalshi] = [shuffled(all('polymarket')), shuffled(all('kalshi'))];
  const matcher = new MarketMatcher();
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  for (const text of kalshi.slice(0, markets)) matcher.keep(text);
  let verified = 0;
  for (const text of polymarket.slice(0, markets)) {
    verified += matcher.add(text).filter(({ verdict }) => verdict.state === 'verified').length;
  }
  const firstMatchMs = performance.now() - startedMs;
  const cpu = process.cpuUsage(startedCpu);
  const firstMatchCpuMs = (cpu.user + cpu.system) / 1_000;
  const newMarkets = [...polymarket.slice(markets), ...kalshi.slice(markets)];
  const times = newMarkets.map((text) => timed(() => matcher.add(text)));
  const wall = times.map(({ wallMs }) => wallMs).sort((a, b) => a - b);
  const worked = times.map(({ cpuMs }) => cpuMs).sort((a, b) => a - b);
  return {
    markets,
    firstMatchMs,
    firstMatchCpuMs,
    verified,
    newMarketMsP50: quantile(wall, 0.5),
    newMarketMsP99: quantile(wall, 0.99),
    newMarketCpuMsP99: quantile(worked, 0.99),
  };
}

function timed(run: () => void): { readonly wallMs: number; readonly cpuMs: number } {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  run();
  const wallMs = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1_000 };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** The same order each time, unlike that of the files: new markets are of every kind. */
function shuffled(texts: readonly MarketText[]): readonly MarketText[] {
  let seed = 20_261_123;
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed;
  };
  return texts
    .map((text) => ({ text, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text);
}
