import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { relateBounds } from '../../../../src/engine/intelligence/matching/bound-relation.ts';
import { boundOf } from '../../../../src/engine/intelligence/normalizer/bounds.ts';
import type { Comparator } from '../../../../src/engine/intelligence/normalizer/contract.ts';

const VALUES = Array.from({ length: 21 }, (_, index) => index - 10);

const bound = fc
  .tuple(
    fc.constantFrom<Comparator>('gt', 'ge', 'lt', 'le', 'eq', 'between'),
    fc.integer({ min: -6, max: 6 }),
    fc.integer({ min: 0, max: 4 }),
  )
  .map(([comparator, low, width]) => ({
    ...boundOf(comparator, low * MICRO),
    ...(comparator === 'between' ? { cap: (low + width) * MICRO } : {}),
    isInteger: true,
  }));

function holds(of: { comparator: Comparator; floor: number | null; cap: number | null }) {
  return VALUES.filter((value) => {
    const micro = value * MICRO;
    const floor = of.floor ?? Number.NEGATIVE_INFINITY;
    const cap = of.cap ?? Number.POSITIVE_INFINITY;
    if (of.comparator === 'gt') return micro > floor;
    if (of.comparator === 'lt') return micro < cap;
    return micro >= floor && micro <= cap;
  });
}

function expected(one: readonly number[], other: readonly number[]): string {
  const shared = one.filter((value) => other.includes(value));
  if (shared.length === one.length && shared.length === other.length) return 'equal';
  if (shared.length === 0) {
    return one.length + other.length === VALUES.length ? 'complement' : 'disjoint';
  }
  if (shared.length === one.length) return 'subset';
  return shared.length === other.length ? 'superset' : 'overlap';
}

describe('bounds', () => {
  test('stand to each other as the numbers they hold do', () => {
    fc.assert(
      fc.property(bound, bound, (a, b) => {
        expect(relateBounds(a, b)?.relation).toBe(expected(holds(a), holds(b)));
      }),
    );
  });

  test('turned round, a relation is its counterpart', () => {
    const turned: Readonly<Record<string, string>> = { subset: 'superset', superset: 'subset' };
    fc.assert(
      fc.property(bound, bound, fc.boolean(), (a, b, isInteger) => {
        const there = relateBounds({ ...a, isInteger }, { ...b, isInteger })?.relation ?? '';
        const back = relateBounds({ ...b, isInteger }, { ...a, isInteger })?.relation;
        expect(back).toBe(turned[there] ?? there);
      }),
    );
  });

  test('on prices only the edge may differ, which is told', () => {
    const at = (comparator: Comparator) => ({
      ...boundOf(comparator, 80_000 * MICRO),
      isInteger: false,
    });
    expect(relateBounds(at('gt'), at('ge'))).toEqual({ relation: 'equal', differsAtEdge: true });
    expect(relateBounds(at('ge'), at('ge'))).toEqual({ relation: 'equal', differsAtEdge: false });
    expect(relateBounds(at('ge'), at('lt'))?.relation).toBe('complement');
  });

  test('without a comparison there is nothing to say', () => {
    const none = { comparator: null, floor: null, cap: null, isInteger: false };
    expect(relateBounds(none, { ...boundOf('gt', 1), isInteger: false })).toBeNull();
  });
});
