import { MICRO } from '../../domain/values/micro.ts';
import type { Contract } from '../normalizer/contract.ts';

/** How the numbers that one comparison holds for stand to those of another. */
export interface BoundRelation {
  readonly relation: 'equal' | 'complement' | 'subset' | 'superset' | 'overlap' | 'disjoint';
  /** Only whether a bound itself counts differs; told where numbers are not whole. */
  readonly differsAtEdge: boolean;
}

interface Span {
  readonly low: number;
  readonly high: number;
  readonly hasLow: boolean;
  readonly hasHigh: boolean;
}

type Compared = Pick<Contract, 'comparator' | 'floor' | 'cap' | 'isInteger'>;

/** `null` where one of them compares nothing. */
export function relateBounds(a: Compared, b: Compared): BoundRelation | null {
  const [one, other] = [spanOf(a), spanOf(b)];
  if (one === null || other === null) return null;
  if (one.low === other.low && one.high === other.high) {
    const differsAtEdge = one.hasLow !== other.hasLow || one.hasHigh !== other.hasHigh;
    return { relation: 'equal', differsAtEdge };
  }
  const isInteger = a.isInteger && b.isInteger;
  const edge = edgeOf(one, other, isInteger) ?? edgeOf(other, one, isInteger);
  if (edge === null) return { relation: unequal(one, other), differsAtEdge: false };
  const relation = coversAll(one, other) ? 'complement' : 'disjoint';
  return { relation, differsAtEdge: edge === 'shared' };
}

function spanOf({ comparator, floor, cap, isInteger }: Compared): Span | null {
  const low = floor ?? Number.NEGATIVE_INFINITY;
  const high = cap ?? Number.POSITIVE_INFINITY;
  switch (comparator) {
    case 'gt':
      return isInteger ? closed(low + MICRO, high) : { ...closed(low, high), hasLow: false };
    case 'lt':
      return isInteger ? closed(low, high - MICRO) : { ...closed(low, high), hasHigh: false };
    case 'ge':
    case 'le':
    case 'between':
    case 'eq':
      return floor === null && cap === null ? null : closed(low, high);
    case null:
      return null;
  }
}

function closed(low: number, high: number): Span {
  return { low, high, hasLow: true, hasHigh: true };
}

function unequal(one: Span, other: Span): BoundRelation['relation'] {
  if (one.low > other.high || other.low > one.high) return 'disjoint';
  if (one.low >= other.low && one.high <= other.high) return 'subset';
  if (one.low <= other.low && one.high >= other.high) return 'superset';
  return 'overlap';
}

/** How `lower` ends where `upper` begins: both or neither may have that number. */
function edgeOf(lower: Span, upper: Span, isInteger: boolean): 'clean' | 'shared' | null {
  if (isInteger) return lower.high + MICRO === upper.low ? 'clean' : null;
  const isPoint = lower.low === lower.high || upper.low === upper.high;
  if (lower.high !== upper.low) return null;
  if (lower.hasHigh !== upper.hasLow) return 'clean';
  return isPoint ? null : 'shared';
}

function coversAll(one: Span, other: Span): boolean {
  return (
    Math.min(one.low, other.low) === Number.NEGATIVE_INFINITY &&
    Math.max(one.high, other.high) === Number.POSITIVE_INFINITY
  );
}
