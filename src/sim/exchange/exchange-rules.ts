import { SECOND_MS } from '../../engine/domain/time.ts';
import type { VenueMarket } from '../venue/venue.ts';

/** How the exchange treats accounts. Faults are probabilities of a trade; durations in wall time. */
export interface ExchangeRules {
  /** How long a market that has the delay holds an order that would take. */
  readonly takerDelayMs: number;
  /** From the match to the block, and from there to the last word. */
  readonly minedMs: readonly [number, number];
  readonly confirmedMs: readonly [number, number];
  /** How long a trade is repeated on the chain before it is mined or fails. */
  readonly retriedMs: readonly [number, number];
  /** Matched first without a transaction, for a moment. */
  readonly notBroadcastedProbability: number;
  readonly broadcastedMs: readonly [number, number];
  /** Repeated on the chain, then mined. */
  readonly retryingProbability: number;
  /** Repeated on the chain, then given up: what was exchanged goes back. */
  readonly failedProbability: number;
  /** So long what was bought or earned may not be used again; a balance shows it at once. */
  readonly balanceLagMs: number;
  /**
   * Orders of neg-risk markets need the first adapter's allowance too. Some reported that; the
   * venue's own client never asks for it.
   */
  readonly needsNegRiskAdapter: boolean;
}

/** The venue on a good day. */
export const USUAL_RULES: ExchangeRules = {
  takerDelayMs: 250,
  minedMs: [2 * SECOND_MS, 4 * SECOND_MS],
  confirmedMs: [2 * SECOND_MS, 6 * SECOND_MS],
  retriedMs: [2 * SECOND_MS, 5 * SECOND_MS],
  notBroadcastedProbability: 0.1,
  broadcastedMs: [200, 700],
  retryingProbability: 0,
  failedProbability: 0,
  balanceLagMs: 0,
  needsNegRiskAdapter: false,
};

/** Markets of these tags hold orders that would take. */
const DELAYED_TAGS: readonly string[] = ['crypto', 'sports', 'finance'];

/** Whether the market holds orders that would take, the venue's `itode`. */
export function hasTakerDelay({ tags }: Pick<VenueMarket, 'tags'>): boolean {
  return tags.some((tag) => DELAYED_TAGS.includes(tag));
}

const STANDARD = '0xE111180000d2663C0091e4f400237545B87B996B';
const NEG_RISK = '0xe2222d279d744050d28e00520010520000310F59';
const NEG_RISK_ADAPTER = '0xd91E80cF2E7be2e162c6513ceD06f1dD0dA35296';
const POSITIONS = '0xe3333700cA9d93003F00f0F71f8515005F6c00Aa';

/** Who has to be allowed to take what an order of the market gives. */
export function spendersOf(
  { version, negRisk }: VenueMarket,
  { needsNegRiskAdapter }: Pick<ExchangeRules, 'needsNegRiskAdapter'>,
): readonly string[] {
  if (version === 'v2') return [POSITIONS];
  if (!negRisk) return [STANDARD];
  return needsNegRiskAdapter ? [NEG_RISK, NEG_RISK_ADAPTER] : [NEG_RISK];
}
