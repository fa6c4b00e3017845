import { expect, test } from 'vitest';
import {
  BOOK_DOUBT_MS,
  BOOK_DOUBT_MS_MAX,
  BookWatch,
} from '../../../src/app/running/book-watch.ts';
import type { MarketId } from '../../../src/engine/domain/ids.ts';

const ONE = '0x01' as MarketId;
const TWO = '0x02' as MarketId;

test('a book that stays unusable is asked for again, each time after twice as long', () => {
  const watch = new BookWatch();
  const asked: number[] = [];
  for (let nowMs = 0; nowMs <= 600_000; nowMs += 1_000) {
    if (watch.look([ONE], nowMs).length > 0) asked.push(nowMs);
  }
  const pauses = asked.map((atMs, at) => atMs - (asked[at - 1] ?? 0));
  expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8].map((times) => times * BOOK_DOUBT_MS));
  expect(Math.max(...pauses)).toBe(BOOK_DOUBT_MS_MAX);
});

test('a book that came back is doubted from the start when it goes again', () => {
  const watch = new BookWatch();
  expect(watch.look([ONE, TWO], 0)).toEqual([]);
  expect(watch.look([TWO], BOOK_DOUBT_MS)).toEqual([TWO]);
  expect(watch.look([ONE], BOOK_DOUBT_MS + 1)).toEqual([]);
  expect(watch.look([ONE], 2 * BOOK_DOUBT_MS)).toEqual([]);
  expect(watch.look([ONE], 2 * BOOK_DOUBT_MS + 1)).toEqual([ONE]);
});
