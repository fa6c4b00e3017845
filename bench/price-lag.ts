import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { MarketId } from '../src/engine/domain/ids.ts';
import type { PriceLagEvent, SpotTick } from '../src/engine/domain/price-lag.ts';
import { MICRO } from '../src/engine/domain/values/micro.ts';
import { cents, type Price, price } from '../src/engine/domain/values/money.ts';
import { PriceLagDetector } from '../src/engine/intelligence/price-lag/detector.ts';
import type { LagMarket } from '../src/engine/intelligence/price-lag/lag-watch.ts';
import type { BookTop } from '../src/engine/intelligence/price-lag/quote-watch.ts';
import { referenceFair } from './price-lag/reference.ts';
import { MARKETS, MESSAGES_A_SECOND, makeWorld, type World } from './price-lag/world.ts';

/**
 * How long one message keeps the price-lag detector busy, from event in to decision out, with 500
 * markets of five coins and 5,000 messages a second. It fails when a decision was wrong; whether the
 * goal was reached is told, not enforced, because shared machines differ by more than it does.
 */

const SEED = 7;
const SECONDS = 20;
const GOAL_MS = 1;
/** Fair values of the product and of the reference may differ by rounding alone. */
const FAIR_ERROR_MAX = 1e-9;
const HALF_SPREAD = cents(1);

interface Run {
  readonly microseconds: readonly number[];
  readonly found: ReadonlyMap<MarketId, number>;
  readonly fairErrorMax: number;
}

function run(world: World): Run {
  const detector = new PriceLagDetector();
  for (const market of world.markets) detector.list(market);
  const ticks = new Map<string, SpotTick[]>();
  const remember = (tick: SpotTick): void => {
    const known = ticks.get(tick.symbol) ?? [];
    ticks.set(tick.symbol, known);
    known.push(tick);
  };
  for (const message of world.warmUp) {
    if (message.kind !== 'spot') continue;
    remember(message.tick);
    detector.onSpot(message.tick, message.atMs);
  }
  const quoted = new Map<MarketId, number>();
  const microseconds: number[] = [];
  const found = new Map<MarketId, number>();
  for (const message of world.measured) {
    const { atMs } = message;
    let events: readonly PriceLagEvent[];
    let began: number;
    if (message.kind === 'spot') {
      remember(message.tick);
      began = performance.now();
      events = detector.onSpot(message.tick, atMs);
    } else {
      const { market } = message;
      const book = bookOf(detector, { world, market, quoted, atMs, odd: message.odd });
      began = performance.now();
      events = detector.onBook(market.marketId, book, atMs);
    }
    microseconds.push((performance.now() - began) * 1_000);
    for (const event of events) {
      if (event.kind !== 'priceLagFound') continue;
      found.set(event.marketId, (found.get(event.marketId) ?? 0) + 1);
    }
  }
  const endsAtMs = world.measured.at(-1)!.atMs;
  return { microseconds, found, fairErrorMax: fairError(detector, { world, ticks, endsAtMs }) };
}

interface Quoting {
  readonly world: World;
  readonly market: LagMarket;
  readonly quoted: Map<MarketId, number>;
  readonly atMs: number;
  readonly odd: boolean;
}

/** Followers quote around the fair value; the stuck ones stay where they were, a tick to and fro. */
function bookOf(detector: PriceLagDetector, quoting: Quoting): BookTop {
  const { world, market, quoted, atMs, odd } = quoting;
  const isStuck = world.stuck.has(market.marketId) && atMs >= world.jumpAtMs;
  const fair = detector.fair(market.marketId, atMs);
  const now = fair.ok ? fair.probability : 0.5;
  const middle = isStuck ? (quoted.get(market.marketId) ?? now) : now;
  quoted.set(market.marketId, middle);
  const center = Math.round(middle * 1_000) * 1_000 + (odd ? 1_000 : 0);
  const bid = bounded(center - HALF_SPREAD);
  const ask = bounded(center + HALF_SPREAD);
  const other = { bid: price(MICRO - ask), ask: price(MICRO - bid) };
  return {
    trusted: true,
    tops: [
      { tokenId: market.yes, bid, ask },
      { tokenId: market.no, ...other },
    ],
  };
}

function bounded(micro: number): Price {
  return price(Math.min(MICRO - 1_000, Math.max(1_000, micro)));
}

function fairError(
  detector: PriceLagDetector,
  at: {
    readonly world: World;
    readonly ticks: ReadonlyMap<string, readonly SpotTick[]>;
    readonly endsAtMs: number;
  },
): number {
  let worst = 0;
  // Some of every kind: the reference works everything out from the beginning.
  for (const market of at.world.markets.filter((_, index) => index % 7 === 0)) {
    const fair = detector.fair(market.marketId, at.endsAtMs);
    if (!fair.ok) throw new Error(`${market.marketId} has no fair value: ${fair.reason}`);
    const past = { ticks: at.ticks.get(market.rule.symbol) ?? [] };
    const wanted = referenceFair(market.rule, past, at.endsAtMs);
    worst = Math.max(worst, Math.abs(fair.probability - wanted));
  }
  return worst;
}

function flawsOf(world: World, { found, fairErrorMax }: Run): readonly string[] {
  const flaws: string[] = [];
  if (fairErrorMax > FAIR_ERROR_MAX) flaws.push(`fair values are off by up to ${fairErrorMax}`);
  for (const { marketId } of world.markets) {
    const times = found.get(marketId) ?? 0;
    const wanted = world.stuck.has(marketId) ? 1 : 0;
    if (times !== wanted) flaws.push(`${marketId} was found ${times} times instead of ${wanted}`);
  }
  return flaws;
}

function main(): number {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const world = makeWorld(SEED, SECONDS);
  run(world); // Warms the compiler.
  const measured = run(world);
  const flaws = flawsOf(world, measured);
  for (const flaw of flaws.slice(0, 10)) process.stderr.write(`WRONG: ${flaw}\n`);
  if (flaws.length > 0) return 1;
  const sorted = [...measured.microseconds].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10;
  const report = {
    markets: MARKETS,
    messages: sorted.length,
    messagesASecond: MESSAGES_A_SECOND,
    p50Us: at(0.5),
    p99Us: at(0.99),
    p999Us: at(0.999),
    maxUs: at(1),
    busyShare: Math.round((sorted.reduce((sum, us) => sum + us, 0) / (SECONDS * 1e6)) * 1e4) / 1e4,
    found: measured.found.size,
    fairErrorMax: measured.fairErrorMax,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
  const verdict = report.p99Us <= GOAL_MS * 1_000 ? 'reached' : 'MISSED';
  const text = [
    `${report.markets} markets, ${report.messages} messages at ${report.messagesASecond} a second:`,
    `event in to decision out ${report.p50Us} us (p50), ${report.p99Us} us (p99, goal ${GOAL_MS} ms ${verdict}), ${report.p999Us} us (p99.9), ${report.maxUs} us (most);`,
    `busy ${(report.busyShare * 100).toFixed(1)} % of the time, ${report.found} planted lags found once each and no other,`,
    `fair values differ from the reference by at most ${report.fairErrorMax.toExponential(1)}; load average ${report.load}`,
  ].join('\n');
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${text}\n`);
  return 0;
}

process.exitCode = main();
