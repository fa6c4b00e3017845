import { PROVEN } from './proven-families.ts';

/**
 * Families that are proven together: they are read into the same slots and compared by the same rules,
 * so that what holds for one of them holds for all.
 */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^(?:crypto|commodities|indices)\.priceAt$/, 'priceAt'],
  [/^(?:crypto|commodities|indices)\.touch$/, 'touch'],
  [/^(?:crypto|commodities|indices)\.upDown$/, 'upDown'],
  // One of a list is named for a place of an event of which the edition is known.
  [
    /^(?:culture\.award|culture\.chart|tech\.bestModel|politics\.(?:isNext|isNominee|winsElection))$/,
    'oneOfAList',
  ],
  // A number that is published for a period that is known, against a bound.
  [
    /^(?:economy\.(?:figure|rateDecision|rateLevel)|culture\.score|weather\.temperature)$/,
    'publishedNumber',
  ],
];

/** The class in which a family is proven; its own name where it stands alone. */
export function proofClassOf(family: string): string {
  return CLASSES.find(([pattern]) => pattern.test(family))?.[1] ?? family;
}

/** Whether labelled pairs prove that its markets are read rightly. */
export function isProvenFamily(family: string): boolean {
  return proofClassOf(family) in PROVEN;
}
