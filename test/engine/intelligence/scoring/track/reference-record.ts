import type { WalletAddress } from '../../../../../src/engine/domain/ids.ts';
import type {
  WalletRecord,
  WeighedSums,
} from '../../../../../src/engine/intelligence/scoring/record.ts';
import { HORIZONS, moveOf } from './reference-moves.ts';
import {
  type Course,
  courseOf,
  payout,
  profit,
  type Story,
  sum,
  type Told,
} from './reference-positions.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HALF_LIFE_MS = 90 * DAY_MS;
/** Dollars a dollar that one market counts at most. */
const MOST = 19;

interface Point {
  readonly x: number;
  /** Besides that of its age; one by default. */
  readonly certainty?: number;
  readonly endedAtMs: number;
}

/**
 * The record by its definition, from all that was told, at once: slow, without buffers, without sums
 * that are kept. What the tracker keeps has to come to the same.
 */
export function referenceRecord(told: Told, wallet: WalletAddress, atMs: number): WalletRecord {
  const course = courseOf(told, wallet);
  const { acts, stories } = course;
  const lastEventMs = Math.max(
    ...acts.map((one) => one.atMs),
    ...stories.flatMap((one) => (one.resolution ? [one.resolution.atMs] : [])),
  );
  const asOfMs = Math.max(atMs, lastEventMs);
  const weigh = (points: readonly Point[]): WeighedSums => {
    const weights = points.map(
      (one) => (one.certainty ?? 1) * 2 ** ((one.endedAtMs - asOfMs) / HALF_LIFE_MS),
    );
    return {
      count: points.length,
      weight: sum(weights, (one) => one),
      weightSquares: sum(weights, (one) => one * one),
      sum: sum([...points.entries()], ([at, one]) => weights[at]! * one.x),
      squares: sum([...points.entries()], ([at, one]) => weights[at]! * one.x * one.x),
    };
  };
  const ended = stories.filter(
    (one) => one.endedAtMs !== null && one.openSinceMs === null && one.paid > 0,
  );
  const resolved = stories.filter((one) => one.isResolved && one.buys.length > 0);
  const trades = acts.filter((one) => one.kind === 'buy' || one.kind === 'sell');
  const at = (x: (story: Story) => number) => (story: Story) => ({
    x: x(story),
    endedAtMs: story.endedAtMs!,
  });
  const atEnd = (x: (story: Story) => number) => (story: Story) => ({
    x: x(story),
    endedAtMs: story.resolution!.atMs,
  });
  const horizon = (of: (typeof HORIZONS)[number]) =>
    weigh(
      ended.flatMap((story) => {
        const x = moveOf(told, story, of);
        return x === null ? [] : [{ x, endedAtMs: story.endedAtMs! }];
      }),
    );
  const categories = [...new Set(resolved.flatMap((one) => one.market?.categories[0] ?? []))];
  const luck = resolved.map(luckOf);
  const days = new Set(trades.map((one) => Math.floor(one.atMs / DAY_MS)));
  return {
    wallet,
    atMs: asOfMs,
    firstTradeAtMs: Math.min(...acts.map((one) => one.atMs)),
    lastTradeAtMs: Math.max(...acts.map((one) => one.atMs)),
    trades: trades.length,
    markets: stories.length,
    openMarkets: stories.filter((one) => one.openSinceMs !== null).length,
    wins: weigh(ended.map(at((one) => (profit(one) > 0 ? 1 : 0)))),
    returns: weigh(ended.map(at((one) => Math.min(MOST, profit(one) / one.paid)))),
    profit: sum(ended, profit),
    cost: sum(ended, (one) => one.paid),
    capitalMax: Math.max(0, ...course.capital.map((one) => one.dollars)),
    moves: {
      '1m': horizon(HORIZONS[0]),
      '1h': horizon(HORIZONS[1]),
      '24h': horizon(HORIZONS[2]),
      resolution: weigh(resolved.map(atEnd(moveToPayout))),
    },
    edge: weigh(resolved.map(edgePoint)),
    edgeByCategory: new Map(
      categories
        .sort()
        .map((category) => [
          category,
          weigh(resolved.filter((one) => one.market?.categories[0] === category).map(edgePoint)),
        ]),
    ),
    blocks: weigh(blocksOf(course)),
    luck: {
      markets: luck.length,
      expectedWins: sum(luck, (one) => one.chance),
      variance: sum(luck, (one) => one.chance * (1 - one.chance)),
      wins: sum(luck, (one) => one.win),
    },
    drawdown: drawdownOf(course, asOfMs),
    week: weekOf(course, asOfMs),
    ...sizesOf(course, ended),
    priceBands: Array.from({ length: 10 }, (_, band) =>
      sum(
        stories.flatMap((one) => one.buys).filter((one) => bandOf(one.price) === band),
        (one) => one.price * one.shares,
      ),
    ),
    bestMarketProfit: Math.max(0, ...ended.map(profit)),
    grossProfit: sum(ended, (one) => Math.max(0, profit(one))),
    habits: {
      bothSides: shareOf(ended, (one) => new Set(one.buys.map((buy) => buy.token)).size > 1),
      inSets: ratio(
        sum(ended, (one) => Math.min(one.inSets, spent(one))),
        sum(ended, spent),
      ),
      soldOut: shareOf(ended, (one) => one.soldOut),
      quick: shareOf(ended, (one) => one.heldMs < 600_000),
      lateAndRight: shareOf(ended, lateAndRight),
      tradesPerActiveDay: ratio(trades.length, days.size),
    },
  };
}

