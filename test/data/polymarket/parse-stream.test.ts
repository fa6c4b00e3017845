import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { parseFrame, parseText } from '../../../src/data/frame.ts';
import { parsePriceChangeText } from '../../../src/data/polymarket/parse-price-change-text.ts';
import {
  bestBidAskSchema,
  bookSchema,
  lastTradePriceSchema,
  priceChangeSchema,
  tickSizeChangeSchema,
} from '../../../src/data/polymarket/schema.ts';
import {
  bestFrame,
  bookFrame,
  canonicalFrame,
  lastTradeFrame,
  mutated,
  priceChangeFrame,
  tickFrame,
} from './frames.ts';

const SOURCE = 'polymarket.market';

/** What the schema makes of a frame: its event, or nothing. */
function oracle(schema: z.ZodType<unknown>, type: string, frame: unknown): readonly unknown[] {
  const kind = (frame as { event_type?: unknown } | null | undefined)?.event_type;
  if (kind !== type) return [];
  const parsed = schema.safeParse(frame);
  return parsed.success ? [parsed.data] : [];
}

describe.each([
  ['book', bookSchema('stream'), bookFrame],
  ['price_change', priceChangeSchema, priceChangeFrame],
  ['last_trade_price', lastTradePriceSchema, lastTradeFrame],
  ['best_bid_ask', bestBidAskSchema, bestFrame],
  ['tick_size_change', tickSizeChangeSchema, tickFrame],
] as const)('%s', (type, schema, frame) => {
  const frames: fc.Arbitrary<unknown> = frame;

  test('reads sound frames as its schema does', () => {
    fc.assert(
      fc.property(frames, (sound) => {
        const { events } = parseFrame(SOURCE, sound);
        expect(events).toEqual(oracle(schema, type, sound));
      }),
      { numRuns: 500 },
    );
  });

  test('takes and refuses damaged frames as its schema does, and names a field', () => {
    fc.assert(
      fc.property(mutated(frames), (damaged) => {
        const { events, problems } = parseFrame(SOURCE, damaged);
        expect(events).toEqual(oracle(schema, type, damaged));
        const isEmptyList = Array.isArray(damaged) && damaged.length === 0;
        if (!isEmptyList) expect(problems.length).toBe(events.length === 0 ? 1 : 0);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('reads the same event from the text as from the parsed frame', () => {
  const frames = fc.oneof(canonicalFrame, mutated(canonicalFrame), mutated(priceChangeFrame));
  fc.assert(
    fc.property(frames, (frame) => {
      const text = JSON.stringify(frame) ?? '';
      const scanned = parsePriceChangeText(text);
      if (scanned !== null) expect([scanned]).toEqual(parseFrame(SOURCE, JSON.parse(text)).events);
    }),
    { numRuns: 5_000 },
  );
});

test('reads the same event from a text with any characters changed', () => {
  const edit = fc.tuple(fc.nat(), fc.constantFrom(...'0.9"\\{}[],:aBé\u0000\u0130 -e'));
  fc.assert(
    fc.property(canonicalFrame, fc.array(edit, { maxLength: 3 }), (frame, edits) => {
      let text = JSON.stringify(frame);
      for (const [pick, character] of edits) {
        const at = pick % text.length;
        text = text.slice(0, at) + character + text.slice(at + 1);
      }
      const scanned = parsePriceChangeText(text);
      if (scanned === null) return;
      expect([scanned]).toEqual(parseFrame(SOURCE, JSON.parse(text)).events);
    }),
    { numRuns: 5_000 },
  );
});

test('does not need JSON.parse for the usual spelling', () => {
  fc.assert(
    fc.property(canonicalFrame, (frame) => {
      expect(parsePriceChangeText(JSON.stringify(frame))).not.toBeNull();
    }),
  );
});

test('tells markets apart whose ids begin alike', () => {
  fc.assert(
    fc.property(canonicalFrame, canonicalFrame, (one, other) => {
      const alike = { ...other, market: one.market.slice(0, 60) + other.market.slice(60) };
      for (const frame of [one, alike, one]) {
        const [event] = parseText(SOURCE, JSON.stringify(frame)).events;
        expect(event).toMatchObject({ kind: 'bookDelta', marketId: frame.market });
      }
    }),
  );
});

describe('other messages', () => {
  const market = `0x${'ab'.repeat(32)}`;
  const resolved = {
    event_type: 'market_resolved',
    id: '1',
    market,
    assets_ids: ['11', '12'],
    winning_asset_id: '12',
    winning_outcome: 'No',
    timestamp: '1771634702000',
    tags: ['crypto'],
  };

  test('a resolution pays the winner one dollar and the loser nothing', () => {
    expect(parseFrame(SOURCE, resolved).events).toEqual([
      {
        kind: 'marketResolved',
        resolution: {
          marketId: market,
          payouts: [
            { tokenId: '11', payout: 0 },
            { tokenId: '12', payout: 1_000_000 },
          ],
        },
        venueAtMs: 1_771_634_702_000,
      },
    ]);
  });

  test('a resolution for a token of another market is refused', () => {
    const { events, problems } = parseFrame(SOURCE, { ...resolved, winning_asset_id: '13' });
    expect(events).toEqual([]);
    expect(problems[0]).toMatchObject({ reason: 'malformed', field: 'winning_asset_id' });
  });

  test('a resolution that names a token twice is refused: a set pays one dollar', () => {
    const { events, problems } = parseFrame(SOURCE, { ...resolved, assets_ids: ['12', '12'] });
    expect(events).toEqual([]);
    expect(problems[0]).toMatchObject({ reason: 'malformed', field: 'assets_ids' });
  });

  const listed = {
    event_type: 'new_market',
    id: '5347188',
    question: 'Will it rain?',
    market: market.toUpperCase().replace('0X', '0x'),
    slug: 'will-it-rain',
    assets_ids: ['11', '12'],
    outcomes: ['Yes', 'No'],
    event_message: { id: '1', slug: 'rain' },
    timestamp: '1791242171528',
    tags: ['Weather'],
    order_price_min_tick_size: '0.01',
    fees_enabled: true,
    fee_schedule: { exponent: '1', rate: '0.04', taker_only: true, rebate_rate: '0.25' },
  };

  test('a new market is listed, and takes no orders before its risk is known', () => {
    expect(parseFrame(SOURCE, listed).events).toMatchObject([
      {
        kind: 'marketListed',
        market: {
          id: market,
          version: 'v1',
          eventGroupId: 'rain',
          categories: ['weather'],
          outcomes: [
            { tokenId: '11', label: 'Yes' },
            { tokenId: '12', label: 'No' },
          ],
          rules: { tick: 10_000, fee: { ratePpm: 40_000, exponent: 1 } },
          acceptingOrders: false,
          status: 'open',
        },
      },
    ]);
  });

  test('a new market of Protocol V2 is known by the shape of its ids', () => {
    const yes = '663574927012476832975694178961957910328055987427402067619466963999000625152';
    const no = `${yes.slice(0, -1)}3`;
    const { events } = parseFrame(SOURCE, { ...listed, assets_ids: [yes, no] });
    expect(events).toMatchObject([{ market: { version: 'v2' } }]);
  });

  test('an array is read row by row: a bad row does not cost the others', () => {
    const { events, problems } = parseFrame(SOURCE, [
      resolved,
      null,
      { event_type: 'x' },
      resolved,
    ]);
    expect(events).toHaveLength(2);
    expect(problems.map((each) => each.reason)).toEqual(['malformed', 'unknownKind']);
  });

  test('the answer to a ping is nothing', () => {
    expect(parseText(SOURCE, 'PONG')).toMatchObject({ events: [], problems: [] });
  });

  test('no bid is 0 and no ask is 0 or 1', () => {
    const best = (bid: string, ask: string) =>
      parseFrame(SOURCE, {
        event_type: 'best_bid_ask',
        market,
        asset_id: '11',
        best_bid: bid,
        best_ask: ask,
        timestamp: '1771634702000',
      }).events;
    expect(best('0', '1')).toMatchObject([{ bid: null, ask: null }]);
    expect(best('0', '0')).toMatchObject([{ bid: null, ask: null }]);
    expect(best('0.2', '0.3')).toMatchObject([{ bid: 200_000, ask: 300_000 }]);
  });
});
