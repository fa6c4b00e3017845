import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../engine/domain/time.ts';
import type { Chance } from '../../chance.ts';
import { dayWords, easternOf, tickerDate } from '../eastern.ts';
import { ComboBelief, HiddenBelief, OppositeBelief } from './hidden-belief.ts';
import type { KalshiMarket, KalshiSeries, Strike } from './market.ts';
import type { EventPlan, MarketPlan } from './plan.ts';

const SPORTS_SHARD = 3;
const COMBO_SHARD = 1;
/** How long a match takes. */
const MATCH_MS = [12 * MINUTE_MS, 40 * MINUTE_MS] as const;
const MATCH_PACE = 0.4;
const COMBO_PACE = 0.2;
const WEATHER_PACE = 0.1;
const SPORTS_SETTLEMENT_SECONDS = 30;
const WEATHER_SETTLEMENT_SECONDS = 3_600;
const MATCH_DISPUTE_PROBABILITY = 0.2;
/** Trading in every other match stops for a while, so long after it was listed. */
const MATCH_PAUSE_MS = 2 * MINUTE_MS;

interface Sport {
  readonly ticker: string;
  readonly title: string;
  readonly tag: string;
  readonly rivals: readonly (readonly [code: string, name: string])[];
}

const SPORTS: readonly [Sport, Sport] = [
  {
    ticker: 'KXATPMATCH',
    title: 'ATP tennis match',
    tag: 'Tennis',
    rivals: [
      ['VAR', 'Varga'],
      ['LIN', 'Lindqvist'],
      ['OKA', 'Okafor'],
      ['MOR', 'Moreau'],
      ['SAT', 'Sato'],
      ['PET', 'Petrov'],
    ],
  },
  {
    ticker: 'KXMLBGAME',
    title: 'Professional baseball game',
    tag: 'Baseball',
    rivals: [
      ['NYY', 'New York Y'],
      ['SF', 'San Francisco'],
      ['MIL', 'Milwaukee'],
      ['CIN', 'Cincinnati'],
      ['ATL', 'Atlanta'],
      ['SEA', 'Seattle'],
    ],
  },
];

export interface OtherScene {
  readonly chance: Chance;
  readonly nowMs: number;
  /** How many matches of each sport there were before. */
  readonly round: number;
}

function seriesOf(
  of: Pick<KalshiSeries, 'ticker' | 'title' | 'category' | 'tags' | 'feeType' | 'shard'>,
  atMs: number,
): KalshiSeries {
  return {
    frequency: 'daily',
    sources: [{ name: 'The league', url: 'https://league.example/' }],
    feeMultiplier: 1,
    isCombo: false,
    updatedAtMs: atMs,
    ...of,
  };
}

export function sportSeries(atMs: number): readonly KalshiSeries[] {
  return SPORTS.map(({ ticker, title, tag }) =>
    seriesOf(
      {
        ...{ ticker, title, category: 'Sports', tags: [tag] },
        ...{ feeType: 'quadratic_with_maker_fees', shard: SPORTS_SHARD },
      },
      atMs,
    ),
  );
}

/** A match: two markets, one of which pays. */
export function planMatch(series: KalshiSeries, { chance, nowMs, round }: OtherScene): EventPlan {
  const { rivals } = SPORTS.find(({ ticker }) => ticker === series.ticker) ?? SPORTS[0];
  const one = chance.pick(rivals);
  const two = chance.pick(rivals.filter((rival) => rival !== one));
  const revealMs = nowMs + chance.whole(...MATCH_MS);
  const probability = 0.25 + 0.5 * chance.next();
  const first = new HiddenBelief(chance.fork('match'), {
    ...{ probability, nowMs, revealMs },
    wins: chance.happens(probability),
  });
  const beliefs = [first, new OppositeBelief(first)];
  const day = easternOf(nowMs);
  const ticker = `${series.ticker}-${tickerDate(day)}${one[0]}${two[0]}${round + 1}`;
  const market = ([code, name]: readonly [string, string], at: number): MarketPlan => ({
    ticker: `${ticker}-${code}`,
    title: `${one[1]} vs ${two[1]} Winner?`,
    yesSubTitle: name,
    noSubTitle: name,
    openAtMs: nowMs,
    closeAtMs: nowMs + 3 * DAY_MS,
    strike: { type: 'custom' },
    structure: 'tapered_deci_cent',
    rulesPrimary: `If ${name} wins the ${one[1]} vs ${two[1]} match originally scheduled for ${dayWords(day)}, then the market resolves to Yes.`,
    rulesSecondary:
      'If the match is not played within two days, the market resolves to a fair price.',
    belief: beliefs[at] ?? first,
    settlementSeconds: SPORTS_SETTLEMENT_SECONDS,
    pace: MATCH_PACE,
    customStrike: { competitor: `${series.ticker.toLowerCase()}-${code.toLowerCase()}` },
    earlyClose: 'This market will close and expire after a winner is declared.',
    disputeProbability: MATCH_DISPUTE_PROBABILITY,
    ...(round % 2 === 0 ? { pausesAtMs: nowMs + MATCH_PAUSE_MS } : {}),
  });
  return {
    ticker,
    series,
    title: `${one[1]} vs ${two[1]}`,
    subTitle: `${one[0]} vs ${two[0]} (${dayWords(day)})`,
    isExclusive: true,
    strikeAtMs: null,
    createdAtMs: nowMs,
    markets: [one, two].map(market),
  };
}

