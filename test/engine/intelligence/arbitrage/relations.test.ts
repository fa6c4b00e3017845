import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAIR_RELATIONS, type PairRelation } from '../../../../src/engine/domain/market-pair.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  LADDER_RUNGS_MAX,
  type Ladder,
  type LadderRung,
  ladderWatch,
} from '../../../../src/engine/intelligence/arbitrage/ladder-watch.ts';
import {
  type OutcomeSet,
  SET_MARKETS_MAX,
  setWatch,
} from '../../../../src/engine/intelligence/arbitrage/set-watch.ts';
import {
  type ArbitrageWatch,
  pairWatch,
} from '../../../../src/engine/intelligence/arbitrage/watch.ts';
import { kalshi, PAIR, polymarket } from './examples.ts';

const MARKETS = { polymarket: polymarket(), kalshi: kalshi() };

function sides(watch: ArbitrageWatch | null): readonly string[] {
  return (watch?.bundles ?? []).map(({ legs }) =>
    legs.map(({ market, side }) => `${watch?.markets[market]?.marketId} ${side}`).join(', '),
  );
}

/** What a bundle pays when exactly these markets end yes. */
function pays(watch: ArbitrageWatch, bundle: number, ends: readonly boolean[]): number {
  const { legs } = watch.bundles[bundle] ?? { legs: [] };
  return legs.filter(({ market, side }) => ends[market] === (side === 'yes')).length * MICRO;
}

describe('a pair', () => {
  test.each([
    ['identity', 'pair', ['p yes, k no', 'p no, k yes']],
    ['complement', 'pair', ['p yes, k yes', 'p no, k no']],
    ['subset', 'implied', ['p no, k yes']],
    ['superset', 'implied', ['p yes, k no']],
  ] as const)('of the relation %s', (relation, structure, wanted) => {
    const watch = pairWatch({ ...PAIR, relation }, MARKETS);
    expect(sides(watch)).toEqual(wanted);
    expect(watch?.structure).toBe(structure);
    expect(watch?.bundles.every(({ payout }) => payout === MICRO)).toBe(true);
  });

  test('of any other relation, or rejected, is not watched', () => {
    const others: readonly PairRelation[] = ['overlap', 'disjoint', 'unknown'];
    expect(PAIR_RELATIONS).toHaveLength(4 + others.length);
    for (const relation of others) expect(pairWatch({ ...PAIR, relation }, MARKETS)).toBeNull();
    expect(pairWatch({ ...PAIR, state: 'rejected' }, MARKETS)).toBeNull();
  });
});

const SET: OutcomeSet = {
  ...{ id: 'e', family: null, markets: ['a', 'b', 'c'].map((id) => polymarket(id)) },
  ...{ isMutuallyExclusive: true, isExhaustive: true, hasOpenOther: false, isAugmented: false },
};

describe('the outcomes of one event', () => {
  test('make two bundles where they are exclusive and exhaustive', () => {
    const watch = setWatch(SET);
    expect(sides(watch)).toEqual(['a no, b no, c no', 'a yes, b yes, c yes']);
    expect(watch?.bundles.map(({ payout }) => payout / MICRO)).toEqual([2, 1]);
    expect(watch?.isAutomatic).toBe(false);
  });

  test.each([[{ isExhaustive: false }], [{ hasOpenOther: true }], [{ isAugmented: true }]])(
    'make the other sides alone with %o',
    (changes) => {
      expect(sides(setWatch({ ...SET, ...changes }))).toEqual(['a no, b no, c no']);
    },
  );

  test('make nothing when several may win, or are too few, too many or the same', () => {
    expect(setWatch({ ...SET, isMutuallyExclusive: false })).toBeNull();
    expect(setWatch({ ...SET, markets: SET.markets.slice(0, 1) })).toBeNull();
    expect(setWatch({ ...SET, markets: [...SET.markets, polymarket('a')] })).toBeNull();
    const many = Array.from({ length: SET_MARKETS_MAX + 1 }, (_, at) => polymarket(`m${at}`));
    expect(setWatch({ ...SET, markets: many })).toBeNull();
  });

  test('pay at least what is called certain, whichever of them wins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.boolean(), (count, isExhaustive) => {
        const markets = Array.from({ length: count }, (_, at) => kalshi(`m${at}`));
        const watch = setWatch({ ...SET, markets, isExhaustive });
        const winners = isExhaustive ? [...markets.keys()] : [-1, ...markets.keys()];
        for (const [at, { payout }] of (watch?.bundles ?? []).entries()) {
          const paid = winners.map((winner) =>
            watch === null
              ? 0
              : pays(
                  watch,
                  at,
                  markets.map((_, index) => index === winner),
                ),
          );
          expect(Math.min(...paid)).toBe(payout);
        }
      }),
    );
  });
});

