import { expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';

const quote = (over: object = {}) =>
  parseFrame('polymarket.quote', {
    window: '1771358700',
    side: 'YES',
    bid: '520000',
    ask: '530000',
    ...over,
  });

test('a quote has no time of the venue: only its change shows its age', () => {
  expect(quote().events).toEqual([
    {
      kind: 'topOfBook',
      marketId: '1771358700',
      tokenId: '1771358700:yes',
      bid: 520_000,
      ask: 530_000,
      venueAtMs: null,
    },
  ]);
  expect(quote({ side: 'NO' }).events).toMatchObject([{ tokenId: '1771358700:no' }]);
});

test('zero is no bid, one dollar is no ask', () => {
  expect(quote({ bid: '0', ask: '1000000' }).events).toMatchObject([{ bid: null, ask: null }]);
});

test.each([
  ['bid', '0.52'],
  ['ask', '1000001'],
  ['ask', -1],
  ['side', 'UP'],
  ['window', 'now'],
])('%s of %j is refused', (field, value) => {
  const { events, problems } = quote({ [field]: value });
  expect(events).toEqual([]);
  expect(problems).toMatchObject([{ reason: 'malformed', field }]);
});
