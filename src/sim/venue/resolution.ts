import { SECOND_MS } from '../../engine/domain/time.ts';
import type { Chance } from '../chance.ts';
import type { VenueMarket, VenueProposal } from './venue.ts';
import { isWindow } from './windows.ts';

/** Least and most, in milliseconds of world time. */
type Span = readonly [leastMs: number, mostMs: number];
/** Dollars per share of outcome 0 and 1. */
type Payouts = readonly [number, number];

/** How the oracle comes to an outcome of the markets that no price feed decides. */
export interface ResolutionRules {
  /** How long a proposal waits for somebody to dispute it, before it is final. */
  readonly livenessMs: Span;
  /** From a dispute to the second proposal, which nobody disputes. */
  readonly reviewMs: Span;
  readonly disputeProbability: number;
  /** Of what is disputed: the first proposal was wrong. */
  readonly flipProbability: number;
  /** The proposal is disputed and the market void in the end, whatever it should have paid. */
  readonly voidProbability: number;
}

/** The venue's two hours and days, short enough that a demo sees the end of them. */
export const USUAL_RESOLUTION: ResolutionRules = {
  livenessMs: [15 * SECOND_MS, 30 * SECOND_MS],
  reviewMs: [10 * SECOND_MS, 20 * SECOND_MS],
  disputeProbability: 0.05,
  flipProbability: 1 / 3,
  voidProbability: 0.01,
};

/** One stage on the way to an outcome. */
interface CourseStep {
  readonly stage: VenueProposal['stage'];
  /** As it was proposed last. */
  readonly payouts: Payouts;
  readonly forMs: number;
  /** Until the market is final, as it looks now: a dispute is not foreseen. */
  readonly settlesInMs: number;
}

export interface Course {
  readonly steps: readonly CourseStep[];
  readonly payouts: Payouts;
}

export const VOID: Payouts = [0.5, 0.5];

/** What a share of each outcome pays. */
export function payoutsOf(winner: 0 | 1 | null): Payouts {
  if (winner === null) return VOID;
  return winner === 0 ? [1, 0] : [0, 1];
}

/** Who decides: windows by a price feed, at once, everything else by people. */
export function reporterOf(market: Pick<VenueMarket, 'tags'>): 'CHAINLINK' | 'UMA_OO' {
  return isWindow(market) ? 'CHAINLINK' : 'UMA_OO';
}

/** Without rules, and where a price feed decides, nobody proposes anything. */
export function drawCourse(
  chance: Chance,
  { winner, rules }: { readonly winner: 0 | 1 | null; readonly rules: ResolutionRules | null },
): Course {
  const right = payoutsOf(winner);
  if (rules === null) return { steps: [], payouts: right };
  const luck = chance.next();
  const isVoid = luck < rules.voidProbability;
  const isDisputed = isVoid || luck < rules.voidProbability + rules.disputeProbability;
  const isFlipped = isDisputed && !isVoid && chance.happens(rules.flipProbability);
  const first = isFlipped ? wrong(winner, chance) : right;
  const livenessMs = chance.whole(...rules.livenessMs);
  if (!isDisputed) return { steps: [proposal(first, livenessMs)], payouts: right };
  const payouts = isVoid ? VOID : right;
  const disputedAfterMs = chance.whole(0, livenessMs - 1);
  const reviewMs = chance.whole(...rules.reviewMs);
  const secondMs = chance.whole(...rules.livenessMs);
  const steps: readonly CourseStep[] = [
    { ...proposal(first, livenessMs), forMs: disputedAfterMs },
    { stage: 'disputed', payouts: first, forMs: reviewMs, settlesInMs: reviewMs + secondMs },
    proposal(payouts, secondMs),
  ];
  return { steps, payouts };
}

function proposal(payouts: Payouts, forMs: number): CourseStep {
  return { stage: 'proposed', payouts, forMs, settlesInMs: forMs };
}

function wrong(winner: 0 | 1 | null, chance: Chance): Payouts {
  if (winner === null) return payoutsOf(chance.pick([0, 1]));
  return payoutsOf(winner === 0 ? 1 : 0);
}
