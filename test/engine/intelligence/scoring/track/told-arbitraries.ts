import fc from 'fast-check';
import type { LeaderTrade } from '../../../../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../../../src/engine/domain/ids.ts';
import type { LeaderEventKind } from '../../../../../src/engine/domain/leader.ts';
import type { Market } from '../../../../../src/engine/domain/market.ts';
import { price, quantity } from '../../../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../../../src/engine/domain/venue-rules/polymarket.ts';
import { LEADER, leaderTrade, market, NOW_MS, OTHER_LEADER } from '../../examples.ts';
import type { Told } from './reference-positions.ts';

const MINUTE_MS = 60_000;
export const WALLETS = [LEADER, OTHER_LEADER] as const;
const MARKETS = 4;

export const marketIdOf = (at: number) => `0x${String(at + 1).repeat(64)}` as MarketId;
export const tokensOf = (at: number): readonly [TokenId, TokenId] => [
  `${at + 1}01` as TokenId,
  `${at + 1}02` as TokenId,
];

const KINDS: readonly LeaderEventKind[] = [
  ...['buy', 'buy', 'buy', 'buy', 'sell', 'sell', 'sell'].map((kind) => kind as LeaderEventKind),
  'split',
  'merge',
  'conversion',
  'redeem',
];

/** Times lie in knots, so that events of one moment, one minute and one day all occur. */
const atMs = fc
  .record({
    day: fc.integer({ min: 0, max: 2 }),
    knot: fc.integer({ min: 0, max: 4 }),
    second: fc.integer({ min: 0, max: 400 }),
  })
  .map(
    ({ day, knot, second }) =>
      NOW_MS + day * 1440 * MINUTE_MS + knot * 61 * MINUTE_MS + second * 1000,
  );

const trade = fc
  .record({
    wallet: fc.constantFrom(...WALLETS),
    kind: fc.constantFrom(...KINDS),
    at: fc.integer({ min: 0, max: MARKETS - 1 }),
    side: fc.integer({ min: 0, max: 1 }),
    cents: fc.integer({ min: 2, max: 98 }),
    shares: fc.integer({ min: 1, max: 20 }),
    fee: fc.constantFrom(null, 0, 0.01),
    atMs,
    id: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ wallet, kind, at, side, cents, shares, fee, atMs: tradedAtMs, id }): LeaderTrade => {
    const isTrade = kind === 'buy' || kind === 'sell';
    const traded = cents * 10_000 * shares;
    const paid = kind === 'buy' ? traded * (1 + (fee ?? 0)) : traded * (1 - (fee ?? 0));
    return leaderTrade({
      wallet: wallet as WalletAddress,
      kind,
      marketId: marketIdOf(at),
      tokenId: isTrade ? (tokensOf(at)[side] ?? null) : null,
      price: isTrade ? price(cents * 10_000) : null,
      quantity: quantity(shares * 1_000_000),
      notional: Math.round(isTrade ? paid : 0) as never,
      feed: fee === null ? 'rtds.trades' : 'data-api',
      transaction: `0x${id}`,
      tradedAtMs,
    });
  });

const listed = (at: number) =>
  fc
    .record({
      categories: fc.constantFrom<readonly string[]>([], ['sports', 'nba'], ['crypto']),
      ratePpm: fc.constantFrom(0, 40_000, 70_000),
      exponent: fc.constantFrom(1, 2),
      closesAtMs: fc.option(atMs),
    })
    .map(
      ({ categories, ratePpm, exponent, closesAtMs }): Market =>
        market({
          id: marketIdOf(at),
          categories,
          closesAtMs,
          outcomes: tokensOf(at).map((tokenId, side) => ({ tokenId, label: String(side) })),
          rules: { ...DEFAULT_RULES, fee: { ratePpm: ratePpm as never, exponent } },
        }),
    );

const resolved = (at: number) =>
  fc
    .record({ payout: fc.constantFrom(0, 1_000_000, 500_000), atMs })
    .map(({ payout, atMs: toldAtMs }) => ({
      atMs: toldAtMs,
      resolution: {
        marketId: marketIdOf(at),
        payouts: tokensOf(at).map((tokenId, side) => ({
          tokenId,
          payout: price(side === 0 ? payout : 1_000_000 - payout),
        })),
      },
    }));

const print = fc
  .record({
    at: fc.integer({ min: 0, max: MARKETS - 1 }),
    side: fc.integer({ min: 0, max: 1 }),
    cents: fc.integer({ min: 2, max: 98 }),
    atMs,
  })
  .map(({ at, side, cents, atMs: printedAtMs }) => ({
    tokenId: tokensOf(at)[side] ?? tokensOf(at)[0],
    price: price(cents * 10_000),
    atMs: printedAtMs,
  }));

const everyMarket = [...Array(MARKETS).keys()];
const some = <T>(of: (at: number) => fc.Arbitrary<T>) =>
  fc
    .tuple(...everyMarket.map((at) => fc.option(of(at))))
    .map((all): readonly T[] => all.flatMap((one) => (one === null ? [] : [one as T])));

const toldWith = (markets: fc.Arbitrary<readonly Market[]>): fc.Arbitrary<Told> =>
  fc.record({
    trades: fc.array(trade, { minLength: 1, maxLength: 40 }).map((all) => numbered(all)),
    markets,
    resolutions: some(resolved),
    prints: fc.array(print, { maxLength: 20 }),
  });

/** What two wallets did in four markets, of which some are listed and some resolved. */
export const told = toldWith(some(listed));

/** With all markets listed: else nobody knows early that two tokens are two sides. */
export const toldListed = toldWith(fc.tuple(...everyMarket.map(listed)));

/** Equal keys are true twins: they differ by their ordinal. */
function numbered(trades: readonly LeaderTrade[]): readonly LeaderTrade[] {
  const seen = new Map<string, number>();
  return trades.map((one) => {
    const ordinal = seen.get(one.key) ?? 0;
    seen.set(one.key, ordinal + 1);
    return { ...one, ordinal };
  });
}
