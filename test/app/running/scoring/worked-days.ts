import { mergeTrades, type Past } from '../../../../src/app/running/scoring/past.ts';
import type { KnownResolution } from '../../../../src/data/polymarket/feed/market-facts.ts';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { type AtMs, DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';
import { cents, price } from '../../../../src/engine/domain/values/money.ts';
import { DEFAULT_WEIGHTS } from '../../../../src/engine/intelligence/scoring/judge/confidence.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import { leaderTrade, market } from '../../../engine/intelligence/examples.ts';

export const WEIGHTS = DEFAULT_WEIGHTS;

/** A wallet that differs in its last digits. */
export function walletOf(at: number): WalletAddress {
  return `0x${at.toString(16).padStart(40, '0')}` as WalletAddress;
}

export function marketId(at: number): MarketId {
  return `0x${at.toString(16).padStart(64, '0')}` as MarketId;
}

export function yesOf(at: number): TokenId {
  return String(at * 10 + 1) as TokenId;
}

export function noOf(at: number): TokenId {
  return String(at * 10 + 2) as TokenId;
}

export function listed(at: number): Market {
  const outcomes = [
    { tokenId: yesOf(at), label: 'Yes' },
    { tokenId: noOf(at), label: 'No' },
  ];
  return market({ id: marketId(at), slug: `market-${at}`, outcomes, status: 'open' });
}

export function bought(wallet: WalletAddress, at: number, atMs: AtMs): LeaderTrade {
  const tokenId = yesOf(at);
  const transaction = `0xb${wallet.slice(-4)}${at}`;
  return leaderTrade({
    ...{ wallet, marketId: marketId(at), tokenId, transaction, tradedAtMs: atMs },
    price: cents(40),
  });
}

/** Pays the token that {@link bought} buys, or the other one. */
export function resolved(at: number, atMs: AtMs, isWon = true): KnownResolution {
  const payouts = [
    { tokenId: yesOf(at), payout: price(isWon ? 1_000_000 : 0) },
    { tokenId: noOf(at), payout: price(isWon ? 0 : 1_000_000) },
  ];
  return { resolution: { marketId: marketId(at), payouts }, atMs };
}

/** A wallet that bought once a day in a market of its own, and won two of three. */
export function pastOf(wallet: WalletAddress, days: number, firstMarket = 1): Past {
  const all = Array.from({ length: days }, (_, at) => at);
  const startMs = (at: number): AtMs => START_AT_MS - (days - at + 1) * DAY_MS;
  return {
    trades: mergeTrades(all.map((at) => bought(wallet, firstMarket + at, startMs(at)))),
    markets: all.map((at) => listed(firstMarket + at)),
    resolutions: all.map((at) => resolved(firstMarket + at, startMs(at) + 6 * HOUR_MS, at % 3 > 0)),
    prints: [],
  };
}

/** The same with ten digits a number: sums of weights differ in their last bits by when they are made. */
export function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, each: unknown) =>
      typeof each === 'number' ? Number(each.toPrecision(10)) : each,
    ),
  );
}
