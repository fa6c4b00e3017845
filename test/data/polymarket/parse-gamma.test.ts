import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import type { Market } from '../../../src/engine/domain/market.ts';

const SOURCE = 'polymarket.markets';
const ID = `0x${'ab'.repeat(32)}`;
const YES_V2 = '663574927012476832975694178961957910328055987427402067619466963999000625152';

const V2_IDS = { positionIds: [YES_V2, `${YES_V2.slice(0, -1)}3`] };
const WON = '["1", "0"]';

const RAW = {
  id: '1',
  conditionId: ID,
  question: 'Will it rain?',
  slug: 'will-it-rain',
  outcomes: '["Yes", "No"]',
  outcomePrices: '["0.4", "0.6"]',
  clobTokenIds: '["11", "12"]',
  active: true,
  closed: false,
  acceptingOrders: true,
  enableOrderBook: true,
  negRisk: true,
  negRiskMarketID: '0xgroup',
  orderPriceMinTickSize: 0.001,
  orderMinSize: 15,
  startDate: '2026-03-11T09:29:01.328428Z',
  endDate: '2026-03-12T09:25:00Z',
  feesEnabled: true,
  feeSchedule: { rate: 0.04, exponent: 1, takerOnly: true, rebateRate: 0.25 },
  volume24hr: 12.5,
  secondsDelay: 3,
  tags: [{ label: 'Weather', slug: 'Weather' }],
  events: [{ id: '2', slug: 'rain', tags: [{ slug: 'weather' }, { slug: 'world' }] }],
};

function market(over: object = {}): Market {
  const { events, problems } = parseFrame(SOURCE, { ...RAW, ...over });
  expect(problems).toEqual([]);
  const [listed] = events;
  if (listed?.kind !== 'marketListed') throw new Error('a market is listed');
  return listed.market;
}

function problem(over: object): unknown {
  const { events, problems } = parseFrame(SOURCE, { ...RAW, ...over });
  expect(events).toEqual([]);
  return problems[0]?.field;
}

test('a market is read from Gamma', () => {
  expect(market()).toEqual({
    id: ID,
    venue: 'polymarket',
    version: 'v1',
    question: 'Will it rain?',
    slug: 'will-it-rain',
    eventGroupId: 'rain',
    categories: ['weather', 'world'],
    outcomes: [
      { tokenId: '11', label: 'Yes' },
      { tokenId: '12', label: 'No' },
    ],
    negRisk: true,
    rules: {
      tick: 1_000,
      minQuantity: 15_000_000,
      minMarketableBuy: 1_000_000,
      fee: { ratePpm: 40_000, exponent: 1 },
      takerDelayMs: 3_000,
    },
    startsAtMs: Date.UTC(2026, 2, 11, 9, 29, 1, 328),
    closesAtMs: Date.UTC(2026, 2, 12, 9, 25),
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    volume24h: 12_500_000,
    dayMove: null,
    weekMove: null,
    terms: null,
  });
});

describe('the tokens', () => {
  test('are the position ids of a v2 market', () => {
    const positionIds = [YES_V2, `${YES_V2.slice(0, -1)}3`];
    const { version, outcomes } = market({ version: 'v2', positionIds });
    expect(version).toBe('v2');
    expect(outcomes.map((outcome) => outcome.tokenId)).toEqual(positionIds);
  });

  test('are the CLOB ids of a v1 market that carries position ids as well', () => {
    const positionIds = [YES_V2, `${YES_V2.slice(0, -1)}3`];
    expect(market({ version: 'v1', positionIds }).outcomes[0]?.tokenId).toBe('11');
    expect(market({ positionIds }).outcomes[0]?.tokenId).toBe('11');
  });

  test.each([
    ['missing', { clobTokenIds: undefined }, 'clobTokenIds'],
    ['empty', { clobTokenIds: '["", ""]' }, 'clobTokenIds'],
    ['equal', { clobTokenIds: '["11", "11"]' }, 'clobTokenIds'],
    ['fewer than outcomes', { clobTokenIds: '["11"]' }, 'clobTokenIds'],
    ['not JSON', { clobTokenIds: '["11"' }, 'clobTokenIds'],
    ['missing in v2', { version: 'v2' }, 'positionIds'],
    ['of the other version', { version: 'v2', positionIds: ['11', '12'] }, 'positionIds'],
    ['of no known version', { version: 'v3' }, 'version'],
  ])('that are %s refuse the market', (_, over, field) => {
    expect(problem(over)).toBe(field);
  });
});

