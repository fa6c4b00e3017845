import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFrame, parseText } from '../../../src/data/frame.ts';
import { LEVELS_MAX, ROWS_MAX } from '../../../src/data/parsed.ts';
import { parseBookText } from '../../../src/data/polymarket/parse-book-text.ts';
import { bookFrame, canonicalBookFrame, mutated } from './frames.ts';

const SOURCE = 'polymarket.market';

const oneOrMore = fc.oneof(canonicalBookFrame, fc.array(canonicalBookFrame, { maxLength: 3 }));

/** What the long way makes of the text. */
const eventsOf = (text: string) => parseFrame(SOURCE, JSON.parse(text)).events;

test('does not need JSON.parse for the usual spelling of books, alone or in a list', () => {
  fc.assert(
    fc.property(canonicalBookFrame, fc.array(canonicalBookFrame, { maxLength: 3 }), (one, more) => {
      for (const frame of [one, [one], [one, ...more]]) {
        const text = JSON.stringify(frame);
        expect(parseBookText(text)).toEqual(eventsOf(text));
      }
    }),
  );
});

test('reads the same books from the text as from the parsed frame', () => {
  const frames = fc.oneof(oneOrMore, mutated(canonicalBookFrame), mutated(bookFrame));
  fc.assert(
    fc.property(frames, (frame) => {
      const text = JSON.stringify(frame) ?? '';
      const scanned = parseBookText(text);
      if (scanned !== null) expect(scanned).toEqual(eventsOf(text));
    }),
    { numRuns: 5_000 },
  );
});

test('reads the same books from a text with any characters changed, left out or put in', () => {
  const edit = fc.tuple(
    fc.nat(),
    fc.constantFrom('', ...'0.9"\\{}[],:aBé\u0000\u0130 -e'),
    fc.nat(1),
  );
  fc.assert(
    fc.property(oneOrMore, fc.array(edit, { maxLength: 3 }), (frame, edits) => {
      let text = JSON.stringify(frame);
      for (const [pick, character, replaced] of edits) {
        const at = pick % text.length;
        text = text.slice(0, at) + character + text.slice(at + replaced);
      }
      const scanned = parseBookText(text);
      if (scanned !== null) expect(scanned).toEqual(eventsOf(text));
    }),
    { numRuns: 5_000 },
  );
});

const LEVEL = '{"price":"0.5","size":"1"}';
const book = (bids: readonly string[], rest = {}) => {
  const { size = '1', time = '1771634702000' } = { ...rest };
  const head = `{"market":"0x${'ab'.repeat(32)}","asset_id":"11","timestamp":"${time}","hash":"aa"`;
  const asks = `[{"price":"0.7","size":"${size}"}]`;
  return `${head},"bids":[${bids.join()}],"asks":${asks},"tick_size":"0.01","event_type":"book","last_trade_price":""}`;
};

test.each([
  ['a size with seven decimals', book([LEVEL], { size: '1.0000000' })],
  ['a size of ten digits', book([LEVEL], { size: '1000000000' })],
  ['a size without a whole digit', book([LEVEL], { size: '.5' })],
  ['a size without a decimal', book([LEVEL], { size: '5.' })],
  ['a size with two points', book([LEVEL], { size: '1.2.3' })],
  ['a price above one', book(['{"price":"1.000001","size":"1"}'])],
  ['a time of twelve digits', book([LEVEL], { time: '177163470200' })],
  ['too many levels', book(Array.from({ length: LEVELS_MAX + 1 }, () => LEVEL))],
  ['too many books', `[${Array.from({ length: ROWS_MAX + 1 }, () => book([])).join()}]`],
  ['an empty list', '[]'],
  ['two books that are no list', `${book([])}${book([])}`],
  ['a list that is not closed', `[${book([])}`],
  ['a book with something behind it', `${book([])} `],
])('leaves %s to the long way', (_, text) => {
  expect(parseBookText(text)).toBeNull();
});

test('is not led astray by the longest frame', () => {
  const longest = book(Array.from({ length: 280_000 }, () => LEVEL));
  expect(parseText(SOURCE, longest).events).toEqual([]);
  expect(parseText(SOURCE, longest.slice(0, -1)).problems[0]).toMatchObject({ reason: 'notJson' });
});
