import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOOKS_JOIN_MS } from '../../../../src/data/polymarket/feed/book-reader.ts';
import {
  DELETE_INTERVAL_MS,
  ENTRIES_MAX,
  KeptEntries,
} from '../../../../src/data/polymarket/feed/kept-entries.ts';
import { json } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { askedOf, CachedBooks, id, knownAs, rowOf, streamed, tokensOf } from './cached-books.ts';

/** When the venue last changed the books of {@link rowOf}. */
const CHANGED_AT_MS = START_AT_MS - 60_000;

let books: CachedBooks;
let process: ReturnType<CachedBooks['process']>;
beforeEach(() => {
  books = new CachedBooks();
  process = books.process();
});
afterEach(() => process.cache.close());

/** Reads the book of market 1 and keeps it. */
async function kept(): Promise<void> {
  process.cache.want(id(1), knownAs(1));
  await books.soon();
  expect(await books.state.kept(1)).not.toBeNull();
}

/** Wants market 1 again, as after it was given up; tells where its book came from. */
async function wantedAgain(): Promise<string | undefined> {
  process.cache.forget(id(1));
  process.cache.want(id(1), knownAs(1));
  await books.soon();
  return process.sources().at(-1);
}

const deletes = () => books.state.asked.filter((what) => what === 'delete').length;

type Ending = readonly [what: string, happens: () => void];

const ENDINGS: readonly Ending[] = [
  ['an order or a fill of our own', () => process.cache.invalidate(id(1))],
  [
    'a tick change',
    () => process.cache.seen(streamed('tickChange', { at: 1, venueAtMs: CHANGED_AT_MS + 1 })),
  ],
  [
    'a newer streamed book',
    () => process.cache.seen(streamed('bookSnapshot', { at: 1, venueAtMs: CHANGED_AT_MS + 1 })),
  ],
  [
    'a newer streamed change',
    () => process.cache.seen(streamed('bookDelta', { at: 1, venueAtMs: CHANGED_AT_MS + 1 })),
  ],
];

describe.each(ENDINGS)('after %s', (_, happens) => {
  test('what was kept is removed, for other processes as well', async () => {
    await kept();
    happens();
    await books.runtime.advance(1);
    expect(await books.state.kept(1)).toBeNull();
    const other = books.process();
    other.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(other.sources()).toEqual(['book']);
    await other.cache.close();
  });

  test('what could not be removed is still not used here', async () => {
    await kept();
    books.state.health = 'dead';
    happens();
    books.state.health = 'well';
    await books.runtime.advance(1);
    expect(await books.state.kept(1)).not.toBeNull();
    expect(await wantedAgain()).toBe('book');
    expect(process.cache.snapshot()).toMatchObject({ hits: 0, outrun: 1 });
  });

  test('a book that was kept before, and found before the list came, is not used', async () => {
    await books.state.lay(1, { readAtMs: START_AT_MS - 1_000, rows: [rowOf('11')] });
    const [yes] = tokensOf(1);
    if (yes === undefined) throw new Error('a market has tokens');
    process.cache.traded(id(1), yes);
    process.cache.want(id(1), null);
    await books.runtime.advance(1);
    happens();
    process.cache.listed(id(1), tokensOf(1));
    await books.runtime.advance(1_000);
    expect(process.sources()).not.toContain('kept-book');
  });
});

describe('what confirms a kept book does not remove it', () => {
  test.each(['bookSnapshot', 'bookDelta'] as const)(
    'like a %s of the same moment',
    async (kind) => {
      await kept();
      process.cache.seen(streamed(kind, { at: 1, venueAtMs: CHANGED_AT_MS }));
      await books.runtime.advance(1);
      expect(deletes()).toBe(0);
      expect(await wantedAgain()).toBe('kept-book');
    },
  );
});

