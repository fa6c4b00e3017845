import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MarketIndex } from '../../../../src/engine/intelligence/matching/market-index.ts';
import { MarketMatcher } from '../../../../src/engine/intelligence/matching/market-matcher.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';

const hour = (at: number, strike: number) =>
  onKalshi(
    `KXBTCD-26MAY11${String(at).padStart(2, '0')}-T${strike - 0.01}`,
    `Bitcoin price on May 11, 2026 at ${at}am EDT?`,
    { subTitle: `$${strike.toLocaleString('en')} or above` },
  );
const asked = (at: number, strike: number) =>
  onPolymarket(`Bitcoin above ${strike.toLocaleString('en')} on May 11, ${at}AM ET?`, {
    slug: `bitcoin-above-${strike}-on-may-11-2026-${at}am-et`,
    id: `${at}-${strike}`,
  });

describe('MarketMatcher', () => {
  test('of a thousand markets of one template a new one finds its own', () => {
    const matcher = new MarketMatcher();
    for (let at = 1; at <= 11; at += 1) {
      for (let strike = 70_000; strike < 90_000; strike += 200) matcher.keep(hour(at, strike));
    }
    expect(matcher.count('kalshi')).toBe(1_100);
    const pairs = matcher.add(asked(7, 81_400));
    const verified = pairs.filter(({ verdict }) => verdict.state === 'verified');
    expect(verified.map(({ kalshiId }) => kalshiId)).toEqual(['KXBTCD-26MAY1107-T81399.99']);
    expect(pairs[0]?.kalshiId).toBe('KXBTCD-26MAY1107-T81399.99');
  });

  test('it does not matter which venue lists first', () => {
    const matcher = new MarketMatcher();
    expect(matcher.add(asked(7, 81_400))).toEqual([]);
    expect(matcher.add(hour(7, 81_400))).toMatchObject([{ verdict: { state: 'verified' } }]);
  });

  test('a market that stayed the same is not judged again, an edited one is', () => {
    const matcher = new MarketMatcher();
    matcher.keep(hour(7, 81_400));
    expect(matcher.add(asked(7, 81_400))).toHaveLength(1);
    expect(matcher.add(asked(7, 81_400))).toEqual([]);
    const edited = { ...asked(7, 81_400), rules: 'The source is the price of Binance.' };
    expect(matcher.add(edited)).toHaveLength(1);
    const moved = { ...asked(8, 81_400), id: asked(7, 81_400).id };
    const [pair] = matcher.add(moved);
    expect(pair?.verdict.state).toBe('rejected');
  });

  test('a market that is gone is found no more', () => {
    const matcher = new MarketMatcher();
    matcher.keep(hour(7, 81_400));
    matcher.remove('kalshi', hour(7, 81_400).id);
    expect(matcher.add(asked(7, 81_400))).toEqual([]);
    expect(matcher.contractOf('kalshi', hour(7, 81_400).id)).toBeUndefined();
    expect(matcher.contractOf('polymarket', '7-81400')?.family).toBe('crypto.priceAt');
  });

  test('what nobody could read is shown only where the words are nearly the same', () => {
    const matcher = new MarketMatcher();
    matcher.keep(onKalshi('KXOLD-1', 'Oldest tortoise alive on Saint Helena?'));
    matcher.keep(onKalshi('KXOLD-2', 'Saint Helena airport opens a second runway?'));
    const pairs = matcher.add(onPolymarket('Oldest tortoise alive on Saint Helena?'));
    expect(pairs.map(({ kalshiId }) => kalshiId)).toEqual(['KXOLD-1']);
    expect(pairs[0]?.verdict.state).toBe('quarantined');
  });
});

describe('MarketIndex', () => {
  const words = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { minLength: 1, maxLength: 5 });

  test('after any changes it finds what an index made of the rest finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.option(words)), { maxLength: 40 }),
        words,
        (changes, sought) => {
          const index = new MarketIndex();
          const kept = new Map<string, readonly string[]>();
          for (const [number, given] of changes) {
            const id = `m${number}`;
            if (given === null) {
              index.remove(id);
              kept.delete(id);
            } else {
              index.add(id, given);
              kept.set(id, given);
            }
          }
          const fresh = new MarketIndex();
          for (const [id, given] of kept) fresh.add(id, given);
          expect(index.size).toBe(kept.size);
          expect(index.candidates(sought)).toEqual(fresh.candidates(sought));
        },
      ),
    );
  });

  test('rare words come before common ones, and a word shared by all says nothing', () => {
    const index = new MarketIndex();
    for (let number = 0; number < 1_000; number += 1)
      index.add(`m${number}`, ['all', `n${number % 10}`]);
    index.add('rare', ['all', 'tortoise']);
    expect(index.candidates(['all'])).toEqual([]);
    expect(index.candidates(['all', 'tortoise', 'n3'], 3)[0]).toMatchObject({ id: 'rare' });
    expect(index.candidates(['n3'], 5)).toHaveLength(5);
  });
});
