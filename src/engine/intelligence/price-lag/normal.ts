/** Beyond it the chance is below what a double holds. */
const REACH = 37;
/** Where the rational form ends and the continued fraction begins. */
const FAR = 7.071_067_811_865_475;
const SQRT_TWO_PI = 2.506_628_274_631;

/** Coefficients of Hart's rational form, highest power first. */
const OVER: readonly number[] = [
  3.526_249_659_989_11e-2, 0.700_383_064_443_688, 6.373_962_203_531_65, 33.912_866_078_383,
  112.079_291_497_871, 221.213_596_169_931, 220.206_867_912_376,
];
const UNDER: readonly number[] = [
  8.838_834_764_831_84e-2, 1.755_667_163_182_64, 16.064_177_579_207, 86.780_732_202_946_1,
  296.564_248_779_674, 637.333_633_378_831, 793.826_512_519_948, 440.413_735_824_752,
];

/**
 * Chance that a standard normal value is at most `z`, exact to about 1e-15.
 * Source: J. F. Hart, Computer Approximations (1968), 5666, as given by G. West, "Better
 * approximations to cumulative normal functions" (Wilmott, 2005).
 */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  if (size > REACH) return z > 0 ? 1 : 0;
  const density = Math.exp(-0.5 * size * size);
  const tail = size < FAR ? (density * at(OVER, size)) / at(UNDER, size) : farTail(density, size);
  return z > 0 ? 1 - tail : tail;
}

function farTail(density: number, size: number): number {
  const fraction = size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))));
  return density / (fraction * SQRT_TWO_PI);
}

/** The polynomial at `x`, by Horner's rule. */
function at(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
