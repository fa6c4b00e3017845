import { expect, it } from 'vitest';
import { CURVE_POINTS_MAX, LEADER_TRADE_PAGE_ROWS } from '../../../src/data/store/limits.ts';
import type { Change, LeaderTrade } from '../../../src/engine/domain/change.ts';
import type { MarketId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import type { WalletScore } from '../../../src/engine/domain/wallet-score.ts';
import * as a from './arbitraries.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import { walletScore, walletStanding } from './arbitrary-scores.ts';
import type { AskedStore } from './subjects.ts';

const ANNA = '0xanna' as WalletAddress;
const BERT = '0xbert' as WalletAddress;

/** What every store keeps of wallets that are scored. */
export function scoresContract(current: () => AskedStore): void {
  it('gives back the newest score and the standing of each followed wallet alone', async () => {
    const store = current();
    const old = scoreOf(ANNA, 5);
    const newest = scoreOf(ANNA, 7);
    const first = sampleOf(walletStanding, { wallet: ANNA, belowDays: 1 });
    const standing = { ...first, belowDays: 2 };
    await store.commit([follow(BERT), follow(ANNA), score(newest), score(old)]);
    await store.commit([{ kind: 'walletStanding', standing: first }, score(scoreOf(STRANGER, 9))]);
    await store.commit([{ kind: 'walletStanding', standing }]);
    const { walletScores, walletStandings } = await store.snapshot(NOW_MS);
    expect(walletScores).toEqual([newest]);
    expect(walletStandings).toEqual([standing]);
  });

  it('forgets the standing of a wallet with the wallet, and keeps its scores', async () => {
    const store = current();
    const known = scoreOf(ANNA, 5);
    const standing = sampleOf(walletStanding, { wallet: ANNA });
    await store.commit([follow(ANNA), score(known), { kind: 'walletStanding', standing }]);
    await store.commit([{ kind: 'walletRemoved', address: ANNA }]);
    expect((await store.snapshot(NOW_MS)).walletScores).toEqual([]);
    await store.commit([follow(ANNA)]);
    const { walletScores, walletStandings } = await store.snapshot(NOW_MS);
    expect(walletScores).toEqual([known]);
    expect(walletStandings).toEqual([]);
  });

  it('keeps scores over time: the newest of one moment stays', async () => {
    const store = current();
    const scores = [scoreOf(ANNA, 5), scoreOf(ANNA, 7), scoreOf(ANNA, 9)];
    await store.commit([score({ ...scoreOf(ANNA, 7), kindNote: 'another' })]);
    await store.commit([score(scoreOf(BERT, 6)), ...scores.map(score)]);
    expect(await store.walletScores({ wallet: ANNA, sinceMs: 0 })).toEqual(scores);
    expect(await store.walletScores({ wallet: ANNA, sinceMs: 7 })).toEqual(scores.slice(1));
    expect(await store.walletScores({ wallet: STRANGER, sinceMs: 0 })).toEqual([]);
  });

  it('thins a long past of scores evenly, its first and last among them', async () => {
    const store = current();
    const count = 2 * CURVE_POINTS_MAX + 1;
    const scores = Array.from({ length: count }, (_, index) => scoreOf(ANNA, 1_000 * index));
    await store.commit(scores.map(score));
    const thinned = await store.walletScores({ wallet: ANNA, sinceMs: 0 });
    expect(thinned).toHaveLength(CURVE_POINTS_MAX);
    expect(thinned[0]).toEqual(scores[0]);
    expect(thinned.at(-1)).toEqual(scores.at(-1));
    const steps = thinned.slice(1).map((one, index) => one.atMs - (thinned[index]?.atMs ?? 0));
    expect(Math.max(...steps)).toBeLessThanOrEqual(3_000);
  });

  it("gives back leaders' trades in order of receipt, in pages", async () => {
    const store = current();
    const count = 2 * LEADER_TRADE_PAGE_ROWS + 1;
    const trades = Array.from({ length: count }, (_, at) => tradeOf(`k${at}`, ANNA, 9));
    const other = tradeOf('other', BERT, 8);
    await store.commit([...trades, other].map(traded));
    const pages = await pagesOf(store, { sinceMs: 9 });
    expect(pages.map((page) => page.length)).toEqual([500, 500, 1]);
    expect(pages.flat()).toEqual(trades);
    expect((await pagesOf(store, { sinceMs: 0 })).flat()).toEqual([other, ...trades]);
    expect(await pagesOf(store, { sinceMs: 0, wallet: BERT })).toEqual([[other]]);
    expect(await pagesOf(store, { sinceMs: 9, wallet: BERT })).toEqual([]);
  });

  it('gives back how markets ended, and leaves out those that did not', async () => {
    const store = current();
    const resolution = sampleOf(a.resolution, { marketId: '0xended' as MarketId });
    const open = sampleOf(a.listing, { id: '0xopen' as MarketId });
    await store.commit([
      { kind: 'resolution', resolution, atMs: 5 },
      { kind: 'market', market: open },
    ]);
    const ids = ['0xended', '0xopen', '0xunknown', '0xended'] as MarketId[];
    expect(await store.resolutionsOf(ids)).toEqual([{ resolution, atMs: 5 }]);
    expect(await store.resolutionsOf([])).toEqual([]);
    const endedAtMs = 3;
    await store.commit([{ kind: 'resolution', resolution, atMs: 5, endedAtMs }]);
    expect(await store.resolutionsOf(ids)).toEqual([{ resolution, atMs: endedAtMs }]);
  });
}

const STRANGER = '0xstranger' as WalletAddress;

function scoreOf(wallet: WalletAddress, atMs: number): WalletScore {
  return sampleOf(walletScore, { wallet, atMs });
}

function score(of: WalletScore): Change {
  return { kind: 'walletScore', score: of };
}

function follow(address: WalletAddress): Change {
  return { kind: 'wallet', wallet: sampleOf(a.walletRules, { address }) };
}

function tradeOf(key: string, wallet: WalletAddress, receivedAtMs: number): LeaderTrade {
  const sample = sampleOf(a.leaderTrade);
  return { ...sample, key, event: { ...sample.event, wallet }, receivedAtMs };
}

function traded(trade: LeaderTrade): Change {
  return { kind: 'leaderTrade', trade };
}

async function pagesOf(
  store: AskedStore,
  query: Parameters<AskedStore['leaderTrades']>[0],
): Promise<(readonly LeaderTrade[])[]> {
  const pages: (readonly LeaderTrade[])[] = [];
  for await (const page of store.leaderTrades(query)) pages.push(page);
  return pages;
}
