import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import { TOPICS } from './catalogue.ts';
import {
  COARSE_TICK,
  drawBetween,
  type MarketPlan,
  MIN_ORDER_SIZE,
  VOID_PROBABILITY,
} from './event-plan.ts';
import { dateWords } from './phrasing.ts';
import { drawV1Ids } from './token-ids.ts';
import type { VenueMarket } from './venue.ts';

/** Of every window, and of nothing else. */
const WINDOW_TAG = 'up-or-down';

/** A coin whose direction is asked every quarter of an hour. */
export interface WindowSeries {
  readonly ticker: string;
  readonly coin: string;
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
  { ticker: 'btc', coin: 'Bitcoin', firstCloseMs: 38 * SECOND_MS },
  { ticker: 'eth', coin: 'Ethereum', firstCloseMs: 100 * SECOND_MS },
  { ticker: 'sol', coin: 'Solana', firstCloseMs: 320 * SECOND_MS },
  { ticker: 'xrp', coin: 'XRP', firstCloseMs: 610 * SECOND_MS },
];

export function isWindow({ tags }: Pick<VenueMarket, 'tags'>): boolean {
  return tags.includes(WINDOW_TAG);
}

/** The `round`-th window of a series. Its slug names its first second, as the venue's does. */
export function planWindow(
  series: WindowSeries,
  at: { readonly chance: Chance; readonly startsAtMs: number; readonly round: number },
): MarketPlan {
  const { chance, startsAtMs, round } = at;
  const closeMs = series.firstCloseMs + round * WINDOW_MS;
  const beginsAtMs = Math.floor((startsAtMs + closeMs - WINDOW_MS) / SECOND_MS) * SECOND_MS;
  const closesAtMs = beginsAtMs + WINDOW_MS;
  const [from, to] = [dateWords(beginsAtMs, startsAtMs), dateWords(closesAtMs, startsAtMs)];
  const question = `${series.coin} Up or Down, ${from['date']}, ${from['time']}-${to['time']} UTC`;
  const slug = `${series.ticker}-updown-15m-${beginsAtMs / SECOND_MS}`;
  const probability = 0.2 + 0.6 * chance.next();
  const winner = chance.happens(probability) ? 0 : 1;
  return {
    terms: {
      id: String(FIRST_ID + WINDOW_SERIES.indexOf(series) + round * WINDOW_SERIES.length),
      version: 'v1',
      ...drawV1Ids(chance.fork('ids')),
      outcomes: ['Up', 'Down'],
      question,
      description: `This market resolves to "Up" if the price of ${series.coin} at the end of the window is at least the one at its beginning, and to "Down" otherwise, by ${TOPICS.crypto.source}.`,
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
    truth: { probability, winner: chance.happens(VOID_PROBABILITY) ? null : winner },
    closeMs,
    revealMs: closeMs,
    activity: 2,
    edit: null,
  };
}
