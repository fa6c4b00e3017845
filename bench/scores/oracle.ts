import type { Happening } from '../../src/app/score/past.ts';
import type { LeaderTrade } from '../../src/engine/domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../src/engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../src/engine/domain/leader.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/engine/domain/time.ts';
import { cents, cost, price, shares } from '../../src/engine/domain/values/money.ts';
import { random } from '../random.ts';
import { walkForward } from './bots.ts';
import { findingOf, type Panel, pairsOf } from './panel.ts';
import { clusteredSpearman } from './statistics.ts';

/** Wallets of a made-up world, from the worst to the best. */
const WALLETS = 30;
const HOURS = 24;
const MARKETS_AN_HOUR = 12;
const STAKES_AN_HOUR = 4;
/** How far prices are from the truth: what the best wallet earns a share, and the worst loses. */
const MISPRICED = 0.25;
const START_AT_MS = 1_700_006_400_000;
const WORLD_SEED = 7;
/** Shuffled panels, and how many may seem to predict: with 95 % intervals one in twenty does. */
const SHUFFLES = 20;
const FALSE_ALARMS_MAX = 4;
const SHUFFLE_DRAWS = 400;

/**
 * What the measurement says of panels whose truth is known: skill has to show, and must not where
 * gains were dealt out at random. Each flaw is a sentence.
 */
export function oracleFlaws(): readonly string[] {
  const panel = walkForward('made-up', madeUpPast(WORLD_SEED));
  const flaws: string[] = [];
  for (const measure of ['edge', 'confidence'] as const) {
    const { byMarket } = findingOf(panel, measure);
    if (!(byMarket.low > 0)) flaws.push(`${measure} does not show a skill that is there`);
  }
  let alarms = 0;
  for (let seed = 1; seed <= SHUFFLES; seed += 1) {
    const pairs = pairsOf(shuffled(panel, seed).observations, 'edge', ({ market }) => market);
    const { low, high } = clusteredSpearman(pairs, seed, SHUFFLE_DRAWS);
    if (low > 0 || high < 0) alarms += 1;
  }
  if (alarms > FALSE_ALARMS_MAX) {
    flaws.push(`${alarms} of ${SHUFFLES} shuffled panels seem to predict`);
  }
  return flaws;
}

/** The same observations with each other's gains. */
function shuffled(panel: Panel, seed: number): Panel {
  const draw = random(seed);
  const gains = panel.observations.map(({ gain }) => gain);
  for (let at = gains.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    [gains[at], gains[other]] = [gains[other]!, gains[at]!];
  }
  const observations = panel.observations.map((one, at) => ({ ...one, gain: gains[at]! }));
  return { ...panel, observations };
}

/** Wallet n takes the better side the more often, the greater n; its markets end within the hour. */
export function madeUpPast(seed: number): readonly Happening[] {
  const draw = random(seed);
  const past: Happening[] = [];
  for (let hour = 0; hour < HOURS; hour += 1) {
    const atMs = START_AT_MS + hour * HOUR_MS;
    const markets = Array.from({ length: MARKETS_AN_HOUR }, (_, at) =>
      madeUpMarket(hour, at, draw),
    );
    for (let wallet = 0; wallet < WALLETS; wallet += 1) {
      const skill = wallet / (WALLETS - 1);
      for (let stake = 0; stake < STAKES_AN_HOUR; stake += 1) {
        const market = markets[Math.floor(draw() * markets.length)]!;
        const side = draw() < skill ? market.better : 1 - market.better;
        const trade = madeUpTrade({ wallet, market, side, atMs: atMs + stake * MINUTE_MS });
        past.push({ kind: 'trade', atMs: trade.receivedAtMs, trade });
      }
    }
    for (const { id, winner } of markets) {
      const payouts = [{ tokenId: tokenOf(id, winner), payout: cents(100) }];
      const endMs = atMs + HOUR_MS / 2;
      past.push({ kind: 'resolution', atMs: endMs, resolution: { marketId: id, payouts } });
    }
  }
  return past.sort((a, b) => a.atMs - b.atMs);
}

interface MadeUpMarket {
  readonly id: MarketId;
  /** In cents, of both sides. */
  readonly prices: readonly [number, number];
  /** The side that is worth more than it costs. */
  readonly better: number;
  readonly winner: number;
}

function madeUpMarket(hour: number, at: number, draw: () => number): MadeUpMarket {
  const first = 30 + Math.floor(draw() * 41);
  const better = draw() < 0.5 ? 0 : 1;
  const chance = (better === 0 ? first : 100 - first) / 100 + MISPRICED;
  const winner = draw() < chance ? better : 1 - better;
  return { id: `market-${hour}-${at}` as MarketId, prices: [first, 100 - first], better, winner };
}

function tokenOf(market: MarketId, side: number): TokenId {
  return `${market}-${side}` as TokenId;
}

function madeUpTrade(of: {
  readonly wallet: number;
  readonly market: MadeUpMarket;
  readonly side: number;
  readonly atMs: number;
}): LeaderTrade {
  const { market, side, atMs } = of;
  const at = price(market.prices[side === 0 ? 0 : 1] * 10_000);
  const event: LeaderEvent = {
    wallet: `wallet-${of.wallet}` as WalletAddress,
    kind: 'buy',
    marketId: market.id,
    tokenId: tokenOf(market.id, side),
    quantity: shares(20),
    price: at,
    notional: cost(at, shares(20), 'floor'),
    transaction: `${of.wallet}-${atMs}`,
    tradedAtMs: atMs,
    feed: 'data-api',
    occurrence: 0,
    title: '',
    slug: '',
    eventSlug: '',
  };
  return { key: leaderEventKey(event), ordinal: 0, event, receivedAtMs: atMs };
}
