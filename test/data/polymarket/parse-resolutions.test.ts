import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const SOURCE = 'polymarket.resolutions';
const ID = `0x${'ab'.repeat(32)}`;
const AT_MS = 1_790_000_000_000;
const FINAL = {
  condition_id: ID,
  status: 'resolved',
  payouts: [0, 1_000_000],
  token_ids: ['11', '12'],
};
const read = (changes: object) => parseFrame(SOURCE, [{ ...FINAL, ...changes }], AT_MS);

describe('a row of the resolutions', () => {
  test('that is final pays its tokens in their order', () => {
    const { events, problems } = read({ resolved_at: '2026-10-05T23:15:25Z' });
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        kind: 'marketResolved',
        resolution: {
          marketId: ID,
          payouts: [
            { tokenId: '11', payout: 0 },
            { tokenId: '12', payout: 1_000_000 },
          ],
        },
        venueAtMs: Date.UTC(2026, 9, 5, 23, 15, 25),
      },
    ]);
    expect(read({}).events).toMatchObject([{ venueAtMs: AT_MS }]);
  });

  test.each([
    ['a void', [500_000, 500_000]],
    ['shares of a dollar', [300_000, 700_000]],
  ])('pays %s', (_name, payouts) => {
    expect(read({ payouts }).events).toMatchObject([
      { resolution: { payouts: payouts.map((payout) => ({ payout })) } },
    ]);
  });

  test.each([
    ['proposed', 'proposed'],
    ['reproposed', 'proposed'],
    ['challenged', 'disputed'],
    ['disputed', 'disputed'],
  ])('that is %s moves to %s, whatever it says of payouts', (status, stage) => {
    for (const payouts of [[], null, [1_000_000, 0]]) {
      expect(read({ status, payouts, token_ids: undefined })).toMatchObject({
        events: [{ kind: 'resolutionMoved', marketId: ID, stage, venueAtMs: AT_MS }],
        problems: [],
      });
    }
  });

  test.each(['posed', 'active', 'inactive', 'initialized', ''])(
    'that is %j says nothing',
    (status) => {
      expect(read({ status })).toMatchObject({ events: [], problems: [] });
    },
  );

  test.each([
    ['without tokens', { token_ids: undefined }, 'token_ids'],
    ['with one token twice', { token_ids: ['11', '11'] }, 'token_ids'],
    ['with fewer tokens', { token_ids: ['11'] }, 'token_ids'],
    ['with more tokens', { token_ids: ['11', '12', '13'] }, 'payouts'],
    ['with two dollars', { payouts: [1_000_000, 1_000_000] }, 'payouts'],
    ['with nearly a dollar', { payouts: [999_500, 499] }, 'payouts'],
    ['with zeros', { payouts: [0, 0] }, 'payouts'],
    ['with payouts that are no micro-dollars', { payouts: [0.5, 0.5] }, 'payouts.0'],
    ['of no market', { condition_id: '0x1' }, 'condition_id'],
  ])('%s pays nobody', (_name, changes, field) => {
    const { events, problems } = read(changes);
    expect(events).toEqual([]);
    expect(problems[0]).toMatchObject({ reason: 'malformed', field });
  });

  test('pays a whole dollar a set and only when it says resolved, whatever it holds', () => {
    const some = (...values: readonly unknown[]) => fc.constantFrom(...values);
    const rows = fc.record(
      {
        condition_id: some(ID, ID.slice(0, 64), '0x', null, 7),
        status: some('resolved', 'proposed', 'disputed', 'Resolved', 'active', '', null),
        payouts: fc.oneof(
          some(null, undefined, 'x', {}),
          fc.array(some(0, 1_000_000, 500_000, 999_500, 500, -1, 1.5, null), { maxLength: 3 }),
        ),
        token_ids: fc.oneof(
          some(null, 'x', {}),
          fc.array(some('11', '12', '13', '', '0x1', 11), { maxLength: 3 }),
        ),
        resolved_at: some('', 0, 'soon', AT_MS, AT_MS / 1_000, null),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 4 }), (frame) => {
        const { events } = parseFrame(SOURCE, frame, AT_MS);
        expect(events.length).toBeLessThanOrEqual(frame.length);
        const finals = events.flatMap((event) => (event.kind === 'marketResolved' ? event : []));
        for (const { resolution } of finals) {
          const paid = resolution.payouts.map(({ payout }) => Number(payout));
          expect(paid.reduce((sum, each) => sum + each, 0)).toBe(1_000_000);
          const tokens = resolution.payouts.map(({ tokenId }) => tokenId);
          expect(new Set(tokens).size).toBe(tokens.length);
        }
        const called = frame.filter(({ status }) => status === 'resolved');
        expect(finals.length).toBeLessThanOrEqual(called.length);
      }),
      { numRuns: 500 },
    );
  });
});
