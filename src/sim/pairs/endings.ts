import type { Chance } from '../chance.ts';
import type { Following } from '../kalshi/world/twin-belief.ts';
import type { Truth } from '../venue/truth.ts';
import type { Difference, Ending, Relation } from './paired-event.ts';

type VoidPays = Following['voidPays'];

/** Ends as outcome `outcome` of the question does. */
export function same(of: number, outcome: 0 | 1, voidPays: VoidPays): Ending {
  const ends = { whenPaid: 'yes', whenLost: 'no', voidPays } as const;
  return { kind: 'follows', of, following: { isInverse: outcome === 1, offset: 0, ...ends } };
}

/** How often a look-alike ends with YES, by how the side ends that it resembles. */
export interface Likeness {
  readonly whenPaid: number;
  readonly whenLost: number;
  /** Log-odds that it is priced off that side. */
  readonly offset: number;
}

/** Resembles outcome `outcome` of the question, and may end otherwise. */
export function alike(
  chance: Chance,
  to: { readonly of: number; readonly outcome: 0 | 1 },
  { whenPaid, whenLost, offset }: Likeness,
): Ending {
  const paid = chance.happens(whenPaid) ? 'yes' : 'no';
  const lost = chance.happens(whenLost) ? 'yes' : 'no';
  return {
    kind: 'follows',
    of: to.of,
    following: {
      ...{ isInverse: to.outcome === 1, offset, voidPays: 'fair' },
      ...{ whenPaid: paid, whenLost: lost },
    },
  };
}

/** YES there is what `outcome` of the question is here. */
export function equal(of: number, outcome: 0 | 1): Relation {
  return { of, relation: outcome === 0 ? 'identity' : 'complement', differs: null };
}

export function unlike(
  of: number,
  differs: Difference,
  relation: Relation['relation'] = 'overlap',
): Relation {
  return { of, relation, differs };
}

const PROBABILITY = [0.26, 0.74] as const;

/** What a question with two ends begins and ends with. */
export function drawTruth(chance: Chance): Truth {
  const [least, most] = PROBABILITY;
  const probability = least + (most - least) * chance.next();
  return { probability, winner: chance.happens(probability) ? 0 : 1 };
}

/** Of some that exclude each other and leave nothing out. */
export function drawOneOf(chance: Chance, weights: readonly number[]): readonly Truth[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const luck = chance.next() * sum;
  let below = 0;
  return weights.map((weight) => {
    const wins = luck >= below && luck < below + weight;
    below += weight;
    return { probability: weight / sum, winner: wins ? 0 : 1 };
  });
}