describe('the stream', () => {
  test('ends the search with its first book: nothing older comes after it', async () => {
    const release = books.hold();
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(process.cache.isUnstreamed(id(1))).toBe(true);
    process.cache.seen(streamed('bookSnapshot', { at: 1, venueAtMs: CHANGED_AT_MS }));
    expect(process.cache.isUnstreamed(id(1))).toBe(false);
    release();
    await books.runtime.advance(60_000);
    expect(process.sink.frames).toEqual([]);
    expect(books.venue.seen, 'and is not asked for again').toHaveLength(1);
  });

  test('ends it also while the state store is asked', async () => {
    await books.state.lay(1, { readAtMs: START_AT_MS, rows: [rowOf('11')] });
    process.cache.want(id(1), knownAs(1));
    process.cache.seen(streamed('bookSnapshot', { at: 1, venueAtMs: CHANGED_AT_MS }));
    await books.runtime.advance(60_000);
    expect(process.sink.frames).toEqual([]);
    expect(books.venue.seen).toEqual([]);
  });

  test('that brought a change and no book makes kept ones that lack it useless', async () => {
    await books.state.lay(1, { readAtMs: START_AT_MS, rows: [rowOf('11')] });
    process.cache.want(id(1), knownAs(1));
    process.cache.seen(streamed('bookDelta', { at: 1, venueAtMs: CHANGED_AT_MS + 1 }));
    await books.soon();
    expect(process.sources()).toEqual(['book']);
    expect(process.cache.isUnstreamed(id(1)), 'its own book is still awaited').toBe(true);
  });

  test('removes at most one entry of a market a second, and none that it knows nothing of', async () => {
    for (let ms = 0; ms < 1_000; ms += 1) {
      process.cache.seen(streamed('bookDelta', { at: 1, venueAtMs: CHANGED_AT_MS + ms }));
    }
    expect(deletes()).toBe(0);
    for (let round = 1; round <= 60; round += 1) {
      process.cache.reread(id(1), tokensOf(1));
      await books.runtime.advance(BOOKS_JOIN_MS);
      for (let ms = 0; ms < 10; ms += 1) {
        const venueAtMs = START_AT_MS + round * 100 + ms;
        process.cache.seen(streamed('bookDelta', { at: 1, venueAtMs }));
      }
      await books.runtime.advance(100 - BOOKS_JOIN_MS);
    }
    expect(deletes()).toBeGreaterThan(1);
    expect(deletes()).toBeLessThanOrEqual(6_000 / DELETE_INTERVAL_MS + 1);
  });
});

describe('our own order while a first book is being read', () => {
  test('has it read once more, and the one before it not used nor kept', async () => {
    const release = books.hold();
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    await books.runtime.advance(10);
    process.cache.invalidate(id(1));
    books.answers((seen) => json(askedOf(seen).map((token) => rowOf(token, START_AT_MS))));
    release();
    await books.runtime.advance(0);
    expect(books.state.asked, 'what came first is not kept').toEqual(['get']);
    await books.runtime.advance(1_000);
    expect(books.venue.seen).toHaveLength(2);
    expect(process.sink.rows).toEqual(tokensOf(1).map((token) => rowOf(token, START_AT_MS)));
    expect(String(await books.state.kept(1))).toContain(String(START_AT_MS));
    expect(String(await books.state.kept(1))).not.toContain(String(CHANGED_AT_MS));
  });
});

describe('what a process remembers of kept books', () => {
  test('is bounded: where too much happened at once, nothing of before is used', () => {
    const entries = new KeptEntries();
    for (let at = 0; at < ENTRIES_MAX; at += 1) entries.invalidate(id(at), START_AT_MS);
    expect(entries.isUsable(id(9_999), START_AT_MS)).toBe(true);
    entries.invalidate(id(9_998), START_AT_MS + 1);
    expect(entries.size).toBe(ENTRIES_MAX);
    expect(entries.isUsable(id(0), START_AT_MS)).toBe(false);
    expect(entries.isUsable(id(9_999), START_AT_MS + 1)).toBe(false);
    expect(entries.isUsable(id(9_999), START_AT_MS + 2)).toBe(true);
  });

  test('lets an entry be removed, or written after that, once a second', () => {
    const entries = new KeptEntries();
    const removes = (atMs: number) => {
      entries.kept(id(1), CHANGED_AT_MS, atMs);
      return entries.invalidate(id(1), atMs);
    };
    expect(entries.mayWrite(id(1), START_AT_MS)).toBe(true);
    expect(removes(START_AT_MS)).toBe(true);
    const soonMs = START_AT_MS + DELETE_INTERVAL_MS - 1;
    expect([removes(soonMs), entries.mayWrite(id(1), soonMs)]).toEqual([false, false]);
    expect(entries.isUsable(id(1), soonMs), 'and it is not used either way').toBe(false);
    expect(entries.mayWrite(id(1), soonMs + 1)).toBe(true);
    expect(removes(soonMs + 1)).toBe(true);
  });

  test('is forgotten when it is over', () => {
    const entries = new KeptEntries();
    for (let at = 0; at < 100; at += 1) entries.kept(id(at), CHANGED_AT_MS, START_AT_MS);
    expect(entries.invalidate(id(1), START_AT_MS + 60_000), 'its entry is long gone').toBe(false);
    expect(entries.size).toBe(1);
    expect(entries.isUsable(id(2), START_AT_MS)).toBe(true);
  });
});
