/** A share of all cases, in which the variance is this multiple of the mean one. */
export interface Tail {
  readonly share: number;
  readonly variance: number;
}

/** No fat tails: the textbook formulas. */
export const NORMAL_TAILS: readonly Tail[] = [{ share: 1, variance: 1 }];

/**
 * Student's t with 4 degrees of freedom as five normals: each stands for a part of the cases and has
 * its mean variance, so that the mean over all is exactly the estimate. The chances differ from the
 * exact ones by at most 0.0032. Mixing variances keeps every formula (range, mean, one-touch) what it
 * is, and ranges add up to one. Source of the 4: the best fit to moves over 60 to 300 seconds of
 * Chainlink BTC/USD, 14 hours of 2026-07-24, each divided by its estimate; the literature says 3 to 5.
 */
export const STUDENT_TAILS: readonly Tail[] = [
  { share: 0.3, variance: 0.2908 },
  { share: 0.3, variance: 0.5508 },
  { share: 0.25, variance: 1.01 },
  { share: 0.12, variance: 2.1691 },
  { share: 0.03, variance: 7.8243 },
];

/** Up to this horizon the tails are as measured. */
export const TAILS_HORIZON_S = 900;
/** Horizons of one set of tails; they change slowly, so few sets serve all. */
const STEPS_PER_DOUBLING = 4;
const STEPS_MAX = 60;

/**
 * The tails of a move over `horizonS`. A sum of many independent moves nears the normal one: its
 * excess kurtosis falls as 1 ÷ time, so the spread of the variances falls as 1 ÷ √time.
 */
export function tailsOver(horizonS: number): readonly Tail[] {
  if (horizonS <= TAILS_HORIZON_S) return STUDENT_TAILS;
  const step = Math.round(Math.log2(horizonS / TAILS_HORIZON_S) * STEPS_PER_DOUBLING);
  return LONG_TAILS[Math.min(step, STEPS_MAX)] ?? NORMAL_TAILS;
}

const LONG_TAILS: readonly (readonly Tail[])[] = Array.from(
  { length: STEPS_MAX + 1 },
  (_, step) => {
    const shrink = 2 ** (-step / STEPS_PER_DOUBLING / 2);
    return STUDENT_TAILS.map(({ share, variance }) => ({
      share,
      variance: 1 + (variance - 1) * shrink,
    }));
  },
);
