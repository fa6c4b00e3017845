import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readHistory } from '../../src/app/score/history.ts';
import { historyLines } from '../../src/app/score/history-lines.ts';
import { type Happening, pastOf } from '../../src/app/score/past.ts';
import type { MarketId, TokenId, WalletAddress } from '../../src/engine/domain/ids.ts';
import { type AtMs, HOUR_MS, MINUTE_MS } from '../../src/engine/domain/time.ts';
import { MICRO } from '../../src/engine/domain/values/micro.ts';
import type { WalletScore } from '../../src/engine/domain/wallet-score.ts';
import { DEFAULT_WEIGHTS } from '../../src/engine/intelligence/scoring/judge/confidence.ts';
import { scoreOf } from '../../src/engine/intelligence/scoring/judge/score.ts';
import type { WalletRecord } from '../../src/engine/intelligence/scoring/record.ts';
import { PerformanceTracker } from '../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import type { Measures, Observation, Panel } from './panel.ts';

/** A wallet is scored at the beginning of each, from what was known then. */
export const BLOCK_MS = HOUR_MS;
/** Each time that the tracker is told costs it a look at what waits; the result is the same. */
const TELL_TIME_EVERY_MS = 5 * MINUTE_MS;
/** Ended markets that a wallet has to have before it is measured. */
const ENDED_MIN = 10;
const BOTS = [1, 3, 4, 5, 6, 8];

/** The recorded days of the bots; `null` where they are not at hand. */
export async function readBots(folder: string): Promise<readonly Happening[] | null> {
  const paths = BOTS.map((bot) => join(folder, `bot-${bot}-activity.jsonl.gz`));
  if (!paths.every((path) => existsSync(path))) return null;
  const all: Happening[] = [];
  for (const path of paths) {
    const past = pastOf(await readHistory(historyLines(path, process.stdin)));
    // Not spread: a call takes no 50,000 arguments.
    for (const happening of past) all.push(happening);
  }
  return all.sort((a, b) => a.atMs - b.atMs);
}

/** What a wallet bought of one market within one block. */
interface Stake {
  readonly wallet: WalletAddress;
  readonly market: MarketId;
  readonly blockAtMs: AtMs;
  readonly measures: Measures;
  readonly bought: { readonly token: TokenId; readonly shares: number; readonly dollars: number }[];
}

/** Walks through the past once: measures first, then looks at what follows. */
export function walkForward(name: string, past: readonly Happening[]): Panel {
  const walk = new Walk();
  for (const happening of past) walk.take(happening);
  return { name, groups: 'hours', observations: walk.observations() };
}

class Walk {
  readonly #tracker = new PerformanceTracker();
  readonly #volume = new Map<WalletAddress, number>();
  readonly #winners = new Map<MarketId, TokenId>();
  readonly #stakes = new Map<string, Stake>();
  #measures = new Map<WalletAddress, Measures>();
  #blockAtMs: AtMs = Number.NEGATIVE_INFINITY;
  #toldAtMs: AtMs = Number.NEGATIVE_INFINITY;

  take(happening: Happening): void {
    const { atMs } = happening;
    const blockAtMs = Math.floor(atMs / BLOCK_MS) * BLOCK_MS;
    if (blockAtMs > this.#blockAtMs) this.#begin(blockAtMs);
    if (atMs >= this.#toldAtMs + TELL_TIME_EVERY_MS) {
      this.#toldAtMs = atMs;
      this.#tracker.advance(atMs);
    }
    if (happening.kind === 'resolution') {
      const { marketId, payouts } = happening.resolution;
      const [winner] = payouts;
      if (winner !== undefined) this.#winners.set(marketId, winner.tokenId);
      this.#tracker.resolve(happening.resolution, atMs);
      return;
    }
    this.#stake(happening);
    this.#tracker.observe(happening.trade);
  }

  observations(): readonly Observation[] {
    return [...this.#stakes.values()].flatMap((stake) => {
      const winner = this.#winners.get(stake.market);
      if (winner === undefined) return [];
      const shares = stake.bought.reduce((sum, one) => sum + one.shares, 0);
      const gain = stake.bought.reduce(
        (sum, { token, shares: of, dollars }) => sum + (token === winner ? of : 0) - dollars,
        0,
      );
      const { wallet, market, measures } = stake;
      const group = String(stake.blockAtMs);
      return [{ measures, gain: gain / shares, market, group, wallet }];
    });
  }

  #begin(blockAtMs: AtMs): void {
    this.#blockAtMs = blockAtMs;
    this.#tracker.advance(blockAtMs);
    this.#measures = new Map();
    for (const wallet of this.#tracker.wallets()) {
      const record = this.#tracker.record(wallet, blockAtMs);
      if (record === null || record.wins.count < ENDED_MIN) continue;
      const score = scoreOf(record, { weights: DEFAULT_WEIGHTS });
      this.#measures.set(wallet, measuresOf(record, score, this.#volume.get(wallet) ?? 0));
    }
  }

  #stake({ trade }: Extract<Happening, { kind: 'trade' }>): void {
    const { wallet, kind, tokenId, quantity, price, notional, marketId } = trade.event;
    if (tokenId === null || price === null) return;
    this.#volume.set(wallet, (this.#volume.get(wallet) ?? 0) + notional / MICRO);
    const measures = this.#measures.get(wallet);
    if (kind !== 'buy' || measures === undefined) return;
    const key = `${wallet}|${this.#blockAtMs}|${marketId}`;
    const known = this.#stakes.get(key);
    const stake = known ?? {
      wallet,
      market: marketId,
      blockAtMs: this.#blockAtMs,
      measures,
      bought: [],
    };
    if (known === undefined) this.#stakes.set(key, stake);
    const shares = quantity / MICRO;
    stake.bought.push({ token: tokenId, shares, dollars: (shares * price) / MICRO });
  }
}

function measuresOf(record: WalletRecord, score: WalletScore, volume: number): Measures {
  return {
    confidence: score.confidence.value,
    edge: score.edge.value,
    'raw PnL': record.profit,
    'win rate': score.winRate,
    ROI: record.cost > 0 ? record.profit / record.cost : null,
    volume,
  };
}
