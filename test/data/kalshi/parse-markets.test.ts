import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { parseListing } from '../../../src/data/kalshi/parse-markets.ts';
import {
  eventFeeChangeSchema,
  seriesFeeAt,
  seriesFeeChangeSchema,
  seriesSchema,
} from '../../../src/data/kalshi/schema-event.ts';
import type { Row } from '../../../src/data/parsed.ts';
import { percent, WHOLE } from '../../../src/engine/domain/values/money.ts';
import { AT_MS, eventRow, marketRow, seriesRow, TICKER } from './frames.ts';

function listing(row: Row) {
  const { listing: found, problems } = parseListing(row);
  if (found === null) throw new Error(JSON.stringify(problems));
  return found;
}
const whole = (changes: Row = {}): Row => ({
  ...marketRow(changes),
  event: eventRow(),
  series: seriesRow(),
});

describe('a listed market', () => {
  test('becomes a market of ours beside its terms', () => {
    const { market, terms, top, resolution } = listing(whole());
    expect(market).toMatchObject({
      id: TICKER,
      venue: 'kalshi',
      question: 'BTC price up in next 15 mins? · Price to beat: $67,948.02',
      eventGroupId: 'KXBTC15M-26NOV221445',
      categories: ['crypto', 'btc', '15-min'],
      outcomes: [
        { tokenId: `${TICKER}:yes`, label: 'Yes' },
        { tokenId: `${TICKER}:no`, label: 'No' },
      ],
      rules: {
        tick: 1_000,
        minQuantity: 10_000,
        minMarketableBuy: 0,
        fee: { ratePpm: 70_000, exponent: 1 },
        takerDelayMs: 0,
      },
      startsAtMs: Date.UTC(2026, 10, 22, 19, 30),
      closesAtMs: Date.UTC(2026, 10, 22, 19, 45),
      shortCrypto: true,
      acceptingOrders: true,
      status: 'open',
      volume24h: 840_000_000,
    });
    expect(terms).toMatchObject({
      seriesTicker: 'KXBTC15M',
      strike: { type: 'greater_or_equal', floor: '67948.03', cap: null },
      settlementSources: [{ name: 'CF Benchmarks', url: 'https://www.cfbenchmarks.com' }],
      isMutuallyExclusive: false,
      exchangeIndex: 2,
      settlementTimerMs: 60_000,
      fee: { type: 'quadratic', multiplier: WHOLE },
      result: null,
      isCombo: false,
    });
    expect(terms.priceRanges).toHaveLength(3);
    expect(top).toEqual({
      yesBid: 310_000,
      yesBidSize: 120_000_000,
      yesAsk: 320_000,
      yesAskSize: 80_500_000,
    });
    expect(resolution).toBeNull();
  });

  test('without its series counts with the general fee, and says that it is not known', () => {
    const { market, terms } = listing(marketRow());
    expect(market.rules.fee).toEqual({ ratePpm: 70_000, exponent: 1 });
    expect(terms.fee).toBeNull();
    expect(terms.isMutuallyExclusive).toBeNull();
  });

  test('pays the fee of its event where that overrides the series', () => {
    const overridden = eventRow({ fee_type_override: 'quadratic_with_maker_fees' });
    expect(listing({ ...whole(), event: overridden }).terms.fee).toEqual({
      type: 'quadratic_with_maker_fees',
      multiplier: WHOLE,
    });
    const halved = { ...whole(), series: seriesRow({ fee_multiplier: 0.5 }) };
    expect(listing(halved).market.rules.fee.ratePpm).toBe(35_000);
  });

  test('of a type of fee that is new is listed, and its fee is known to be unknown', () => {
    const { terms } = listing({ ...whole(), series: seriesRow({ fee_type: 'cubic' }) });
    expect(terms.fee?.type).toBe('flat');
  });

  test.each([
    ['whole cents', [['0.0000', '1.0000', '0.0100']], 10_000],
    ['tenths of a cent', [['0.0000', '1.0000', '0.0010']], 1_000],
    [
      'hundredths of a cent at the edges',
      [
        ['0.0000', '0.0100', '0.0001'],
        ['0.0100', '0.9900', '0.0010'],
        ['0.9900', '1.0000', '0.0001'],
      ],
      100,
    ],
  ])('trades in %s by its ranges, whatever the structure is called', (_name, rows, tick) => {
    const price_ranges = rows.map(([start, end, step]) => ({ start, end, step }));
    const row = marketRow({ price_level_structure: 'named_next_year', price_ranges });
    expect(listing(row).market.rules.tick).toBe(tick);
  });

  test.each([
    [
      'no price ranges',
      { price_ranges: undefined },
      'price_ranges',
      'the price ranges of the market',
    ],
    ['empty price ranges', { price_ranges: [] }, 'price_ranges', 'at least one price range'],
    [
      'a step that fits nothing',
      { price_ranges: [{ start: '0.0000', end: '1.0000', step: '0.0030' }] },
      'price_ranges',
      'a step that divides one dollar',
    ],
    ['a status of next year', { status: 'frozen' }, 'status', ''],
    ['no closing time', { close_time: '' }, 'close_time', 'an ISO time'],
    ['a ticker with a slash', { ticker: 'KX/../A' }, 'ticker', 'a ticker'],
    [
      'a price above one',
      { yes_bid_dollars: '1.0100' },
      'yes_bid_dollars',
      'a decimal from 0 to 1',
    ],
    ['a price in floats', { yes_bid_dollars: 0.31 }, 'yes_bid_dollars', ''],
  ])(
    'with %s is refused with the field and what it ought to be',
    (...[, changes, field, words]) => {
      const { listing: found, problems } = parseListing(marketRow(changes));
      expect(found).toBeNull();
      expect(problems).toMatchObject([{ field: expect.stringContaining(field) }]);
      expect(problems[0]?.expected).toContain(words);
    },
  );

  test.each([
    ['initialized', 'open', false],
    ['inactive', 'open', false],
    ['active', 'open', true],
    ['closed', 'closed', false],
    ['determined', 'closed', false],
    ['disputed', 'closed', false],
    ['amended', 'closed', false],
    ['finalized', 'resolved', false],
  ])('that is %s is %s to us', (status, ours, acceptingOrders) => {
    const { market } = listing(marketRow({ status, result: 'yes' }));
    expect(market).toMatchObject({ status: ours, acceptingOrders });
  });
});

