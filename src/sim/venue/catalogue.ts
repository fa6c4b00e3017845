import type { SpotSymbol } from '../spot/spot-path.ts';

/** How far away a question's end lies. */
export type Horizon = 'hours' | 'weeks' | 'months';

/** `single`: one market. `ladder`: rising bounds, each less likely. `exclusive`: at most one is true. */
export type TemplateKind = 'single' | 'ladder' | 'exclusive';

export type TopicName =
  | 'politics'
  | 'economics'
  | 'geopolitics'
  | 'crypto'
  | 'sports'
  | 'culture'
  | 'weather'
  | 'tech';

export interface Topic {
  /** Facts 4.5: what takers pay. */
  readonly feeRate: number;
  /** Whose word decides. */
  readonly source: string;
  /** Where that is read. */
  readonly sourceUrl: string;
  /** A number decides; otherwise somebody judges. */
  readonly isMeasured: boolean;
}

/** Words that each slot may have. */
export type Slots = Readonly<Record<string, readonly string[]>>;

/**
 * A question with `{slots}`: drawn from `slots`, or from the end of the market (`{date}`, `{day}`,
 * `{month}`, `{weekday}`), or one of `choices` per market (`{choice}`).
 */
export interface Template {
  readonly topic: TopicName;
  readonly tag: string;
  readonly horizon: Horizon;
  readonly kind: TemplateKind;
  /** Of the event; the question itself where there is one market only. */
  readonly title?: string;
  readonly question: string;
  readonly slots?: Slots;
  readonly choices?: readonly string[];
  /** The coin whose price decides: the choices are then prices around it, so far apart in dollars. */
  readonly follows?: { readonly symbol: SpotSymbol; readonly step: number };
}

export const TOPICS: Readonly<Record<TopicName, Topic>> = {
  economics: {
    feeRate: 0.05,
    source: 'the official release',
    sourceUrl: 'https://statistics.example/releases',
    isMeasured: true,
  },
  politics: {
    feeRate: 0.04,
    source: 'the official record',
    sourceUrl: 'https://records.example/votes',
    isMeasured: false,
  },
  crypto: {
    feeRate: 0.07,
    source: 'the 1-minute candle of the largest exchange',
    sourceUrl: 'https://exchange.example/candles',
    isMeasured: true,
  },
  geopolitics: {
    feeRate: 0,
    source: 'credible reporting',
    sourceUrl: 'https://newswire.example/world',
    isMeasured: false,
  },
  sports: {
    feeRate: 0.05,
    source: 'the league',
    sourceUrl: 'https://league.example/results',
    isMeasured: true,
  },
  weather: {
    feeRate: 0.05,
    source: 'the national weather office',
    sourceUrl: 'https://weather.example/stations',
    isMeasured: true,
  },
  tech: {
    feeRate: 0.04,
    source: 'the company itself',
    sourceUrl: 'https://newsroom.example',
    isMeasured: false,
  },
  culture: {
    feeRate: 0.05,
    source: 'the published list',
    sourceUrl: 'https://charts.example',
    isMeasured: false,
  },
};
