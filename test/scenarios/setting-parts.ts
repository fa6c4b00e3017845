import type { ScorePartName } from '../../src/engine/domain/wallet-score.ts';

export const WORLD = `
  market rain group weather
  market snow group alps
  book rain.Yes 0.48x10000 / 0.50x10000
  book snow.Yes 0.48x10000 / 0.50x10000
  follow anna
`;
/** The book of the rain once more, behind a restart. */
export const BOOK = 'book rain.Yes 0.48x10000 / 0.50x10000';
export const BUYS = 'anna buys rain.Yes 100 @ 0.50';
export const BUYS_SNOW = 'anna buys snow.Yes 100 @ 0.50';
export const BOUGHT = '= order buy rain.Yes $5 @0.52 filled 10';
export const BOUGHT_SNOW = '= order buy snow.Yes $5 @0.52 filled 10';
/** Two copies of one wallet in two markets. */
export const TWO = `${BUYS}\n wait 1s\n ${BOUGHT}\n ${BUYS_SNOW}\n wait 1s`;
/** A copy of 20 shares for $10 that can be left in parts. */
export const HELD = `wallet anna spend 10\n ${BUYS}\n wait 1s\n = order buy rain.Yes $10`;
/** A copy that loses $8 of its $10. */
export const LOSS = `${HELD}\n book rain.Yes 0.10x10000 / 0.12x10000
  anna sells rain.Yes 100 @ 0.10\n wait 1s\n = order sell rain.Yes 20 @0.1`;
/** A copy for $10 whose bid falls to 10¢, seen by two readings a minute apart. */
export const FALL = `${HELD}\n wait 61s\n book rain.Yes 0.10x10000 / 0.12x10000\n wait 119s`;
/** An exit that nobody answers within the allowed price. */
export const STUCK = `${HELD}\n book rain.Yes 0.48x1 / 0.50x10000\n anna sells rain.Yes 100 @ 0.48`;

export const LOW_SCORE = '= copy rain.Yes denied walletConfidence';
/** A wallet that is good in one part of its score alone. */
export function goodIn(part: ScorePartName): string {
  return `wallet anna score 0.45\n judged anna ${part}\n ${BUYS}\n wait 1s`;
}

/** `[value, what both tell, what it is by default, what it is with the value]`. */
export type Case = readonly [value: string, then: string, byDefault: string, changed: string];

/** A market about the price of a coin at noon in New York, with eight minutes of prices behind it. */
export const COIN = `
  market coin question Bitcoin_above_60,000_on_September_30? tags crypto closes 284m slug bitcoin-above-60k-on-september-30 source https://www.binance.com rules Yes_if_the_close_of_the_Binance_1_minute_candle_is_above.
  book coin.Yes 0.49x10000 / 0.51x10000
  follows 8m coin
`;
/** The coin rises and its market stays where it was. */
export const JUMP = 'coin 60400\n lags 5s coin';
/** The same of Kalshi, which settles by an index of its own. */
export const KALSHI_COIN = `
  market gold kalshi KXBTCD-26SEP3012-T59999.99 closes 284m strike 59999.99 question BTC_above_60,000_at_noon?
  book gold.Yes 0.49x10000 / 0.51x10000
  follows 8m gold
`;
/** One question on both venues, ten days before it closes. */
export const TWINS = `
  market rain closes 240h
  market wet kalshi KXRAIN-26OCT10-T1 closes 240h question Will_it_rain?
  pair rain wet identity
  book rain.Yes 0.48x10000 / 0.50x10000
  book wet.Yes 0.48x10000 / 0.50x10000
`;
/** Their sides cost 91¢ for a second; the other side of Kalshi's is its bid, turned round. */
export const APART = `book rain.Yes 0.48x10000 / 0.50x10000\n book wet.Yes 0.59x500 / 0.62x500\n wait 1s`;
/** The same for longer than it takes to be believed. */
export const OPEN = `${APART}\n ${APART}\n ${APART}\n ${APART}`;
/** Both cost the same again. */
export const CLOSED = 'book wet.Yes 0.48x10000 / 0.50x10000';
