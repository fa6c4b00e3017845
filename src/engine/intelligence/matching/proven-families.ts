/**
 * Classes of families that are proven: labelled pairs of each, at least 30, of which none was
 * matched wrongly and some were matched. Written by `npm run -s match:prove`, never by hand.
 */
export const PROVEN: Readonly<Record<string, number>> = {
  oneOfAList: 216,
  priceAt: 224,
  publishedNumber: 110,
  'sports.bothScore': 33,
  'sports.headToHead': 623,
  'sports.threeWay': 161,
  'sports.tournament': 364,
};
