import { HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Chance } from '../../chance.ts';
import type { SpotSymbol } from '../../spot/spot-path.ts';
import { clockWords, dayWords, easternOf, tickerDate, tickerTime } from '../eastern.ts';
import { CoinBelief } from './coin-belief.ts';
import type { CoinOdds } from './coin-odds.ts';
import type { KalshiSeries, Strike } from './market.ts';
import { type EventPlan, type MarketPlan, SETTLEMENT_SECONDS } from './plan.ts';
import { type CoinIndex, indexOf, rounded } from './settlement-index.ts';

export const WINDOW_MS = 15 * MINUTE_MS;
/** All coins trade there. */
export const COIN_SHARD = 2;
const CREATED_BEFORE_MS = 2 * HOUR_MS;
/** Requotes in a second. */
const WINDOW_PACE = 1.5;
const HOURLY_PACE = 0.5;
const THRESHOLDS = 5;
const RANGES = 4;
/** Distance of neighbouring strikes; only these coins have hourly markets. */
const HOURLY_STEPS: Partial<Readonly<Record<SpotSymbol, number>>> = { BTC: 250, ETH: 20 };
/** The last cent below a round number: "or above" is a `greater` than that. */
const CENT = 0.01;
/** Where the last digit in the subtitle of a window is one below that of its strike. */
const CENT_OFF_PROBABILITY = 0.3;
const RULES =
  "Not all cryptocurrency price data is the same. While checking a source like Google or Coinbase may help guide your decision, the price used to determine this market is based on CF Benchmarks' corresponding Real Time Index (RTI). At the last minute before expiration, 60 RTI prices are collected. The official and final value is the average of these prices.";

export interface CoinScene {
  readonly odds: CoinOdds;
  readonly chance: Chance;
}

type CoinKind = '15M' | 'D' | '';

export function coinSeries(coin: SpotSymbol, kind: CoinKind, atMs: number): KalshiSeries {
  const names = { '15M': 'price up down', D: 'price above', '': 'price range' };
  return {
    ticker: `KX${coin}${kind}`,
    title: `${coin} ${names[kind]}`,
    category: 'Crypto',
    tags: [coin, kind === '15M' ? '15 min' : 'Hourly'],
    frequency: kind === '15M' ? 'fifteen_min' : 'hourly',
    sources: [{ name: 'CF Benchmarks', url: 'https://www.cfbenchmarks.com/' }],
    feeType: 'quadratic',
    feeMultiplier: 1,
    shard: COIN_SHARD,
    isCombo: false,
    updatedAtMs: atMs,
  };
}

/** Whether a coin stands higher at the end of a quarter of an hour than at its beginning. */
export function planCoinWindow(
  series: KalshiSeries,
  of: { readonly coin: SpotSymbol; readonly openAtMs: number; readonly isWarm: boolean },
  { odds, chance }: CoinScene,
): EventPlan {
  const { coin, openAtMs, isWarm } = of;
  const index = indexOf(coin);
  const closeAtMs = openAtMs + WINDOW_MS;
  const [from, to] = [easternOf(openAtMs), easternOf(closeAtMs)];
  const ticker = `${series.ticker}-${tickerTime(to)}`;
  let floor: number | null = null;
  const strikeAt = (nowMs: number): Strike | null => {
    if (nowMs < openAtMs) return null;
    floor ??= odds.index.settlementAt(index, openAtMs);
    return { type: 'greater_or_equal', floor };
  };
  const centOff = chance.happens(CENT_OFF_PROBABILITY) ? 10 ** -index.digits : 0;
  const market: MarketPlan = {
    ticker: `${ticker}-${String(to.minute).padStart(2, '0')}`,
    title: `${coin} price up in next 15 mins?`,
    yesSubTitle: 'Price to beat: TBD',
    noSubTitle: 'Price to beat: TBD',
    openAtMs,
    closeAtMs,
    strike: { type: 'greater_or_equal', floor: null },
    structure: 'tapered_deci_cent',
    rulesPrimary: `If the simple average of the sixty seconds of CF Benchmarks' ${index.id} before ${clockWords(to)} on ${dayWords(to)} is at least the simple average of the sixty seconds of CF Benchmarks' ${index.id} before ${clockWords(from)} on ${dayWords(from)}, then the market resolves to Yes.`,
    rulesSecondary: RULES,
    belief: new CoinBelief({ coin: index, closeAtMs, strikeAt }, odds, chance),
    settlementSeconds: SETTLEMENT_SECONDS,
    pace: WINDOW_PACE,
    customStrike: { round_digits: index.digits },
    isWarm,
    atOpening: () => {
      const strike = strikeAt(openAtMs) ?? { type: 'greater_or_equal', floor: null };
      return { strike, yesSubTitle: `Price to beat: ${money((floor ?? 0) - centOff, index)}` };
    },
  };
  return {
    ticker,
    series,
    title: `${coin} price up in next 15 mins?`,
    subTitle: `${clockWords(from)} to ${clockWords(to)}`,
    isExclusive: false,
    strikeAtMs: closeAtMs,
    createdAtMs: openAtMs - CREATED_BEFORE_MS,
    markets: [market],
  };
}

