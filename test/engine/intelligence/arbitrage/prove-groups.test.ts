import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  groupsOf,
  type VenueEvent,
} from '../../../../src/engine/intelligence/arbitrage/prove-groups.ts';
import type { Contract } from '../../../../src/engine/intelligence/normalizer/contract.ts';

const HIGH: Contract = {
  ...{ family: 'weather.high', kind: 'range', entities: ['new york'], predicate: 'isBetween' },
  ...{ event: null, comparator: 'between', floor: null, cap: null, unit: 'fahrenheit' },
  ...{ isInteger: true, window: null, observedAtMs: null, zone: null, day: '2026-11-24' },
  ...{ part: null, rank: null, side: 'yes', source: 'nws', voidRule: null, earlyClose: null },
  ...{ clauses: [], unknown: [], hasRules: true },
};

function range(floor: number | null, cap: number | null): Contract {
  const comparator = floor === null ? 'lt' : cap === null ? 'gt' : 'between';
  const micro = (value: number | null): number | null => (value === null ? null : value * MICRO);
  return { ...HIGH, comparator, floor: micro(floor), cap: micro(cap) };
}

function bar(comparator: Contract['comparator'], at: number, more: Partial<Contract> = {}) {
  const bound = comparator === 'gt' || comparator === 'ge' ? 'floor' : 'cap';
  return { ...HIGH, kind: 'threshold', comparator, [bound]: at * MICRO, ...more } as const;
}

function event(
  contracts: readonly (Contract | null)[],
  more: Partial<VenueEvent> = {},
): VenueEvent {
  const members = contracts.map((contract, at) => ({ marketId: `m${at}` as MarketId, contract }));
  const is = { isMutuallyExclusive: true, isWhole: true };
  return { id: 'high', venue: 'kalshi', members, ...is, ...more };
}

const WHOLE = [range(null, 77), range(77, 78), range(78, null)] as const;
const of = (one: VenueEvent) => groupsOf(one, (family) => family === 'weather.high');

describe('a set', () => {
  test('is proven by contracts that leave no value out', () => {
    expect(of(event(WHOLE))).toEqual([
      {
        ...{ kind: 'set', id: 'high:set', venue: 'kalshi', family: 'weather.high' },
        ...{ marketIds: ['m0', 'm1', 'm2'], isExhaustive: true },
      },
    ]);
  });

  test.each<readonly [string, VenueEvent]>([
    ['a value that no outcome has', event([WHOLE[0], WHOLE[2]])],
    ['a market whose text nobody reads', event([...WHOLE, null])],
    ['a market without rules', event([...WHOLE.slice(1), { ...WHOLE[0], hasRules: false }])],
    [
      'a rule that pays neither side',
      event([...WHOLE.slice(1), { ...WHOLE[0], voidRule: 'half' }]),
    ],
    ['a term that nobody read', event([...WHOLE.slice(1), { ...WHOLE[0], unknown: ['day'] }])],
    ['another day', event([...WHOLE.slice(1), { ...WHOLE[0], day: '2026-11-25' }])],
    ['outcomes of which two may win', event(WHOLE, { isMutuallyExclusive: false })],
    ['markets that may be added', event(WHOLE, { isWhole: false })],
    ['one market', event([WHOLE[0]])],
    ['no market', event([])],
  ])('is not proven by %s', (_, given) => {
    expect(of(given)).toEqual([]);
  });
});

describe('a ladder', () => {
  test('is what asks for one value above several bars, or below them, each way apart', () => {
    const bars = [bar('gt', 70), bar('ge', 80), bar('le', 60), bar('lt', 50)];
    const groups = of(event(bars, { isMutuallyExclusive: false }));
    expect(groups).toMatchObject([
      {
        ...{ kind: 'ladder', id: 'high:ladder:0', direction: 'above', isProven: true },
        rungs: [
          { marketId: 'm0', threshold: 70 * MICRO, kind: 'terminal', isInclusive: false },
          { marketId: 'm1', threshold: 80 * MICRO, kind: 'terminal', isInclusive: true },
        ],
      },
      {
        ...{ kind: 'ladder', direction: 'below', isProven: true },
        rungs: [
          { marketId: 'm2', threshold: 60 * MICRO, isInclusive: true },
          { marketId: 'm3', threshold: 50 * MICRO, isInclusive: false },
        ],
      },
    ]);
  });

  test('keeps what is touched apart from what holds in the end, and one day from another', () => {
    const touched = bar('ge', 80, { kind: 'oneTouch' });
    expect(of(event([bar('ge', 70), touched]))).toEqual([]);
    expect(of(event([bar('ge', 70), bar('ge', 80, { day: '2026-11-25' })]))).toEqual([]);
    expect(of(event([touched, bar('ge', 90, { kind: 'oneTouch' })]))).toMatchObject([
      { rungs: [{ kind: 'touch' }, { kind: 'touch' }] },
    ]);
  });

  test('needs a bar in each contract, and says where its family is not proven', () => {
    expect(of(event([bar('ge', 70), bar('ge', 80, { floor: null })]))).toEqual([]);
    const other = { family: 'crypto.priceAt' };
    expect(of(event([bar('ge', 70, other), bar('ge', 80, other)]))).toMatchObject([
      { kind: 'ladder', isProven: false },
    ]);
  });
});
