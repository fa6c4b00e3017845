import type { PairRelation } from '../../engine/domain/market-pair.ts';
import type { Chance } from '../chance.ts';
import type { KalshiSeries, Strike } from '../kalshi/world/market.ts';
import type { Following } from '../kalshi/world/twin-belief.ts';
import type { TopicName } from '../venue/catalogue.ts';
import type { SpotQuestion, WorldCoins } from '../venue/spot-question.ts';
import type { Truth } from '../venue/truth.ts';

/** The term in which a look-alike is another question. */
export type Difference =
  | 'otherDay'
  | 'otherPart'
  | 'otherSide'
  | 'otherRank'
  | 'otherCategory'
  | 'otherMeeting'
  | 'otherPredicate'
  | 'otherHour'
  | 'otherStation'
  | 'voidRule';

/** One market of Polymarket, as it words such markets, with its hidden answer. */
export interface PairedQuestion {
  readonly question: string;
  readonly slug: string;
  readonly outcomes: readonly [string, string];
  readonly rules: string;
  readonly truth: Truth;
  /** What decides instead of the drawn truth, where a coin's price does. */
  readonly spot?: SpotQuestion;
}

/** How a market of Kalshi stands to one of the questions. */
export interface Relation {
  /** Which question. */
  readonly of: number;
  readonly relation: PairRelation;
  /** `null` for the same question, listed from either side. */
  readonly differs: Difference | null;
}

/** What decides a market of Kalshi. */
export type Ending =
  | { readonly kind: 'follows'; readonly of: number; readonly following: Following }
  | {
      readonly kind: 'spot';
      readonly question: SpotQuestion;
      /** World time. */
      readonly closeMs: number;
    };

/** One market of Kalshi, as it words such markets. */
export interface Counterpart {
  readonly suffix: string;
  readonly title: string;
  readonly yesSubTitle: string;
  readonly rulesPrimary: string;
  readonly rulesSecondary: string;
  readonly strike?: Strike;
  readonly ending: Ending;
  readonly relations: readonly Relation[];
}

/** One event of Kalshi. */
export interface KalshiWording {
  readonly series: Pick<KalshiSeries, 'ticker' | 'title' | 'category' | 'tags' | 'sources'>;
  readonly ticker: string;
  readonly title: string;
  readonly subTitle: string;
  readonly isExclusive: boolean;
  /** World time at which it closes at the latest. */
  readonly closeMs: number;
  readonly earlyClose: string | null;
  readonly markets: readonly Counterpart[];
}

/** A thing that both venues have markets on, each in its own words. */
export interface PairedEvent {
  readonly title: string;
  readonly slug: string;
  readonly topic: TopicName;
  /** Behind the topic's own. */
  readonly tags: readonly string[];
  readonly source: string;
  readonly negRisk: boolean;
  /** World times: the close, and when the answer is known. */
  readonly closeMs: number;
  readonly revealMs: number;
  readonly questions: readonly PairedQuestion[];
  readonly kalshi: readonly KalshiWording[];
  /** What no other event may be about: a club that plays twice on a day would fit two questions. */
  readonly claims?: readonly string[];
}

/** Where an event is made up. */
export interface PairScene {
  readonly chance: Chance;
  /** The wall time of world time 0. */
  readonly startsAtMs: number;
  /** World time. */
  readonly nowMs: number;
  /** How many events of the template there were before. */
  readonly round: number;
  readonly coins: WorldCoins;
}

/** Makes up the next event of its kind. */
export type PairTemplate = (scene: PairScene) => PairedEvent;
