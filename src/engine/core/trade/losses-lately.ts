import type { Change } from '../../domain/change.ts';
import type { RecentLosses } from '../../domain/decision-record.ts';
import type { LedgerId, MarketId, WalletAddress } from '../../domain/ids.ts';
import type { Realisation } from '../../domain/realisation.ts';
import { SNAPSHOT_WINDOW_MS } from '../../domain/snapshot.ts';
import type { AtMs } from '../../domain/time.ts';

/** What became final in one ledger, as far as cool-downs ask. */
export type Realised = Pick<Realisation, 'wallet' | 'marketId' | 'amount' | 'atMs'>;

/**
 * Results of the last two days by ledger, oldest first. What a restart reads again and what is
 * remembered reach equally far back, so that a restart changes no decision.
 */
export class RecentResults {
  readonly #byLedger = new Map<LedgerId, Realised[]>();

  /** Takes the results in that a turn wrote down. */
  remember(changes: readonly Change[]): void {
    for (const change of changes) if (change.kind === 'realisation') this.add(change.realisation);
  }

  add({ ledger, wallet, marketId, amount, atMs }: Realisation): void {
    const known = this.#byLedger.get(ledger) ?? [];
    const recent = known.filter((one) => one.atMs > atMs - SNAPSHOT_WINDOW_MS);
    this.#byLedger.set(ledger, [...recent, { wallet, marketId, amount, atMs }]);
  }

  /** The losses that count for an entry. */
  lossesOf(
    of: {
      readonly ledger: LedgerId;
      readonly wallet: WalletAddress | null;
      readonly marketId: MarketId;
    },
    atMs: AtMs,
  ): RecentLosses {
    const all = this.#byLedger.get(of.ledger) ?? [];
    const recent = all.filter((one) => one.atMs > atMs - SNAPSHOT_WINDOW_MS);
    const here = recent.findLast((one) => one.marketId === of.marketId && one.amount < 0);
    const own = recent.filter((one) => one.wallet === of.wallet);
    return { inMarketAtMs: here?.atMs ?? null, ...streakOf(own) };
  }
}

/** Newest markets in a row that lost; sales and payouts of one market count together. */
function streakOf(results: readonly Realised[]): Pick<RecentLosses, 'inARow' | 'lastAtMs'> {
  const byMarket = new Map<MarketId, { amount: number; atMs: AtMs }>();
  for (const { marketId, amount, atMs } of results) {
    const before = byMarket.get(marketId)?.amount ?? 0;
    byMarket.delete(marketId); // Its newest result gives it its place.
    byMarket.set(marketId, { amount: before + amount, atMs });
  }
  const newestFirst = [...byMarket.values()].reverse();
  const firstGain = newestFirst.findIndex(({ amount }) => amount >= 0);
  const inARow = firstGain === -1 ? newestFirst.length : firstGain;
  return { inARow, lastAtMs: inARow === 0 ? null : (newestFirst[0]?.atMs ?? null) };
}
