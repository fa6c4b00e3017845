import type { Reports } from '../../../engine/contract/reports.ts';
import type { EstimateInput } from '../../../engine/core/estimate/estimate.ts';
import type { CopyAssumptions } from '../../../engine/core/estimate/guessed-book.ts';
import type { PublicPrice } from '../../../engine/core/estimate/print-book.ts';
import type { Copyability } from '../../../engine/domain/copy-result.ts';
import type { TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { MarketFilter } from '../../../engine/domain/market-filter.ts';
import type { Settings } from '../../../engine/domain/settings.ts';
import { type AtMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { type Price, price } from '../../../engine/domain/values/money.ts';
import { defaultWalletRules, type WalletRules } from '../../../engine/domain/wallet.ts';
import { copyabilityOf } from '../../../engine/intelligence/copying/copyability.ts';
import { COPY_RECORD_MS } from '../../../engine/intelligence/copying/record.ts';
import type { Print } from '../../../engine/intelligence/scoring/record.ts';
import { marketsOf, type Past } from './past.ts';

/** Real copies change with every fill; an estimate is as old as the past that it is made of. */
const REAL_AGE_MS_MAX = MINUTE_MS;
const ESTIMATE_AGE_MS_MAX = 6 * HOUR_MS;
/** Wallets whose result and past are kept; those that nobody asked about for longest go. */
const KEPT_MAX = 200;
/** Trades of an estimate, the newest: it is made in one go, in a thread of its own. */
export const ESTIMATED_TRADES_MAX = 300;
/** What is taken for the way of a copy to a book that nobody recorded. */
export const ASSUMED: CopyAssumptions = {
  delayMs: 4 * SECOND_MS,
  spread: price(10_000),
  impact: price(5_000),
};

export interface CopyabilityDeskOptions {
  readonly reports: Pick<Reports, 'copyTrips' | 'leaderTradeStats'>;
  readonly marks: () => ReadonlyMap<TokenId, Price>;
  readonly rulesOf: (wallet: WalletAddress) => WalletRules | null;
  readonly settings: () => Settings;
  readonly filters: () => readonly MarketFilter[];
  /** Makes an estimate where nobody waits for it to end. */
  readonly estimate: (input: EstimateInput) => Promise<Copyability>;
  readonly nowMs: () => AtMs;
}

interface Made {
  readonly copyability: Copyability;
  readonly untilMs: AtMs;
  /** The rules by which it was estimated. */
  readonly rules: WalletRules | null;
  readonly settings: Settings;
}

/**
 * What copying a wallet made; where nothing of it was copied, an ESTIMATE of what it would have made
 * by the rules of now. Both are kept for a while.
 */
export class CopyabilityDesk {
  readonly #options: CopyabilityDeskOptions;
  readonly #pasts = new Map<WalletAddress, Past>();
  readonly #made = new Map<WalletAddress, Made>();

  constructor(options: CopyabilityDeskOptions) {
    this.#options = options;
  }

  /** Takes over what an estimate of this wallet needs of its past. */
  learn(wallet: WalletAddress, past: Past): void {
    this.#made.delete(wallet);
    keep(this.#pasts, wallet, newestOf(past, this.#options.nowMs() - COPY_RECORD_MS));
  }

  forget(wallet: WalletAddress): void {
    this.#pasts.delete(wallet);
    this.#made.delete(wallet);
  }

  /** The one that was made last, however old; from memory. */
  known(wallet: WalletAddress): Copyability | null {
    return this.#made.get(wallet)?.copyability ?? null;
  }

  /** `null` where nothing was copied and no past was read. @throws StoreError, and as `estimate` */
  async of(wallet: WalletAddress): Promise<Copyability | null> {
    const nowMs = this.#options.nowMs();
    const rules = this.#options.rulesOf(wallet);
    const settings = this.#options.settings();
    const made = this.#made.get(wallet);
    const isOfNow = made?.rules === rules && made.settings === settings;
    if (made !== undefined && isOfNow && made.untilMs > nowMs) return made.copyability;
    const copyability = (await this.#real(wallet, nowMs)) ?? (await this.#estimate(wallet, nowMs));
    if (copyability === null) return null;
    const ageMs = copyability.isEstimate ? ESTIMATE_AGE_MS_MAX : REAL_AGE_MS_MAX;
    keep(this.#made, wallet, { copyability, untilMs: nowMs + ageMs, rules, settings });
    return copyability;
  }

  async #real(wallet: WalletAddress, nowMs: AtMs): Promise<Copyability | null> {
    const { reports, marks } = this.#options;
    const sinceMs = nowMs - COPY_RECORD_MS;
    const trips = await reports.copyTrips({ wallet, sinceMs });
    if (trips.length === 0) return null;
    const { count } = await reports.leaderTradeStats(wallet, sinceMs);
    const span = { wallet, fromMs: sinceMs, untilMs: nowMs };
    const scope = { ...span, isEstimate: false, leaderTrades: count, marks: marks() };
    return copyabilityOf(trips, scope);
  }

  async #estimate(wallet: WalletAddress, nowMs: AtMs): Promise<Copyability | null> {
    const { rulesOf, settings, filters, estimate } = this.#options;
    const past = this.#pasts.get(wallet);
    const fromMs = past?.trades[0]?.event.tradedAtMs;
    if (past === undefined || fromMs === undefined) return null;
    return await estimate({
      wallet: rulesOf(wallet) ?? defaultWalletRules(wallet, fromMs),
      settings: settings(),
      filters: filters(),
      trades: past.trades,
      markets: new Map(past.markets.map((market) => [market.id, market])),
      resolutions: new Map(past.resolutions.map((one) => [one.resolution.marketId, one])),
      prints: byToken(past.prints),
      assumptions: ASSUMED,
      fromMs,
      untilMs: nowMs,
    });
  }
}

/** The newest trades since then, with what belongs to their markets. */
function newestOf(past: Past, sinceMs: AtMs): Past {
  const trades = past.trades
    .filter(({ event }) => event.tradedAtMs >= sinceMs)
    .slice(-ESTIMATED_TRADES_MAX);
  const ids = marketsOf(trades);
  const tokens = new Set(trades.map(({ event }) => event.tokenId));
  return {
    trades,
    markets: past.markets.filter(({ id }) => ids.has(id)),
    resolutions: past.resolutions.filter(({ resolution }) => ids.has(resolution.marketId)),
    prints: past.prints.filter(({ tokenId }) => tokens.has(tokenId)),
  };
}

function keep<Value>(map: Map<WalletAddress, Value>, wallet: WalletAddress, value: Value): void {
  map.delete(wallet);
  map.set(wallet, value);
  const [oldest] = map.keys();
  if (map.size > KEPT_MAX && oldest !== undefined) map.delete(oldest);
}

function byToken(prints: readonly Print[]): ReadonlyMap<TokenId, readonly PublicPrice[]> {
  const lists = new Map<TokenId, PublicPrice[]>();
  for (const { tokenId, price, atMs } of prints) {
    const list = lists.get(tokenId);
    if (list === undefined) lists.set(tokenId, [{ price, atMs }]);
    else list.push({ price, atMs });
  }
  for (const list of lists.values()) list.sort((a, b) => a.atMs - b.atMs);
  return lists;
}
