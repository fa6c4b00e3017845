import type { AtMs } from '../../domain/time.ts';

/** A market as its venue words it: all that a contract is read from. `null` where it does not say. */
export interface MarketText {
  readonly venue: 'polymarket' | 'kalshi';
  /** Condition id or ticker. */
  readonly id: string;
  readonly title: string;
  /** Kalshi's `yes_sub_title`, Polymarket's `groupItemTitle`. */
  readonly subTitle: string | null;
  /** Title of the event, Kalshi's event ticker, Polymarket's slug. */
  readonly eventTitle: string | null;
  readonly eventTicker: string | null;
  readonly slug: string | null;
  /** Labels of Polymarket's outcomes; the first is the side that the contract is about. */
  readonly outcomes: readonly string[];
  /** Description, or primary and secondary rules. */
  readonly rules: string | null;
  readonly strike: {
    readonly type: string;
    readonly floor: string | null;
    readonly cap: string | null;
  } | null;
  readonly sources: readonly string[];
  readonly earlyClose: string | null;
  readonly opensAtMs: AtMs | null;
  /** Weak evidence: venues disagree on it for equal questions. */
  readonly closesAtMs: AtMs | null;
}

/** What a market's shape is. */
export type ContractKind = 'binary' | 'threshold' | 'range' | 'multiOutcome' | 'oneTouch';

export type Comparator = 'gt' | 'ge' | 'lt' | 'le' | 'between' | 'eq';

/** A period; `null` bounds are open. Whether the ends belong to it is told, not guessed. */
export interface Window {
  readonly fromMs: AtMs | null;
  readonly toMs: AtMs | null;
  readonly includesFrom: boolean;
  readonly includesTo: boolean;
}

/** What a market promises, term by term. `null` is "does not apply"; what could not be read stands in `unknown`. */
export interface Contract {
  /** The template it was read by, such as `crypto.priceAt` or `sports.headToHead`. */
  readonly family: string;
  readonly kind: ContractKind;
  /** What it is about, folded to one spelling: a person, a pair of teams, a coin, a station. */
  readonly entities: readonly string[];
  /** What happens, such as `wins`, `isNominated`, `closesAt`. */
  readonly predicate: string;
  /** What it belongs to: competition, award and year, tournament, meeting. */
  readonly event: string | null;
  readonly comparator: Comparator | null;
  /** In micro-units of {@link unit}; `between` has both. */
  readonly floor: number | null;
  readonly cap: number | null;
  readonly unit: string | null;
  /** Whole numbers only: then "above 55" and "at least 55" differ. */
  readonly isInteger: boolean;
  readonly window: Window | null;
  /** The moment that decides, and the zone that its text names. */
  readonly observedAtMs: AtMs | null;
  readonly zone: string | null;
  /** Local day of an event in its venue's words, `2026-05-09`. */
  readonly day: string | null;
  /** Map, set, game, half or leg; `null` is the whole. */
  readonly part: string | null;
  /** Top 10, second place. */
  readonly rank: number | null;
  /** The side that pays: a team, `draw`, `over`, `yes`. */
  readonly side: string | null;
  readonly source: string | null;
  readonly voidRule: string | null;
  readonly earlyClose: string | null;
  /** Clauses of the rules that change what the words of the title promise, sorted. */
  readonly clauses: readonly string[];
  /** Terms that this family needs and the text does not say, sorted. */
  readonly unknown: readonly string[];
  readonly hasRules: boolean;
}
