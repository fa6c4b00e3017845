import { type AtMs, DAY_MS } from '../../../domain/time.ts';
import { POSITION, WALLET, WALLET_LINK } from './fields.ts';
import type { Tables } from './tables.ts';
import { weightAt } from './weights.ts';

/** Ended markets in a block; small enough to see a streak, large enough that one market is not all. */
export const BLOCK_MARKETS = 10;
/** Buys of one market within this time of each other are one entry: parts of one decision. */
export const ENTRY_GAP_MS = 60_000;
export const WEEK_DAYS = 7;

/** A day's number since 1970 in UTC. */
export function dayOf(atMs: AtMs): number {
  return Math.floor(atMs / DAY_MS);
}

/** Turns the week's seven days on to the day of `atMs`; capital carries over days without events. */
export function turnWeek(tables: Tables, wallet: number, atMs: AtMs): void {
  const { wallets } = tables;
  const day = dayOf(atMs);
  const known = wallets.get(wallet, WALLET.weekDay);
  const capital = Math.max(0, wallets.get(wallet, WALLET.capital));
  for (let next = Math.max(known + 1, day - WEEK_DAYS + 1); next <= day; next += 1) {
    wallets.set(wallet, WALLET.weekProfit + weekPlace(next), 0);
    wallets.set(wallet, WALLET.weekAtWork + weekPlace(next), capital);
  }
  if (day > known) wallets.set(wallet, WALLET.weekDay, day);
}

function weekPlace(day: number): number {
  return ((day % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
}

/** Dollars at work rose or fell. */
export function changeCapital(tables: Tables, wallet: number, by: number): void {
  const { wallets } = tables;
  wallets.add(wallet, WALLET.capital, by);
  const capital = wallets.get(wallet, WALLET.capital);
  wallets.raise(wallet, WALLET.capitalMax, capital);
  const day = wallets.get(wallet, WALLET.weekDay);
  wallets.raise(wallet, WALLET.weekAtWork + weekPlace(day), capital);
}

/** Counts a buy into the entry that it belongs to. */
export function countEntry(
  tables: Tables,
  at: { readonly wallet: number; readonly position: number },
  buy: { readonly dollars: number; readonly atMs: AtMs },
): void {
  const { positions, wallets } = tables;
  const { position, wallet } = at;
  if (buy.atMs - positions.get(position, POSITION.entryAtMs) > ENTRY_GAP_MS) {
    closeEntry(tables, wallet, position);
    tables.mark(position, 'afterLoss', wallets.link(wallet, WALLET_LINK.lostLast) === 1);
  }
  positions.add(position, POSITION.entryDollars, buy.dollars);
  positions.set(position, POSITION.entryAtMs, buy.atMs);
}

/** Adds the last entry of a position to the sizes. */
export function closeEntry(tables: Tables, wallet: number, position: number): void {
  const { positions, wallets } = tables;
  const dollars = positions.get(position, POSITION.entryDollars);
  if (dollars <= 0) return;
  positions.set(position, POSITION.entryDollars, 0);
  const size = Math.log(dollars);
  wallets.add(wallet, WALLET.sizes, 1);
  wallets.add(wallet, WALLET.sizes + 1, size);
  wallets.add(wallet, WALLET.sizes + 2, size * size);
  if (!tables.has(position, 'afterLoss')) return;
  wallets.add(wallet, WALLET.sizesAfterLoss, 1);
  wallets.add(wallet, WALLET.sizesAfterLoss + 1, size);
}

/**
 * A market ended, or ended again after it was entered again: `profit` is what came since. Of what
 * depends on the order of ends: blocks, the course of results, the week. In a block a market counts
 * once; what it makes later goes to the block of that time.
 */
export function countEnd(
  tables: Tables,
  wallet: number,
  end: { readonly atMs: AtMs; readonly profit: number; readonly again: boolean },
): void {
  const { wallets } = tables;
  wallets.setLink(wallet, WALLET_LINK.lostLast, end.profit < 0 ? 1 : 0);
  const day = wallets.get(wallet, WALLET.weekDay);
  wallets.add(wallet, WALLET.weekProfit + weekPlace(day), end.profit);
  countInBlock(tables, wallet, end);
  countResult(tables, wallet, end);
}

/** How far, and how long, results lay under the best one before. */
function countResult(
  tables: Tables,
  wallet: number,
  { atMs, profit }: { readonly atMs: AtMs; readonly profit: number },
): void {
  const { wallets } = tables;
  const before = wallets.get(wallet, WALLET.result);
  const peak = wallets.get(wallet, WALLET.resultPeak);
  const result = before + profit;
  wallets.set(wallet, WALLET.result, result);
  if (Math.min(before, result) < peak) {
    wallets.raise(wallet, WALLET.underMs, atMs - wallets.get(wallet, WALLET.peakAtMs));
  }
  wallets.raise(wallet, WALLET.depth, peak - result);
  if (result < peak) return;
  wallets.set(wallet, WALLET.resultPeak, result);
  wallets.set(wallet, WALLET.peakAtMs, atMs);
}

function countInBlock(
  tables: Tables,
  wallet: number,
  end: { readonly atMs: AtMs; readonly profit: number; readonly again: boolean },
): void {
  const { wallets } = tables;
  wallets.add(wallet, WALLET.blockProfit, end.profit);
  if (end.again) return;
  wallets.add(wallet, WALLET.blockEnds, 1);
  if (wallets.get(wallet, WALLET.blockEnds) < BLOCK_MARKETS) return;
  const weight = weightAt(end.atMs);
  wallets.add(wallet, WALLET.blocks, 1);
  wallets.add(wallet, WALLET.blocks + 1, weight);
  wallets.add(wallet, WALLET.blocks + 2, weight * weight);
  if (wallets.get(wallet, WALLET.blockProfit) > 0) {
    wallets.add(wallet, WALLET.blocks + 3, weight);
  }
  wallets.set(wallet, WALLET.blockEnds, 0);
  wallets.set(wallet, WALLET.blockProfit, 0);
}