describe('frames of listed markets', () => {
  const parse = (frame: unknown) => parseFrame('kalshi.markets', frame, AT_MS);
  const kinds = (frame: unknown) => parse(frame).events.map(({ kind }) => kind);

  test('rows, arrays and pages are read alike; a grid comes with each', () => {
    expect(kinds(whole())).toEqual(['marketListed', 'tickChange']);
    expect(kinds([whole(), whole()])).toHaveLength(4);
    expect(kinds({ markets: [whole()], cursor: '' })).toEqual(['marketListed', 'tickChange']);
  });

  test.each([
    ['yes', undefined, 1_000_000, 0],
    ['no', undefined, 0, 1_000_000],
    ['scalar', '0.2500', 250_000, 750_000],
    ['', '0.5000', 500_000, 500_000],
  ])('a settled market pays by %j and %j', (...[result, value, yes, no]) => {
    const row = whole({ status: 'finalized', result, settlement_value_dollars: value });
    expect(parse(row).events.at(-1)).toEqual({
      kind: 'marketResolved',
      resolution: {
        marketId: TICKER,
        payouts: [
          { tokenId: `${TICKER}:yes`, payout: yes },
          { tokenId: `${TICKER}:no`, payout: no },
        ],
      },
      venueAtMs: AT_MS,
    });
  });

  test('a settled market that says nothing about its payout is a problem', () => {
    const { problems } = parse(whole({ status: 'finalized', result: '' }));
    expect(problems).toMatchObject([{ field: 'result', expected: 'what a settled market pays' }]);
  });

  test('a stage is told where the feed saw that it is new', () => {
    const determined = whole({ status: 'determined', result: 'yes' });
    expect(kinds(determined)).toEqual(['marketListed', 'tickChange']);
    expect(parse({ ...determined, status_changed: true }).events.at(-1)).toMatchObject({
      kind: 'resolutionMoved',
      stage: 'proposed',
    });
    const disputed = whole({ status: 'disputed', result: 'yes' });
    expect(parse({ ...disputed, status_changed: true }).events.at(-1)).toMatchObject({
      stage: 'disputed',
    });
  });
});

describe('scheduled fees', () => {
  test('the newest change that is due holds', () => {
    const series = seriesSchema.parse(seriesRow());
    const change = (id: string, fee_multiplier: number, scheduled_ts: string) =>
      seriesFeeChangeSchema.parse({
        id,
        series_ticker: 'KXBTC15M',
        fee_type: 'quadratic',
        fee_multiplier,
        scheduled_ts,
      });
    const changes = [
      change('b', 2, '2026-12-01T00:00:00Z'),
      change('a', 0.5, '2026-10-01T00:00:00Z'),
    ];
    const at = (iso: string) => seriesFeeAt(series, changes, Date.parse(iso)).multiplier;
    expect(at('2026-09-01T00:00:00Z')).toBe(WHOLE);
    expect(at('2026-10-01T00:00:00Z')).toBe(percent(50));
    expect(at('2026-12-24T00:00:00Z')).toBe(percent(200));
  });

  test('an override that ends has no parts', () => {
    const ended = eventFeeChangeSchema.parse({
      id: 'x',
      event_ticker: 'KXBTCD-26MAY2018',
      series_ticker: 'KXBTCD',
      fee_type_override: null,
      fee_multiplier_override: null,
      scheduled_ts: '2026-12-01T00:00:00Z',
    });
    expect(ended.feeOverride).toEqual({ type: null, multiplier: null });
  });
});

test('a listed market comes with everything that decides how it pays, and the fee of its series', () => {
  const row = {
    ...marketRow({ fee_waiver_expiration_time: '2026-12-01T00:00:00Z' }),
    ...{ event: eventRow(), series: seriesRow({ fee_multiplier: 0.5 }) },
  };
  const { events } = parseFrame('kalshi.markets', row, AT_MS);
  const [listed] = events.filter((event) => event.kind === 'marketListed');
  expect(listed?.terms).toMatchObject({
    seriesTicker: 'KXBTC15M',
    strike: { type: 'greater_or_equal', floor: '67948.03' },
    fee: { type: 'quadratic', multiplier: percent(50) },
    feeWaivedUntilMs: Date.UTC(2026, 11, 1),
    priceRanges: [
      { start: 0, end: 100_000, step: 1_000 },
      { start: 100_000, end: 900_000, step: 10_000 },
      { start: 900_000, end: 1_000_000, step: 1_000 },
    ],
  });
  expect(listed?.market.rules).toMatchObject({ tick: 1_000, fee: { ratePpm: percent(3.5) } });
});
