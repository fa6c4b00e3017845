import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkets } from '../../../../src/data/polymarket/client/gamma-market.ts';
import {
  type ResolutionState,
  resolutionOf,
  resolutionSchema,
} from '../../../../src/data/polymarket/client/parse-resolution.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { conditionOf, gammaMarket } from './venue.ts';

const MARKET = readMarkets([gammaMarket(1)]).rows[0]?.market as Market;
const ROW = { condition_id: conditionOf(1), status: 'resolved', payouts: [0, 1_000_000] };
const parse = (changes: object): ResolutionState => resolutionSchema.parse({ ...ROW, ...changes });

describe('resolution', () => {
  test('payouts go to the outcomes in their order', () => {
    expect(resolutionOf(MARKET, parse({}))).toEqual({
      marketId: conditionOf(1),
      payouts: [
        { tokenId: '11', payout: 0 },
        { tokenId: '12', payout: 1_000_000 },
      ],
    });
  });

  test.each([
    ['a proposal', { status: 'proposed' }],
    ['no payouts', { payouts: null }],
    ['too few payouts', { payouts: [1_000_000] }],
    ['payouts that are no dollar', { payouts: [1_000_000, 1_000_000] }],
    ['zeros', { payouts: [0, 0] }],
    ['another market', { condition_id: conditionOf(2) }],
  ])('%s decides nothing', (_name, changes) => {
    expect(resolutionOf(MARKET, parse(changes))).toBeNull();
  });

  test('a void pays halves', () => {
    const { payouts } = resolutionOf(MARKET, parse({ payouts: [500_000, 500_000] })) ?? {};
    expect(payouts?.map(({ payout }) => payout)).toEqual([500_000, 500_000]);
  });

  test.each([
    ['2026-10-05T23:15:25Z', Date.UTC(2026, 9, 5, 23, 15, 25)],
    [1_790_000_000, 1_790_000_000_000],
    [0, null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('a time of %s is %s', (resolved_at, expected) => {
    expect(parse({ resolved_at }).resolvedAtMs).toBe(expected);
  });

  test.each([
    ['proposed', 'proposed'],
    ['reproposed', 'proposed'],
    ['challenged', 'disputed'],
    ['disputed', 'disputed'],
    ['arbitration', 'disputed'],
    ['initialized', null],
    ['posed', null],
    ['inactive', null],
    ['active', null],
    ['resolved', null],
    ['PROPOSED', null],
    ['toString', null],
    ['', null],
  ])('the word %j is the stage %s', (status, stage) => {
    expect(parse({ status })).toMatchObject({ status, stage });
  });

  test.each(['tomorrow', -5, 1.5, '0', {}, [1_790_000_000], true])(
    'a time that cannot be read (%j) is not known, and the payouts still are',
    (time) => {
      const state = parse({ resolved_at: time, expected_settlement_time: time });
      expect(state).toMatchObject({ resolvedAtMs: null, expectedAtMs: null });
      expect(resolutionOf(MARKET, state)).not.toBeNull();
    },
  );

  test('a condition of 31 bytes is padded with the byte it lacks', () => {
    expect(parse({ condition_id: `0x${'17'.repeat(31)}` }).marketId).toBe(`0x${'17'.repeat(31)}00`);
  });

  test('what it pays is always a whole dollar', () => {
    const payout = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(payout, { maxLength: 3 }), fc.boolean(), (payouts, isWhole) => {
        const [first = 0] = payouts;
        const state = parse({ payouts: isWhole ? [first, 1_000_000 - first] : payouts });
        const paid = resolutionOf(MARKET, state)?.payouts.map((each) => Number(each.payout));
        if (paid !== undefined) expect(paid.reduce((sum, each) => sum + each, 0)).toBe(1_000_000);
        if (isWhole) expect(paid).toHaveLength(2);
      }),
    );
  });
});
