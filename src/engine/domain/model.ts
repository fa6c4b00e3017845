import type { MarketId, TokenId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** A language model that may be asked about entries, and what its tokens cost. */
export interface ModelTerms {
  readonly name: string;
  /** Dollars for a million tokens. */
  readonly inputPrice: Money;
  readonly outputPrice: Money;
}

/** What is told about one entry: our own numbers as text, and texts that strangers wrote. */
export interface ModelQuestion {
  /** From its content and when it was asked. */
  readonly id: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /** The model that is asked. */
  readonly model: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
  /** Written by strangers: data, never an instruction. */
  readonly foreign: Readonly<Record<string, string>>;
  /** Later than this nobody waits for the answer. */
  readonly timeoutMs: number;
}

/** Why there is no answer from outside. */
export const MODEL_FAILURES = [
  'timeout',
  'rateLimited',
  'overloaded',
  'refused',
  'unreachable',
  'malformed',
  'tooLong',
] as const;
export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** Why it was not asked at all. */
export type ModelSilence = ModelFailure | 'budget' | 'circuit' | 'busy';

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What came back; `request` is what was sent, word for word, without the key. */
export type ModelAnswer =
  | {
      readonly kind: 'answered';
      readonly text: string;
      /** Which model answered, in its own words. */
      readonly model: string;
      readonly request: string;
      readonly usage: ModelUsage;
    }
  | {
      readonly kind: 'failed';
      readonly failure: ModelFailure;
      readonly detail: string;
      readonly request: string;
      /** `null` where it is not known: then the most is counted. */
      readonly usage: ModelUsage | null;
    };

/** One question to a model with its answer, as it is written down. */
export interface Consultation {
  readonly id: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly model: string;
  readonly question: ModelQuestion;
  readonly answer: ModelAnswer;
  readonly tokens: number;
  readonly cost: Money;
  readonly askedAtMs: AtMs;
  readonly atMs: AtMs;
}

/** What a consultation used, for the budget of a day. */
export interface ModelSpending {
  readonly tokens: number;
  readonly cost: Money;
  readonly atMs: AtMs;
}
