import type { MarketId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Price } from './values/money.ts';

/**
 * How the yes side of a Kalshi market stands to the first outcome of a Polymarket market. `subset`
 * means that whenever Polymarket's pays, Kalshi's pays too; `superset` is the other way round.
 */
export const PAIR_RELATIONS = [
  'identity',
  'complement',
  'subset',
  'superset',
  'overlap',
  'disjoint',
  'unknown',
] as const;
export type PairRelation = (typeof PAIR_RELATIONS)[number];

/**
 * `verified`: every term that decides was read on both sides and agrees, in a family that is proven
 * on labelled pairs. `quarantined`: nothing speaks against it, something is not known. `rejected`: a
 * term differs.
 */
export const PAIR_STATES = ['verified', 'quarantined', 'rejected'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** What may still differ in the settlement of a verified pair. */
export const PAIR_BASES = [
  'price_index',
  'cancel_rule',
  'walkover_rule',
  'inclusive',
  'ties',
  'english_only',
  'charge_scope',
  'succession_scope',
  'void_rule',
  'early_close',
  'source',
] as const;
export type PairBasis = (typeof PAIR_BASES)[number];

/** One term that differs or is not known, and what each venue says of it. */
export interface PairReason {
  /** Of a closed list, such as `threshold` or `unknownZone`. */
  readonly code: string;
  /** Whether it ends the pair, or only keeps it from being verified. */
  readonly effect: 'reject' | 'quarantine';
  /** As a person reads it; `null` where the venue does not say. */
  readonly polymarket: string | null;
  readonly kalshi: string | null;
}

/** What comparing two markets found. */
export interface PairVerdict {
  readonly relation: PairRelation;
  readonly state: PairState;
  /** Sorted, each once. */
  readonly basis: readonly PairBasis[];
  readonly reasons: readonly PairReason[];
  /** The template that both were read by, such as `crypto.priceAt`; `null` where they were not. */
  readonly family: string | null;
  /** Whether the rules texts of both venues were there. Without them nothing is called arbitrage. */
  readonly textsRead: boolean;
}

/** Where a person put a pair, and why. */
export interface PairWord {
  readonly verdict: 'approved' | 'rejected';
  readonly by: string;
  readonly why: string | null;
  readonly atMs: AtMs;
}

/** Two markets as the matcher sees them now. */
export interface PairTold extends PairVerdict {
  readonly polymarketId: MarketId;
  readonly kalshiId: MarketId;
  /** Hashes of the rules that were read, 16 hex digits of SHA-256; `null` without a text. */
  readonly polymarketTextHash: string | null;
  readonly kalshiTextHash: string | null;
}

/**
 * Why a pair is not trusted any more: a venue edited its rules, its results disagreed, those of
 * another pair of its family did, or its prices cannot be those of one question.
 */
export type Demotion = 'rulesEdited' | 'resultsDisagreed' | 'familyDisagreed' | 'polarity' | 'gap';

/** What Polymarket's first outcome and Kalshi's yes side paid, and whether the relation held. */
export interface PairSettlement {
  readonly polymarket: Price;
  readonly kalshi: Price;
  readonly agreed: boolean;
  readonly atMs: AtMs;
}

/** A pair of markets that is kept: as the matcher found it, and what people and time made of it. */
export interface MarketPair extends PairTold {
  /** Counts from 1; what people call it by. */
  readonly number: number;
  readonly word: PairWord | null;
  readonly demoted: { readonly why: Demotion; readonly atMs: AtMs } | null;
  /** `null` until both are resolved. */
  readonly settled: PairSettlement | null;
  readonly foundAtMs: AtMs;
}

/** The natural key of a pair. */
export function pairKey(of: Pick<PairTold, 'polymarketId' | 'kalshiId'>): string {
  return `${of.polymarketId}|${of.kalshiId}`;
}

/** The state that counts: a demotion or a person's word comes before the matcher's. */
export function stateOf(pair: Pick<MarketPair, 'state' | 'word' | 'demoted'>): PairState {
  if (pair.word !== null) return pair.word.verdict === 'approved' ? 'verified' : 'rejected';
  return pair.demoted !== null && pair.state === 'verified' ? 'quarantined' : pair.state;
}

/**
 * Whether a gap between its prices may be called arbitrage (design, law 8): verified, both texts
 * read, and no basis that nobody accepted.
 */
export function isArbitragePair(pair: MarketPair): boolean {
  if (stateOf(pair) !== 'verified' || !pair.textsRead) return false;
  return pair.basis.length === 0 || pair.word?.verdict === 'approved';
}

/** Whether it may be traded without a person: a word never makes up for what the matcher lacked. */
export function isAutomaticPair(pair: MarketPair): boolean {
  return isArbitragePair(pair) && pair.state === 'verified' && pair.demoted === null;
}