describe('fees', () => {
  test('are zero where the market says so', () => {
    expect(market({ feesEnabled: false }).rules.fee.ratePpm).toBe(0);
  });

  test('are the dearest category where the market says nothing', () => {
    const { rules } = market({ feeSchedule: undefined });
    expect(rules.fee).toEqual({ ratePpm: 70_000, exponent: 1 });
    const silent = market({ feesEnabled: undefined, feeSchedule: null });
    expect(silent.rules.fee.ratePpm).toBe(70_000);
  });

  test.each([-0.01, 1.01, 'NaN'])('of %s refuse the market', (rate) => {
    expect(problem({ feeSchedule: { rate, exponent: 1 } })).toBe('feeSchedule.rate');
  });
});

describe('a short crypto window', () => {
  test.each([
    ['btc-updown-5m-1773307200', true],
    ['eth-updown-15m-1773307200', true],
    ['btc-updown-4h-1773307200', false],
    ['btc-updown-50m-1773307200', false],
  ])('%s: %s by its slug', (slug, expected) => {
    expect(market({ slug }).shortCrypto).toBe(expected);
  });

  test.each([
    ['2026-03-12T09:10:00Z', ['crypto'], true],
    ['2026-03-12T08:25:00Z', ['crypto'], false],
    ['2026-03-12T09:10:00Z', ['weather'], false],
  ])('by a window from %s, tags %s: %s', (eventStartTime, tags, expected) => {
    const over = { slug: 'bitcoin-up-or-down-noon', eventStartTime, tags };
    expect(market(over).shortCrypto).toBe(expected);
  });
});

