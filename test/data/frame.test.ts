import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRAME_SOURCES, parseFrame, parseText } from '../../src/data/frame.ts';
import {
  CHANGES_MAX,
  FRAME_LENGTH_MAX,
  LEVELS_MAX,
  PROBLEMS_MAX,
  ROWS_MAX,
} from '../../src/data/parsed.ts';
import { problemOf } from '../../src/tape/tape-line.ts';
import { HOSTILE } from './polymarket/frames.ts';

const source = fc.constantFrom(...FRAME_SOURCES, 'nobody.knows', '__proto__', 'constructor', '');

describe('no input throws', () => {
  test('not any value', () => {
    const value = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true }),
      fc.constantFrom(...HOSTILE),
      fc.dictionary(
        fc.constantFrom('event_type', 'type', 'topic', 'payload', 'data', 'stream', 'trades'),
        fc.constantFrom('book', 'price_change', 'TRADE', 'activity', 'trades', ...HOSTILE),
      ),
    );
    fc.assert(
      fc.property(source, value, (name, frame) => {
        const { events, problems } = parseFrame(name, frame);
        // Only an empty list, or a page with one, says nothing at all.
        if (events.length + problems.length > 0) return;
        const lists = [frame, ...Object.values(frame as object)].filter(Array.isArray);
        expect(lists.some((list) => list.length === 0)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test('not any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
    );
    fc.assert(
      fc.property(source, text, (name, each) => {
        parseText(name, each);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each(FRAME_SOURCES)('not deep nesting from %s', (name) => {
    const depth = 200_000;
    for (const [open, close] of [
      ['[', ']'],
      ['{"data":', '}'],
      ['{"payload":', '}'],
    ] as const) {
      const { events } = parseText(name, `${open.repeat(depth)}1${close.repeat(depth)}`);
      expect(events).toEqual([]);
    }
  });
});

test('nothing leaks into prototypes', () => {
  const text = '{"__proto__":{"event_type":"book","polluted":1},"constructor":{"prototype":{}}}';
  for (const name of FRAME_SOURCES) parseText(name, text);
  expect({}).not.toHaveProperty('polluted');
  expect(parseText('polymarket.market', text).events).toEqual([]);
});

describe('what is not read is counted', () => {
  const reason = (name: string, text: string) => parseText(name, text).problems[0]?.reason;

  test('by reason', () => {
    expect(reason('nobody.knows', '{}')).toBe('unknownSource');
    expect(reason('polymarket.market', '{"event_type":"bo')).toBe('notJson');
    expect(reason('polymarket.market', '{"event_type":"hello"}')).toBe('unknownKind');
    expect(reason('polymarket.market', ' '.repeat(FRAME_LENGTH_MAX + 1))).toBe('tooLarge');
    expect(parseFrame('polymarket.book', Array(ROWS_MAX + 1)).problems).toMatchObject([
      { reason: 'tooMany', source: 'polymarket.book' },
    ]);
  });

  test('with the field and what it should be', () => {
    expect(parseFrame('polymarket.book', { market: 'x' }).problems).toEqual([
      {
        reason: 'malformed',
        source: 'polymarket.book',
        field: 'market',
        expected: 'a condition id',
      },
    ]);
  });

  test('up to a limit per frame', () => {
    const rows = Array.from({ length: ROWS_MAX }, () => null);
    expect(parseFrame('polymarket.market', rows).problems).toHaveLength(PROBLEMS_MAX);
  });

  test('for a book or a change that is too long', () => {
    const head = { market: `0x${'a'.repeat(64)}`, timestamp: '1700000000000' };
    const bids = Array.from({ length: LEVELS_MAX + 1 }, () => ({ price: '0.5', size: '1' }));
    const long = { ...head, asset_id: '1', bids, asks: [] };
    expect(parseFrame('polymarket.book', long).events).toEqual([]);
    expect(parseFrame('polymarket.book', { ...long, bids: bids.slice(1) }).events).toHaveLength(1);
    const change = { asset_id: '1', price: '0.5', size: '1', side: 'BUY' };
    const frame = (count: number) => ({
      ...head,
      event_type: 'price_change',
      price_changes: Array.from({ length: count }, () => change),
    });
    expect(parseFrame('polymarket.market', frame(CHANGES_MAX + 1)).events).toEqual([]);
    expect(parseFrame('polymarket.market', frame(CHANGES_MAX)).events).toHaveLength(1);
  });
});

test.each(FRAME_SOURCES)('a tape takes frames of %s', (source) => {
  expect(problemOf({ t: 0, source, frame: {} })).toBeNull();
});

/** Recordings kept beside the project: most are not ours to publish. */
const TAPES = new URL('../../../shared/data/tapes/', import.meta.url);
const present = existsSync(TAPES);
if (!present) console.warn('skipped: recordings are absent from ../shared/data/tapes');
/** Rows read of each tape; the longest holds 289,171 of one kind. */
const ROWS_READ_MAX = 20_000;

describe.skipIf(!present)('the recorded tapes', () => {
  const tapes = present ? readdirSync(TAPES).filter((name) => name.endsWith('.jsonl.gz')) : [];

  test.each(tapes)('%s is read without a flaw but prices of zero', (name) => {
    const lines = gunzipSync(readFileSync(new URL(name, TAPES)))
      .toString()
      .split('\n');
    let events = 0;
    for (const line of lines.filter((each) => each !== '').slice(0, ROWS_READ_MAX)) {
      const row = JSON.parse(line);
      const parsed = parseFrame(row.source, row.frame, row.t);
      events += parsed.events.length;
      if (parsed.problems.length === 0) continue;
      const price = row.frame.value ?? row.frame.data?.p;
      expect(Number(price), JSON.stringify(parsed.problems)).toBe(0);
    }
    expect(events).toBeGreaterThan(0);
  });
});