describe('bars of one value', () => {
  const rung = (id: string, threshold: number, changes: Partial<LadderRung> = {}): LadderRung => ({
    market: kalshi(id),
    threshold,
    ...{ kind: 'terminal', isInclusive: false },
    ...changes,
  });
  const ladder = (direction: Ladder['direction'], rungs: readonly LadderRung[]) =>
    ladderWatch({ id: 'l', family: null, direction, rungs, areTextsRead: true });

  test('a higher bar implies a lower one, and below it is the other way round', () => {
    const rungs = [rung('low', 10), rung('high', 20)];
    expect(sides(ladder('above', rungs))).toEqual(['high no, low yes']);
    expect(sides(ladder('below', rungs))).toEqual(['low no, high yes']);
  });

  test('the end implies the touch, never the touch the end', () => {
    const touch = rung('touch', 10, { kind: 'touch' });
    expect(sides(ladder('above', [rung('end', 10), touch]))).toEqual(['end no, touch yes']);
    expect(sides(ladder('above', [rung('end', 20), touch]))).toEqual(['end no, touch yes']);
    expect(ladder('above', [rung('end', 5), touch])).toBeNull();
  });

  test('a value on the bar itself', () => {
    const on = rung('on', 10, { isInclusive: true });
    expect(sides(ladder('above', [rung('over', 10), on]))).toEqual(['over no, on yes']);
    expect(ladder('above', [on, rung('on2', 10, { isInclusive: true })])).toBeNull();
  });

  test('is arbitrage only when the rules were read, and never a market beside itself', () => {
    const rungs = [rung('low', 10), rung('high', 20)];
    expect(ladder('above', rungs)).toMatchObject({ isArbitrage: true, isAutomatic: false });
    const unread = ladderWatch({
      id: 'l',
      family: null,
      direction: 'above',
      rungs,
      areTextsRead: false,
    });
    expect(unread).toMatchObject({ isArbitrage: false, isVerified: false });
    expect(ladder('above', [rung('low', 10), rung('low', 20)])).toBeNull();
    const many = Array.from({ length: LADDER_RUNGS_MAX + 1 }, (_, at) => rung(`r${at}`, at));
    expect(ladder('above', many)).toBeNull();
  });

  test('pay at least a dollar on every path of the value', () => {
    const bar = fc.record({
      threshold: fc.integer({ min: 0, max: 6 }),
      kind: fc.constantFrom('terminal' as const, 'touch' as const),
      isInclusive: fc.boolean(),
    });
    const path = fc.array(fc.integer({ min: -1, max: 7 }), { minLength: 1, maxLength: 5 });
    const direction = fc.constantFrom('above' as const, 'below' as const);
    const bars = fc.array(bar, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(direction, bars, path, (way, drawn, values) => {
        const rungs = drawn.map((each, at) => ({ ...each, market: kalshi(`r${at}`) }));
        const watch = ladder(way, rungs);
        const ends = rungs.map(({ threshold, kind, isInclusive }) =>
          (kind === 'touch' ? values : values.slice(-1)).some((value) => {
            const ahead = way === 'above' ? value - threshold : threshold - value;
            return ahead > 0 || (isInclusive && ahead === 0);
          }),
        );
        for (const [at, { payout }] of (watch?.bundles ?? []).entries()) {
          expect(payout).toBe(MICRO);
          if (watch !== null) expect(pays(watch, at, ends)).toBeGreaterThanOrEqual(MICRO);
        }
      }),
      { numRuns: 500 },
    );
  });
});
