import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { FrameReader, isRow } from '../../../src/data/parsed.ts';
import { parseUserFrame, parseUserText } from '../../../src/data/polymarket/parse-user.ts';
import { parseUserOrder } from '../../../src/data/polymarket/parse-user-order.ts';
import { parseUserTrade } from '../../../src/data/polymarket/parse-user-trade.ts';
import { userOrderSchema, userTradeSchema } from '../../../src/data/polymarket/schema-user.ts';
import { ownedBy } from '../../../src/data/polymarket/venue-fills.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { mutated } from './frames.ts';
import { API_KEY, FUNDER, orderFrame, tradeFrame } from './user-frames.ts';

const isOwn = ownedBy(FUNDER as WalletAddress, () => API_KEY);

describe.each([
  ['an order', { schema: userOrderSchema, parse: parseUserOrder, frames: orderFrame }],
  ['a trade', { schema: userTradeSchema, parse: parseUserTrade, frames: tradeFrame }],
] as const)('%s', (_name, of) => {
  const { parse } = of;
  const schema: z.ZodType<unknown> = of.schema;
  const frames: fc.Arbitrary<unknown> = of.frames;
  const oracle = (row: unknown) => {
    const parsed = schema.safeParse(row);
    return parsed.success ? parsed.data : null;
  };

  test('is read as its schema reads it', () => {
    fc.assert(
      fc.property(frames, (row) => {
        const reader = new FrameReader('test');
        const parsed = isRow(row) ? parse(row, reader) : null;
        expect(parsed).toEqual(oracle(row));
        expect(parsed).not.toBeNull();
        expect(reader.problems).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('that is damaged is taken or refused as its schema does, and a field is named', () => {
    fc.assert(
      fc.property(mutated(frames), (row) => {
        if (!isRow(row)) return;
        const reader = new FrameReader('test');
        const parsed = parse(row, reader);
        expect(parsed).toEqual(oracle(row));
        expect(reader.problems).toHaveLength(parsed === null ? 1 : 0);
      }),
      { numRuns: 3_000 },
    );
  });
});

test('no message of the user channel throws, whatever it is', () => {
  const frames = fc.oneof(mutated(orderFrame), mutated(tradeFrame), fc.jsonValue());
  fc.assert(
    fc.property(fc.oneof(frames, fc.array(frames, { maxLength: 3 })), (frame) => {
      const { events, problems } = parseUserFrame(frame, isOwn);
      const isEmpty = Array.isArray(frame) && frame.length === 0;
      if (!isEmpty) expect(events.length + problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

const HASH = `0x${'ab'.repeat(32)}`;
const ORDER = {
  event_type: 'order',
  id: HASH,
  owner: API_KEY,
  market: `0x${'cd'.repeat(32)}`,
  asset_id: '71321',
  side: 'BUY',
  original_size: '10',
  size_matched: '0',
  price: '0.52',
  type: 'PLACEMENT',
  status: 'LIVE',
  maker_address: FUNDER,
  timestamp: '1782753357257',
};
const eventsOf = (over: object) => parseUserFrame({ ...ORDER, ...over }, isOwn).events;

describe('an order frame', () => {
  test.each([
    [{}, { status: 'live', matched: 0 }],
    [
      { type: 'UPDATE', size_matched: '2.5' },
      { status: 'live', matched: 2_500_000 },
    ],
    [{ type: 'UPDATE', status: 'MATCHED', size_matched: '10' }, { status: 'matched' }],
    [{ status: 'DELAYED' }, { status: 'delayed' }],
    [{ status: 'UNMATCHED' }, { status: 'live' }],
    [{ type: 'CANCELLATION', status: 'LIVE' }, { status: 'canceled' }],
    [{ type: 'CANCELLATION', status: 'INVALID' }, { status: 'invalid' }],
    [{ type: 'CANCELLATION', status: 'CANCELED' }, { status: 'canceled' }],
    [{ type: 'CANCELLATION', status: 'MATCHED' }, { status: 'matched' }],
    [{ size_matched: '' }, { matched: null }],
    [{ size_matched: undefined }, { matched: null }],
    [{ size_matched: null }, { matched: null }],
    [
      { status: 'ORDER_STATUS_LIVE', original_size: '10000000', size_matched: '2500000' },
      { status: 'live', matched: 2_500_000 },
    ],
    // A prefix alone does not make micro-shares of a decimal.
    [
      { status: 'ORDER_STATUS_LIVE', original_size: '10.0', size_matched: '2' },
      { matched: 2_000_000 },
    ],
    [
      { status: 'ORDER_STATUS_LIVE', original_size: '10', size_matched: '2' },
      { matched: 2_000_000 },
    ],
    // Without one, a large whole number is shares.
    [{ original_size: '10000000', size_matched: '2500000' }, { matched: 2_500_000_000_000 }],
    [{ event_type: undefined, type: 'UPDATE' }, { kind: 'order' }],
  ])('%j says %j', (over, expected) => {
    expect(eventsOf(over)).toEqual([expect.objectContaining({ hash: HASH, ...expected })]);
  });

  test('of a killed order is read although most of it is empty', () => {
    const killed = {
      ...{ type: 'CANCELLATION', created_at: '', outcome: '', size_matched: '' },
      status: "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.",
      market: '0x0014',
    };
    expect(eventsOf(killed)).toEqual([
      { kind: 'order', hash: HASH, status: 'canceled', matched: null },
    ]);
  });

  test.each([
    [{ id: '0x78xx' }, 'id'],
    [{ status: 'SOMETHING' }, 'status'],
    [{ size_matched: '-1' }, 'size_matched'],
    [{ size_matched: 5 }, 'size_matched'],
  ])('%j is refused', (over, field) => {
    const { events, problems } = parseUserFrame({ ...ORDER, ...over }, isOwn);
    expect(events).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ reason: 'malformed', field })]);
  });

  test('of another wallet under the same key is not ours', () => {
    const foreign = { ...ORDER, maker_address: `0x${'99'.repeat(20)}` };
    expect(parseUserFrame(foreign, isOwn)).toMatchObject({
      events: [],
      problems: [{ reason: 'ignored' }],
    });
    // Where no address stands, the key decides.
    expect(parseUserFrame({ ...ORDER, maker_address: '' }, isOwn).events).toHaveLength(1);
  });
});

describe('a text', () => {
  test('of an array holds several messages, and a bad one does not spoil the others', () => {
    const text = JSON.stringify([ORDER, { event_type: 'news' }, 7, ORDER]);
    const { events, problems } = parseUserText(text, isOwn);
    expect(events).toHaveLength(2);
    expect(problems.map(({ reason }) => reason)).toEqual(['unknownKind', 'malformed']);
  });

  test('that is no JSON is counted, and nothing of it is kept', () => {
    const { problems } = parseUserText('{"apiKey":"secret', isOwn);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });
});