describe('the way to the end', () => {
  test.each(['proposed', 'disputed'])('is %s, and the market is not over', (stage) => {
    const proposed = { umaResolutionStatus: stage, outcomePrices: '["0.9995", "0.0005"]' };
    expect(parseFrame(SOURCE, { ...RAW, ...proposed }, 7_000).events).toMatchObject([
      { kind: 'marketListed', market: { status: 'open' } },
      { kind: 'resolutionMoved', marketId: ID, stage, venueAtMs: 7_000 },
    ]);
    const updatedAt = '2026-02-10T22:10:54.506359Z';
    const { events } = parseFrame(SOURCE, { ...RAW, ...proposed, updatedAt }, 7_000);
    expect(events[1]).toMatchObject({ venueAtMs: Date.UTC(2026, 1, 10, 22, 10, 54, 506) });
  });

  test.each([
    { umaResolutionStatus: '' },
    { umaResolutionStatus: 'initialized' },
    { umaResolutionStatus: 'resolved' },
    { resolutionStatus: 'active' },
    { version: 'v2', ...V2_IDS, resolutionStatus: 'active' },
    { version: 'v2', ...V2_IDS, umaResolutionStatus: 'proposed' },
  ])('is not told by %j', (over) => {
    expect(parseFrame(SOURCE, { ...RAW, ...over }).events).toMatchObject([
      { kind: 'marketListed' },
    ]);
  });

  test('hostile rows never pay anything but a dollar a set of a market that is over', () => {
    const word = fc.constantFrom('resolved', 'proposed', 'disputed', '', 'RESOLVED', null, 7);
    const price = fc.oneof(
      fc.constantFrom('0', '1', '0.5', '0.9995', '0.0005', '1.0', '-1', '2', 'x', ''),
      fc.double({ min: 0, max: 1, noNaN: true }).map(String),
    );
    const rows = fc.record({
      closed: fc.constantFrom(true, false, null),
      umaResolutionStatus: word,
      resolutionStatus: word,
      outcomePrices: fc.array(price, { maxLength: 3 }).map((list) => JSON.stringify(list)),
    });
    fc.assert(
      fc.property(rows, (over) => {
        const { events } = parseFrame(SOURCE, { ...RAW, ...over });
        const ends = events.filter(({ kind }) => kind !== 'marketListed');
        expect(ends.length).toBeLessThanOrEqual(1);
        for (const event of events) {
          if (event.kind !== 'marketResolved') continue;
          const paid = event.resolution.payouts.map(({ payout }) => Number(payout));
          expect(paid.reduce((sum, each) => sum + each, 0)).toBe(1_000_000);
          expect(over).toMatchObject({ closed: true, umaResolutionStatus: 'resolved' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the end', () => {
  const closed = {
    closed: true,
    closedTime: '2026-07-24 00:00:16+00',
    umaResolutionStatus: 'resolved',
  };

  test.each([
    ['["1", "0"]', [1_000_000, 0]],
    ['["0", "1"]', [0, 1_000_000]],
    ['["0.5", "0.5"]', [500_000, 500_000]],
  ])('with prices %s is a resolution', (outcomePrices, payouts) => {
    const { events } = parseFrame(SOURCE, { ...RAW, ...closed, outcomePrices });
    expect(events).toMatchObject([
      { kind: 'marketListed', market: { status: 'resolved', acceptingOrders: false } },
      {
        kind: 'marketResolved',
        resolution: { marketId: ID, payouts: payouts.map((payout) => ({ payout })) },
        venueAtMs: Date.UTC(2026, 6, 24, 0, 0, 16),
      },
    ]);
  });

  test.each([
    ['zeros', { ...closed, outcomePrices: '["0", "0"]' }],
    ['two ones', { ...closed, outcomePrices: '["1", "1"]' }],
    ['nearly one', { ...closed, outcomePrices: '["0.9995", "0.0005"]' }],
    ['many digits', { ...closed, outcomePrices: '["0.58433116690776931466", "0.41566883309223"]' }],
    ['a winner nobody confirmed', { ...closed, umaResolutionStatus: null, outcomePrices: WON }],
    [
      'a winner who is proposed',
      { ...closed, umaResolutionStatus: 'proposed', outcomePrices: WON },
    ],
    ['shares of a dollar', { ...closed, outcomePrices: '["0.3", "0.7"]' }],
    ['halves of one outcome', { ...closed, outcomePrices: '["0.5"]' }],
    ['one and one that is no number', { ...closed, outcomePrices: '["1", "x"]' }],
    [
      'the word of the other protocol',
      { ...closed, umaResolutionStatus: null, resolutionStatus: 'resolved', outcomePrices: WON },
    ],
    [
      'halves nobody confirmed',
      { ...closed, umaResolutionStatus: null, outcomePrices: '["0.5", "0.5"]' },
    ],
  ])('with %s is closed and pays nobody', (_, over) => {
    const { events } = parseFrame(SOURCE, { ...RAW, ...over });
    expect(events.some(({ kind }) => kind === 'marketResolved')).toBe(false);
    expect(market(over).status).toBe('closed');
  });

  test('is not read from the prices of an open market', () => {
    expect(market({ outcomePrices: '["1", "0"]' }).status).toBe('open');
  });
});

test('a group is the event, else the neg-risk market, else the slug', () => {
  expect(market({ events: [] }).eventGroupId).toBe('0xgroup');
  expect(market({ events: null, negRiskMarketID: '', eventSlug: 'e' }).eventGroupId).toBe('e');
  const alone = { events: undefined, negRiskMarketID: undefined };
  expect(market(alone).eventGroupId).toBe('will-it-rain');
  expect(market({ ...alone, slug: null }).eventGroupId).toBe(ID);
});

test('an unknown tick refuses the market, a missing one is the default', () => {
  expect(problem({ orderPriceMinTickSize: 0.02 })).toBe('orderPriceMinTickSize');
  expect(market({ orderPriceMinTickSize: null }).rules.tick).toBe(10_000);
});

test('an array gives every market that can be read', () => {
  const { events, problems } = parseFrame(SOURCE, [RAW, { ...RAW, conditionId: 'x' }, RAW]);
  expect(events).toHaveLength(2);
  expect(problems).toMatchObject([{ reason: 'malformed', field: 'conditionId' }]);
});