interface Hour {
  readonly coin: SpotSymbol;
  readonly openAtMs: number;
  readonly isWarm: boolean;
}

/** Whether a coin stands above each of some prices at a full hour; `null` where that is not asked. */
export function planThresholds(
  series: KalshiSeries,
  hour: Hour,
  scene: CoinScene,
): EventPlan | null {
  const step = HOURLY_STEPS[hour.coin];
  if (step === undefined) return null;
  const plan = hourPlan(series, hour, scene);
  const { middle, index } = plan;
  const markets = Array.from({ length: THRESHOLDS }, (_, at) => {
    const level = middle + (at - Math.floor(THRESHOLDS / 2)) * step;
    const floor = rounded(level - CENT, 2);
    return plan.market(`T${floor}`, { type: 'greater', floor }, `${money(level, index)} or above`);
  });
  return plan.event(`${hour.coin} price above`, { isExclusive: false, markets });
}

/** In which range a coin stands at a full hour; `null` where that is not asked. */
export function planRanges(series: KalshiSeries, hour: Hour, scene: CoinScene): EventPlan | null {
  const step = HOURLY_STEPS[hour.coin];
  if (step === undefined) return null;
  const plan = hourPlan(series, hour, scene);
  const { index } = plan;
  const lowest = plan.middle - (RANGES / 2) * step;
  const highest = plan.middle + (RANGES / 2) * step;
  const ranges = Array.from({ length: RANGES }, (_, at) => {
    const floor = lowest + at * step;
    const cap = rounded(floor + step - CENT, 2);
    const words = `${money(floor, index)} to ${money(cap, index)}`;
    return plan.market(`B${floor + step / 2}`, { type: 'between', floor, cap }, words);
  });
  const top = rounded(highest - CENT, 2);
  const markets = [
    plan.market(
      `T${lowest}`,
      { type: 'less', cap: lowest },
      `${money(lowest - CENT, index)} or below`,
    ),
    ...ranges,
    plan.market(`T${top}`, { type: 'greater', floor: top }, `${money(highest, index)} or above`),
  ];
  return plan.event(`${hour.coin} price range`, { isExclusive: true, markets });
}

function hourPlan(series: KalshiSeries, { coin, openAtMs, isWarm }: Hour, scene: CoinScene) {
  const { odds, chance } = scene;
  const index = indexOf(coin);
  const step = HOURLY_STEPS[coin] ?? 1;
  const closeAtMs = openAtMs + HOUR_MS;
  const to = easternOf(closeAtMs);
  const ticker = `${series.ticker}-${tickerDate(to)}${String(to.hour).padStart(2, '0')}`;
  const when = `${clockWords(to)} on ${dayWords(to)}`;
  const market = (suffix: string, strike: Strike, words: string): MarketPlan => ({
    ticker: `${ticker}-${suffix}`,
    title: `${series.title} on ${dayWords(to)} at ${clockWords(to)}?`,
    yesSubTitle: words,
    noSubTitle: words,
    openAtMs,
    closeAtMs,
    strike,
    structure: 'linear_cent',
    rulesPrimary: `If the simple average of the sixty seconds of CF Benchmarks' ${index.id} before ${when} is ${words}, then the market resolves to Yes.`,
    rulesSecondary: RULES,
    belief: new CoinBelief(
      { coin: index, closeAtMs, strikeAt: () => strike },
      odds,
      chance.fork(suffix),
    ),
    settlementSeconds: SETTLEMENT_SECONDS,
    pace: HOURLY_PACE,
    customStrike: { round_digits: index.digits },
    isWarm,
  });
  const event = (
    title: string,
    of: { readonly isExclusive: boolean; readonly markets: readonly MarketPlan[] },
  ): EventPlan => ({
    ticker,
    series,
    title: `${title} on ${dayWords(to)} at ${clockWords(to)}?`,
    subTitle: when,
    strikeAtMs: closeAtMs,
    createdAtMs: openAtMs,
    ...of,
  });
  const middle = Math.round(odds.index.valueAt(index, openAtMs) / step) * step;
  return { index, middle, market, event };
}

function money(value: number, { digits }: CoinIndex): string {
  const shown = Number.isInteger(value) ? 0 : digits;
  const format = { minimumFractionDigits: shown, maximumFractionDigits: shown };
  return `$${value.toLocaleString('en-US', format)}`;
}
