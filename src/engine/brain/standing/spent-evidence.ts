import { type AtMs, DAY_MS } from '../../domain/time.ts';
import type { SpentEvidence } from '../../domain/wallet-standing.ts';
import { leastScore } from '../least-score.ts';
import {
  DEMOTION_COPIES_MIN,
  DRAWDOWN_DAYS,
  type Finding,
  findingsOf,
  type StandingContext,
} from './findings.ts';

/** A score falls under a minimum at once; it is over it again only this far above. */
export const SCORE_HYSTERESIS = 0.02;
/** A loss is worse than it was when it grew by this share of its limit. */
const WORSE_SHARE = 0.25;

/** What was decided on `finding`, by a rule or by a person who saw it. */
export function spend(finding: Finding, atMs: AtMs): SpentEvidence {
  const { cause, ledger, actual, evidence } = finding;
  return { cause, ledger, actual, evidence, atMs };
}

/**
 * Whether a rule may act on a finding: it was not spent, or is worse, or stands on newer evidence.
 *
 * | cause    | worse                              | newer                                   |
 * |----------|------------------------------------|-----------------------------------------|
 * | score    | 0.02 lower                         | another market ended                    |
 * | drawdown | a quarter of the limit deeper      | its seven days began after              |
 * | ownLoss  | a quarter of the limit deeper      | –                                       |
 * | inactive | –                                  | silent for as many days again           |
 * | edge     | –                                  | as many copies again as it takes        |
 * | kind     | –                                  | – (it was of another kind in between)   |
 */
export function isFresh(finding: Finding, spent: readonly SpentEvidence[], atMs: AtMs): boolean {
  const known = spent.find((one) => isSame(one, finding));
  if (known === undefined) return true;
  const { actual, evidence, limit } = finding;
  const deeper = known.actual + limit * WORSE_SHARE;
  switch (finding.cause) {
    case 'score':
      return actual <= known.actual - SCORE_HYSTERESIS || evidence > known.evidence;
    case 'drawdown':
      return actual <= deeper || atMs - known.atMs >= DRAWDOWN_DAYS * DAY_MS;
    case 'ownLoss':
      return actual <= deeper;
    case 'inactive':
      return atMs - known.atMs > limit * DAY_MS;
    case 'edge':
      return evidence >= known.evidence + DEMOTION_COPIES_MIN;
    case 'kind':
      return false;
  }
}

/** Without what ended: when it comes again it is something new. */
export function stillSpent(
  spent: readonly SpentEvidence[],
  context: StandingContext,
  findings: readonly Finding[],
): readonly SpentEvidence[] {
  const { wallet, settings, isLive } = context;
  const { copying, score } = context.assessment;
  return spent.filter((one) => {
    if (findings.some((finding) => isSame(one, finding))) return true;
    // What copies made may not be told yet.
    if (one.ledger !== null) return !copying.some(({ ledger }) => ledger === one.ledger);
    if (one.cause !== 'score') return false;
    return score.confidence.value < leastScore(wallet, settings, isLive) + SCORE_HYSTERESIS;
  });
}

/** All that is known against a wallet when a person decides for it, with what was known before. */
export function spendAll(
  spent: readonly SpentEvidence[],
  context: StandingContext,
): readonly SpentEvidence[] {
  const now = findingsOf(context).map((finding) => spend(finding, context.atMs));
  const before = spent
    .filter((one) => !now.some((other) => isSame(one, other)))
    .map((one) => ({ ...one, atMs: context.atMs }));
  return [...before, ...now];
}

function isSame(
  one: Pick<SpentEvidence, 'cause' | 'ledger'>,
  other: Pick<SpentEvidence, 'cause' | 'ledger'>,
): boolean {
  return one.cause === other.cause && one.ledger === other.ledger;
}
