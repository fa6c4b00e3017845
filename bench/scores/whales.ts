import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { LeaderTrade } from '../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../src/engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../src/engine/domain/leader.ts';
import { SECOND_MS } from '../../src/engine/domain/time.ts';
import { dollars, price, shares } from '../../src/engine/domain/values/money.ts';
import { DEFAULT_WEIGHTS } from '../../src/engine/intelligence/scoring/judge/confidence.ts';
import { scoreOf } from '../../src/engine/intelligence/scoring/judge/score.ts';
import type { WalletRecord, WeighedSums } from '../../src/engine/intelligence/scoring/record.ts';
import { PerformanceTracker } from '../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import type { Measures, Observation, Panel } from './panel.ts';

const rowSchema = z.object({
  tx: z.string(),
  wallet: z.string(),
  usd: z.number(),
  price: z.number(),
  timestamp: z.number(),
  conditionId: z.string().optional(),
  outcomeIndex: z.number().optional(),
  won: z.boolean().nullish(),
  resolvedAt: z.string().nullish(),
  record_netPnl: z.number().nullish(),
  record_wins30d: z.number().nullish(),
  record_losses30d: z.number().nullish(),
  record_walletUsd: z.number().nullish(),
});
type Row = z.output<typeof rowSchema>;
/** A buy of which the outcome is known. */
export type WhaleBuy = Row & {
  readonly conditionId: string;
  readonly won: boolean;
  readonly resolvedAt: string;
};

/** Big buys with what was known of their wallet at that moment; `null` when they are not at hand. */
export function readWhales(path: string): readonly WhaleBuy[] | null {
  if (!existsSync(path)) return null;
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => rowSchema.parse(JSON.parse(line)))
    .filter((row): row is WhaleBuy => typeof row.won === 'boolean' && row.conditionId !== undefined)
    .sort((a, b) => a.timestamp - b.timestamp);
}

/**
 * Each buy with its wallet's record of the 30 days before it. Edge knows the wallet's earlier buys
 * in the list that had ended by then; the confidence knows how many it won and lost in the 30 days.
 */
export function whalePanel(name: string, buys: readonly WhaleBuy[]): Panel {
  const observations = buys.map(
    (buy): Observation => ({
      measures: measuresOf(buy, recordAt(buy, buys)),
      gain: (buy.won ? 1 : 0) - buy.price,
      market: buy.conditionId,
      group: buy.wallet,
      wallet: buy.wallet,
    }),
  );
  return { name, groups: 'wallets', observations };
}

function measuresOf(buy: WhaleBuy, record: WalletRecord): Measures {
  const score = scoreOf(record, { weights: DEFAULT_WEIGHTS });
  const { count: ended, sum: won } = record.wins;
  const pnl = buy.record_netPnl ?? null;
  const volume = buy.record_walletUsd ?? null;
  return {
    confidence: ended > 0 ? score.confidence.value : null,
    edge: record.edge.count > 0 ? score.edge.value : null,
    'raw PnL': pnl,
    'win rate': ended > 0 ? won / ended : null,
    ROI: pnl === null || volume === null || volume <= 0 ? null : pnl / volume,
    volume,
  };
}

/** What a tracker knows of its earlier buys, with the wins and losses of the 30-day record. */
function recordAt(buy: WhaleBuy, buys: readonly WhaleBuy[]): WalletRecord {
  const atMs = buy.timestamp * SECOND_MS;
  const tracker = new PerformanceTracker();
  const mine = buys.filter(({ wallet, timestamp }) => {
    return wallet === buy.wallet && timestamp < buy.timestamp;
  });
  for (const one of mine) {
    tracker.observe(tradeOf(one));
    const resolvedAtMs = Date.parse(one.resolvedAt);
    if (resolvedAtMs < atMs) resolve(tracker, one, resolvedAtMs);
  }
  // A wallet of which nothing is known has this buy alone, which has not ended.
  if (mine.length === 0) tracker.observe(tradeOf(buy));
  tracker.flush();
  const record = tracker.record(buy.wallet as WalletAddress, atMs);
  if (record === null) throw new Error(`${buy.wallet} traded, and the tracker has no record of it`);
  const wins = sharesOf(buy.record_wins30d ?? 0, buy.record_losses30d ?? 0);
  return { ...record, wins };
}

function sharesOf(won: number, lost: number): WeighedSums {
  const count = won + lost;
  return { count, weight: count, weightSquares: count, sum: won, squares: won };
}

function tradeOf(buy: WhaleBuy): LeaderTrade {
  const tradedAtMs = buy.timestamp * SECOND_MS;
  const event: LeaderEvent = {
    wallet: buy.wallet as WalletAddress,
    kind: 'buy',
    marketId: buy.conditionId as MarketId,
    tokenId: tokenOf(buy),
    quantity: shares(buy.usd / buy.price),
    price: price(Math.round(buy.price * 1e6)),
    notional: dollars(buy.usd),
    transaction: buy.tx,
    tradedAtMs,
    feed: 'data-api',
    occurrence: 0,
    title: '',
    slug: '',
    eventSlug: '',
  };
  return { key: leaderEventKey(event), ordinal: 0, event, receivedAtMs: tradedAtMs };
}

/** The list has no token ids: the market and the number of the outcome stand for them. */
function tokenOf({ conditionId, outcomeIndex }: WhaleBuy): TokenId {
  return `${conditionId}:${outcomeIndex ?? 0}` as TokenId;
}

function resolve(tracker: PerformanceTracker, buy: WhaleBuy, atMs: number): void {
  const payout = price(buy.won ? 1e6 : 0);
  const resolution = {
    marketId: buy.conditionId as MarketId,
    payouts: [{ tokenId: tokenOf(buy), payout }],
  };
  tracker.resolve(resolution, atMs);
}
