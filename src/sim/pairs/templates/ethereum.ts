import { DAY_MS, HOUR_MS } from '../../../engine/domain/time.ts';
import { clockWords, dayWords } from '../../kalshi/eastern.ts';
import { truthOf } from '../../venue/spot-question.ts';
import { type Moment, momentOf } from '../calendar.ts';
import { equal, same, unlike } from '../endings.ts';
import type { Counterpart, KalshiWording, PairedEvent, PairScene } from '../paired-event.ts';

/** So far ahead that the hours that Kalshi lists by itself hardly reach it. */
const CLOSES_IN_MS = 44 * HOUR_MS;
const LATER_MS = 6 * HOUR_MS;
const STEP = 40;
const STRIKES = 2;
const CENT = 0.01;
const SERIES = {
  ticker: 'KXETHD',
  title: 'ETH price above',
  category: 'Crypto',
  tags: ['ETH', 'Hourly'],
  sources: [{ name: 'CF Benchmarks', url: 'https://www.cfbenchmarks.com/' }],
};
const RULES =
  "Not all cryptocurrency price data is the same. While checking a source like Google or Coinbase may help guide your decision, the price used to determine this market is based on CF Benchmarks' corresponding Real Time Index (RTI). At the last minute before expiration, 60 RTI prices are collected. The official and final value is the average of these prices.";

/**
 * Whether Ethereum stands above a price at an hour: the other venue asks that too, by another index, and
 * some hours later once more.
 */
export function ethereumAbove(scene: PairScene): PairedEvent {
  const { nowMs, round, coins } = scene;
  // Only words follow the clock, so that the same seed is the same story whenever it began.
  const closeMs = nowMs + CLOSES_IN_MS + round * DAY_MS;
  const at = hourOf(scene, closeMs);
  const middle = Math.round(coins.priceAt('ETH', nowMs) / STEP) * STEP;
  const strikes = Array.from({ length: STRIKES }, (_, step) => middle + (step + 1) * STEP);
  const when = `${at.day}, ${at.hour}`;
  const slugWhen = `${at.day} ${at.at.year} ${at.hour}`.toLowerCase().replaceAll(' ', '-');
  const later = hourOf(scene, closeMs + LATER_MS);
  return {
    title: `Ethereum above ___ on ${when}?`,
    slug: `ethereum-above-on-${slugWhen}`,
    topic: 'crypto',
    tags: ['ethereum', 'crypto-prices', 'hourly'],
    source: 'https://www.binance.com/en/trade/ETH_USDT',
    ...{ negRisk: false, closeMs, revealMs: closeMs },
    questions: strikes.map((strike) => {
      const spot = coins.above({ symbol: 'ETH', strike, closesMs: closeMs });
      return {
        question: `Ethereum above ${strike.toLocaleString('en-US')} on ${when}?`,
        slug: `ethereum-above-${strike}-on-${slugWhen}`,
        outcomes: ['Yes', 'No'],
        rules: rulesOf(strike, at),
        truth: truthOf(spot, nowMs),
        spot,
      };
    }),
    kalshi: [
      wording(at, { strikes, closeMs }, (_, of) => ({
        ending: same(of, 0, 'fair'),
        relations: [equal(of, 0)],
      })),
      wording(later, { strikes, closeMs: closeMs + LATER_MS }, (strike, of) => ({
        ending: {
          kind: 'spot',
          question: coins.above({ symbol: 'ETH', strike, closesMs: closeMs + LATER_MS }),
          closeMs: closeMs + LATER_MS,
        },
        relations: [unlike(of, 'otherHour')],
      })),
    ],
  };
}

/** The full hour that is next to a moment. */
function hourOf(scene: PairScene, worldMs: number): Moment {
  const atMs = scene.startsAtMs + worldMs;
  return momentOf(scene, Math.round(atMs / HOUR_MS) * HOUR_MS - scene.startsAtMs);
}

function wording(
  moment: Moment,
  { strikes, closeMs }: { readonly strikes: readonly number[]; readonly closeMs: number },
  endOf: (strike: number, of: number) => Pick<Counterpart, 'ending' | 'relations'>,
): KalshiWording {
  const { at, ticker } = moment;
  const when = `${clockWords(at)} on ${dayWords(at)}`;
  const clock = `${at.hour % 12 === 0 ? 12 : at.hour % 12}${at.hour < 12 ? 'am' : 'pm'} ${at.zone}`;
  const title = `Ethereum price on ${dayWords(at)} at ${clock}?`;
  const market = (strike: number, of: number): Counterpart => {
    const floor = strike - CENT;
    const words = `$${strike.toLocaleString('en-US')} or above`;
    return {
      suffix: `T${floor.toFixed(2)}`,
      title,
      yesSubTitle: words,
      rulesPrimary: `If the simple average of the sixty seconds of CF Benchmarks' ETHUSD_RTI before ${when} is above ${floor.toFixed(2)}, then the market resolves to Yes.`,
      rulesSecondary: RULES,
      strike: { type: 'greater', floor },
      ...endOf(strike, of),
    };
  };
  return {
    series: SERIES,
    ticker: `KXETHD-${ticker}${String(at.hour).padStart(2, '0')}`,
    ...{ title, subTitle: when, isExclusive: false, closeMs, earlyClose: null },
    markets: strikes.map(market),
  };
}

function rulesOf(strike: number, { day, hour }: Moment): string {
  return [
    `This market will resolve to "Yes" if the Binance 1 minute candle for ETH/USDT at ${hour} on ${day} has a final "Close" price higher than ${strike.toLocaleString('en-US')}. Otherwise, this market will resolve to "No".`,
    'The resolution source for this market is Binance, specifically the ETH/USDT "Close" prices currently available at https://www.binance.com/en/trade/ETH_USDT with "1m" and "Candles" selected on the top bar.',
    'Please note that this market is about the price according to Binance ETH/USDT, not according to other sources or spot markets.',
  ].join('\n\n');
}