const bandOf = (price: number) => Math.min(9, Math.floor(price * 10));
const dollars = (story: Story) => sum(story.buys, (one) => one.price * one.shares);
const spent = (story: Story) => dollars(story) + story.split;
const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
const shareOf = (all: readonly Story[], is: (story: Story) => boolean) =>
  ratio(all.filter(is).length, all.length);

function edgePoint(story: Story): Point {
  const { chance } = luckOf(story);
  const certainty = chance < 1 ? Math.min(4, Math.max(1 / 19, chance / (1 - chance))) : 4;
  return { x: Math.min(MOST, edgeOf(story)), certainty, endedAtMs: story.resolution!.atMs };
}

function edgeOf(story: Story): number {
  return sum(story.buys, (one) => one.shares * payout(story, one.token)) / dollars(story) - 1;
}

function moveToPayout(story: Story): number {
  const moved = sum(
    story.buys,
    (one) => one.price * one.shares * (payout(story, one.token) - one.price - one.fee),
  );
  return moved / dollars(story);
}

function luckOf(story: Story): { chance: number; win: number } {
  const tokens = [...new Set(story.buys.map((one) => one.token))].map((token) => {
    const buys = story.buys.filter((one) => one.token === token);
    const shares = sum(buys, (one) => one.shares);
    return { token, shares, chance: sum(buys, (one) => one.shares * one.price) / shares };
  });
  const main = tokens.reduce((best, one) => (one.shares > best.shares ? one : best));
  return { chance: Math.min(1, main.chance), win: payout(story, main.token) };
}

function blocksOf({ ends }: Course): Point[] {
  const blocks: Point[] = [];
  let markets = 0;
  let result = 0;
  for (const end of ends) {
    result += end.profit;
    if (!end.again) markets += 1;
    if (markets < 10) continue;
    blocks.push({ x: result > 0 ? 1 : 0, endedAtMs: end.atMs });
    markets = 0;
    result = 0;
  }
  return blocks;
}

function drawdownOf({ ends, acts }: Course, asOfMs: number): WalletRecord['drawdown'] {
  const results = [{ atMs: Math.min(...acts.map((one) => one.atMs)), result: 0 }];
  for (const end of ends) {
    results.push({ atMs: end.atMs, result: results.at(-1)!.result + end.profit });
  }
  let depth = 0;
  let lengthMs = 0;
  for (const [at, peak] of results.entries()) {
    const later = results.slice(at + 1);
    depth = Math.max(depth, ...later.map((one) => peak.result - one.result));
    if ((later[0]?.result ?? peak.result) >= peak.result) continue;
    const back = later.find((one) => one.result >= peak.result);
    lengthMs = Math.max(lengthMs, (back?.atMs ?? asOfMs) - peak.atMs);
  }
  return { depth, lengthMs };
}

function weekOf({ ends, capital }: Course, asOfMs: number): WalletRecord['week'] {
  const fromMs = (Math.floor(asOfMs / DAY_MS) - 6) * DAY_MS;
  const within = capital.filter((one) => one.atMs >= fromMs).map((one) => one.dollars);
  const carried = capital.findLast((one) => one.atMs < fromMs)?.dollars ?? 0;
  return {
    profit: sum(
      ends.filter((one) => one.atMs >= fromMs),
      (one) => one.profit,
    ),
    atWork: Math.max(0, carried, ...within),
  };
}

function sizesOf({ entries }: Course, ended: readonly Story[]) {
  const logs = entries.map((one) => Math.log(one.dollars));
  const meanLog = ratio(
    sum(logs, (one) => one),
    logs.length,
  );
  const squares = ratio(
    sum(logs, (one) => one * one),
    logs.length,
  );
  const after = entries.filter((one) => one.afterLoss);
  return {
    sizes: {
      count: logs.length,
      meanLog,
      varianceLog: Math.max(0, squares - meanLog * meanLog),
    },
    sizesAfterLoss: {
      count: after.length,
      meanLog: ratio(
        sum(after, (one) => Math.log(one.dollars)),
        after.length,
      ),
    },
    holding: {
      count: ended.length,
      meanLogMs: ratio(
        sum(ended, (one) => Math.log(Math.max(1, one.heldMs))),
        ended.length,
      ),
    },
  };
}

function lateAndRight(story: Story): boolean {
  if (!story.resolution) return false;
  const resolvedAtMs = story.resolution.atMs;
  const endMs = Math.min(story.market?.closesAtMs ?? resolvedAtMs, resolvedAtMs);
  return [...new Set(story.buys.map((one) => one.token))].some((token) => {
    const low = story.buys.filter((one) => one.token === token && one.price <= 0.5);
    const lastMs = Math.max(0, ...low.map((one) => one.atMs));
    return Math.abs(lastMs - endMs) <= HOUR_MS && payout(story, token) === 1;
  });
}