export function comboSeries(atMs: number): KalshiSeries {
  const of = {
    ...{ ticker: 'KXMVESPORTSMULTIGAMEEXTENDED', title: 'Combo', category: 'Sports' },
    ...{ tags: ['Combos'], shard: COMBO_SHARD },
  };
  const feeType = 'quadratic_with_combo_maker_fees';
  return { ...seriesOf({ ...of, feeType }, atMs), isCombo: true };
}

/** Some other markets, all of which have to pay. */
export function planCombo(
  series: KalshiSeries,
  legs: readonly KalshiMarket[],
  { chance, nowMs }: OtherScene,
): EventPlan {
  const ticker = `${series.ticker}-S${chance.hex(15).toUpperCase()}`;
  const words = legs.map(({ yesSubTitle }) => `yes ${yesSubTitle}`).join(',');
  const market: MarketPlan = {
    ticker: `${ticker}-${chance.hex(11).toUpperCase()}`,
    title: words,
    yesSubTitle: words,
    noSubTitle: words,
    openAtMs: nowMs,
    closeAtMs: nowMs + 3 * DAY_MS,
    strike: { type: 'custom' },
    structure: 'center_deci_edge_centi_cent',
    rulesPrimary: '',
    rulesSecondary: '',
    belief: new ComboBelief(legs),
    settlementSeconds: SPORTS_SETTLEMENT_SECONDS,
    pace: COMBO_PACE,
    earlyClose: 'This market closes when its legs are decided.',
    customStrike: {
      'Associated Events': legs.map(({ event }) => event.ticker).join(','),
      'Associated Market Sides': legs.map(() => 'yes').join(','),
      'Associated Markets': legs.map((leg) => leg.ticker).join(','),
      'Multivariate Event Ticker': ticker,
    },
    legs: legs.map((leg) => ({
      event_ticker: leg.event.ticker,
      market_ticker: leg.ticker,
      side: 'yes',
    })),
    collection: `${series.ticker}-R`,
  };
  return {
    ticker,
    series,
    title: 'Combo',
    subTitle: '',
    isExclusive: false,
    strikeAtMs: null,
    createdAtMs: nowMs,
    markets: [market],
  };
}

export function weatherSeries(atMs: number): KalshiSeries {
  const of = {
    ticker: 'KXHIGHNY',
    title: 'Highest temperature in NYC',
    tags: ['Daily temperature'],
  };
  const sources = [{ name: 'National Weather Service', url: 'https://www.weather.gov/' }];
  const category = 'Climate and Weather';
  return { ...seriesOf({ ...of, category, feeType: 'quadratic', shard: 0 }, atMs), sources };
}

/** In which of some ranges the day's highest temperature falls; the ranges leave nothing out. */
export function planWeather(series: KalshiSeries, { chance, nowMs, round }: OtherScene): EventPlan {
  const day = easternOf(nowMs + round * DAY_MS);
  const low = chance.whole(38, 60);
  const strikes: readonly Strike[] = [
    { type: 'less', cap: low },
    { type: 'between', floor: low, cap: low + 1 },
    { type: 'between', floor: low + 2, cap: low + 3 },
    { type: 'greater', floor: low + 3 },
  ];
  const winner = chance.whole(0, strikes.length - 1);
  const measured = [low - 2, low + 1, low + 2, low + 5][winner] ?? low;
  const revealMs = nowMs + (round + 1) * DAY_MS;
  const ticker = `${series.ticker}-${tickerDate(day)}`;
  const markets = strikes.map((strike, at): MarketPlan => {
    const [suffix, words] = degreesOf(strike);
    return {
      ticker: `${ticker}-${suffix}`,
      title: `Will the **high temp in NYC** be ${words} on ${dayWords(day)}?`,
      yesSubTitle: words,
      noSubTitle: words,
      openAtMs: nowMs - 6 * HOUR_MS,
      closeAtMs: revealMs,
      strike,
      structure: 'linear_cent',
      rulesPrimary: `If the highest temperature recorded in Central Park, New York for ${dayWords(day)} as reported by the National Weather Service's Climatological Report (Daily), is ${words}, then the market resolves to Yes.`,
      rulesSecondary: 'Not all weather data is the same. Only the final report counts.',
      belief: new HiddenBelief(chance.fork(`bucket ${at}`), {
        ...{ probability: 1 / strikes.length, wins: at === winner, nowMs, revealMs },
        measured: `${measured}`,
      }),
      settlementSeconds: WEATHER_SETTLEMENT_SECONDS,
      pace: WEATHER_PACE,
    };
  });
  return {
    ticker,
    series,
    title: `Highest temperature in NYC on ${dayWords(day)}?`,
    subTitle: `On ${dayWords(day)}`,
    isExclusive: true,
    strikeAtMs: revealMs,
    createdAtMs: nowMs - 6 * HOUR_MS,
    markets,
  };
}

function degreesOf(strike: Strike): readonly [suffix: string, words: string] {
  if (strike.type === 'less') return [`T${strike.cap}`, `${strike.cap - 1}° or below`];
  if (strike.type === 'between') {
    return [`B${strike.floor + 0.5}`, `${strike.floor}° to ${strike.cap}°`];
  }
  const floor = strike.type === 'custom' ? 0 : (strike.floor ?? 0);
  return [`T${floor}`, `${floor + 1}° or above`];
}
