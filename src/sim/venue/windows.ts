import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import type { SpotSymbol } from '../spot/spot-path.ts';
import { TOPICS } from './catalogue.ts';
import { COARSE_TICK, drawBetween, type MarketPlan, MIN_ORDER_SIZE } from './event-plan.ts';
import { dateWords } from './phrasing.ts';
import { truthOf, type WorldCoins } from './spot-question.ts';
import { drawV1Ids } from './token-ids.ts';
import type { VenueMarket } from './venue.ts';

/** Of every window, and of nothing else. */
const WINDOW_TAG = 'up-or-down';

/** A coin whose direction is asked every quarter of an hour. */
export interface WindowSeries {
  readonly ticker: string;
  readonly coin: string;
  readonly symbol: SpotSymbol;
  /** World time at which its first window closes. */
  readonly firstCloseMs: number;
}

export const WINDOW_MS = 15 * MINUTE_MS;
/** The next window is listed so long before it begins. */
export const WINDOW_LISTED_BEFORE_MS = 30 * SECOND_MS;
/** Windows differ only by their end, so the numbers of their markets go on from here. */
const FIRST_ID = 900_000_000;
const VOLUME_MIN = 3_000;
const VOLUME_MAX = 60_000;

/** Two of them end within two minutes, the others later: something resolves all the time. */
export const WINDOW_SERIES: readonly WindowSeries[] = [
  { ticker: 'btc', coin: 'Bitcoin', symbol: 'BTC', firstCloseMs: 38 * SECOND_MS },
  { ticker: 'eth', coin: 'Ethereum', symbol: 'ETH', firstCloseMs: 100 * SECOND_MS },
  { ticker: 'sol', coin: 'Solana', symbol: 'SOL', firstCloseMs: 320 * SECOND_MS },
  { ticker: 'xrp', coin: 'XRP', symbol: 'XRP', firstCloseMs: 610 * SECOND_MS },
];

export function isWindow({ tags }: Pick<VenueMarket, 'tags'>): boolean {
  return tags.includes(WINDOW_TAG);
}

/**
 * The `round`-th window of a series, decided by the coin's price. Its slug names its first second, as
 * the venue's does: a world that starts at a whole second is exact.
 */
export function planWindow(
  series: WindowSeries,
  at: {
    readonly chance: Chance;
    readonly startsAtMs: number;
    readonly round: number;
    readonly coins: WorldCoins;
    /** World time. */
    readonly nowMs: number;
  },
): MarketPlan {
  const { chance, startsAtMs, round, nowMs } = at;
  const closeMs = series.firstCloseMs + round * WINDOW_MS;
  const beginsAtMs = Math.floor((startsAtMs + closeMs - WINDOW_MS) / SECOND_MS) * SECOND_MS;
  const closesAtMs = beginsAtMs + WINDOW_MS;
  const [from, to] = [dateWords(beginsAtMs, startsAtMs), dateWords(closesAtMs, startsAtMs)];
  const question = `${series.coin} Up or Down, ${from['date']}, ${from['time']}-${to['time']} UTC`;
  const slug = `${series.ticker}-updown-15m-${beginsAtMs / SECOND_MS}`;
  const spot = at.coins.window({
    symbol: series.symbol,
    opensMs: closeMs - WINDOW_MS,
    closesMs: closeMs,
  });
  return {
    terms: {
      id: String(FIRST_ID + WINDOW_SERIES.indexOf(series) + round * WINDOW_SERIES.length),
      version: 'v1',
      ...drawV1Ids(chance.fork('ids')),
      outcomes: ['Up', 'Down'],
      question,
      description: rulesOf(series),
      resolutionSource: `https://data.chain.link/streams/${series.ticker}-usd`,
      slug,
      eventSlug: slug,
      eventTitle: question,
      tags: ['crypto', WINDOW_TAG, series.coin.toLowerCase()],
      negRisk: false,
      minOrderSize: MIN_ORDER_SIZE,
      feeRate: TOPICS.crypto.feeRate,
      startsAtMs: beginsAtMs,
      closesAtMs,
    },
    tick: COARSE_TICK,
    volume24h: Math.round(drawBetween(chance, VOLUME_MIN, VOLUME_MAX)),
    truth: truthOf(spot, nowMs),
    spot,
    closeMs,
    revealMs: closeMs,
    activity: 2,
    edit: null,
  };
}

function rulesOf({ coin, ticker }: WindowSeries): string {
  const stream = `Chainlink's data stream ${ticker.toUpperCase()}/USD`;
  return (
    `This market resolves to "Up" if the price of ${coin} at the end of the window is at least the ` +
    'one at its beginning, and to "Down" otherwise. Each of the two is the 60-second time-weighted ' +
    `average (TWAP) of ${stream} until that moment, and no other source counts.`
  );
}
