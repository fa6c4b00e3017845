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
}

export const TOPICS: Readonly<Record<TopicName, Topic>> = {
  economics: { feeRate: 0.05, source: 'the official release' },
  politics: { feeRate: 0.04, source: 'the official record' },
  crypto: { feeRate: 0.07, source: 'the 1-minute candle of the largest exchange' },
  geopolitics: { feeRate: 0, source: 'credible reporting' },
  sports: { feeRate: 0.05, source: 'the league' },
  weather: { feeRate: 0.05, source: 'the national weather office' },
  tech: { feeRate: 0.04, source: 'the company itself' },
  culture: { feeRate: 0.05, source: 'the published list' },
};
