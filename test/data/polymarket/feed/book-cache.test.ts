import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { TRADED_MAX } from '../../../../src/data/polymarket/feed/book-cache.ts';
import { BOOKS_JOIN_MS } from '../../../../src/data/polymarket/feed/book-reader.ts';
import { KEPT_BOOK_MS } from '../../../../src/data/polymarket/feed/kept-book.ts';
import {
  STATE_CALLS_MAX,
  STATE_PATIENCE_MS,
} from '../../../../src/data/polymarket/feed/patient-state.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { json } from '../../../servers/http-double.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { askedOf, CachedBooks, id, knownAs, rowOf, tokensOf } from './cached-books.ts';
import { nothingLeft } from './in-memory.ts';

const QUIET_SINCE_MS = START_AT_MS - 60_000;

let books: CachedBooks;
let process: ReturnType<CachedBooks['process']>;
beforeEach(() => {
  books = new CachedBooks();
  process = books.process();
});
afterEach(async () => {
  await process.cache.close();
  expect(books.venue.violations).toEqual([]);
});

/** Another process, or the next start of this one, that has asked for a market. */
async function another(at: number) {
  const other = books.process();
  other.cache.want(id(at), knownAs(at));
  await books.soon();
  return other;
}

describe('the first book of a market', () => {
  test('is read at once when nothing is kept, delivered as any polled one, and kept for 5 s', async () => {
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(books.venue.seen.map(askedOf)).toEqual([['11', '12']]);
    const readAtMs = START_AT_MS + BOOKS_JOIN_MS;
    expect(process.sink.frames).toEqual([
      { source: 'polymarket.book', frame: [rowOf('11'), rowOf('12')], atMs: readAtMs },
    ]);
    const kept = JSON.parse(String(await books.state.kept(1)));
    expect(kept).toEqual({ readAtMs, rows: [rowOf('11'), rowOf('12')] });
    await books.runtime.advance(KEPT_BOOK_MS - 1);
    expect(await books.state.kept(1)).not.toBeNull();
    await books.runtime.advance(1);
    expect(await books.state.kept(1)).toBeNull();
    expect(process.cache.snapshot()).toMatchObject({ hits: 0, misses: 1, failures: 0 });
  });

  test('is found by the next process without a request, with its own age', async () => {
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    const readAtMs = START_AT_MS + BOOKS_JOIN_MS;
    await books.runtime.advance(3_000);
    const other = await another(1);
    expect(books.venue.seen).toHaveLength(1);
    expect(other.sources()).toEqual(['kept-book']);
    const [{ source, frame, atMs }] = other.sink.frames as [(typeof other.sink.frames)[0]];
    expect(atMs - readAtMs).toBe(3_000);
    expect(parseFrame(source, frame).events).toMatchObject(
      tokensOf(1).map((tokenId) => ({
        ...{ kind: 'bookSnapshot', marketId: id(1), tokenId },
        ...{ source: 'poll', readAtMs, venueAtMs: QUIET_SINCE_MS },
      })),
    );
    expect(other.cache.snapshot()).toMatchObject({ hits: 1, misses: 0, reads: 0 });
    await other.cache.close();
  });

  test('is read by one request however many ask, and while it is on its way', async () => {
    const release = books.hold();
    for (let at = 0; at < 10; at += 1) process.cache.want(id(1), knownAs(1));
    await books.soon();
    for (let at = 0; at < 10; at += 1) process.cache.want(id(1), knownAs(1));
    process.cache.listed(id(1), tokensOf(1));
    await books.runtime.advance(1_000);
    expect(books.venue.seen).toHaveLength(1);
    release();
    await books.runtime.advance(1_000);
    process.cache.want(id(1), knownAs(1));
    await books.runtime.advance(1_000);
    expect(books.venue.seen).toHaveLength(1);
    expect(process.sources()).toEqual(['book']);
  });

  test('of a market that nobody listed yet is asked for by the leader’s token, and waits for the list', async () => {
    process.cache.traded(id(1), '12' as TokenId);
    process.cache.want(id(1), null);
    await books.soon();
    await books.runtime.advance(800 - BOOKS_JOIN_MS);
    expect(books.venue.seen.map(askedOf)).toEqual([['12']]);
    expect(process.sink.frames).toEqual([]);
    process.cache.listed(id(1), tokensOf(1));
    const readAtMs = START_AT_MS + BOOKS_JOIN_MS;
    const frame = { readAtMs, rows: [rowOf('12')] };
    const atMs = START_AT_MS + 800;
    expect(process.sink.frames).toEqual([{ source: 'polymarket.kept-book', frame, atMs }]);
    await books.runtime.advance(1_000);
    expect(books.venue.seen, 'one outcome shows the book of both').toHaveLength(1);
  });

  test('is read anew when the list came too late for what was read', async () => {
    process.cache.traded(id(1), '12' as TokenId);
    process.cache.want(id(1), null);
    await books.soon();
    await books.runtime.advance(KEPT_BOOK_MS);
    process.cache.listed(id(1), tokensOf(1));
    expect(process.sink.frames).toEqual([]);
    await books.soon();
    expect(process.sources()).toEqual(['book']);
    expect(books.venue.seen).toHaveLength(2);
  });

  test('is asked for with the list where no token was known, or another one', async () => {
    process.cache.want(id(1), null);
    await books.runtime.advance(1_000);
    expect(books.state.asked).toEqual([]);
    process.cache.listed(id(1), tokensOf(1));
    process.cache.traded(id(2), '99' as TokenId);
    process.cache.want(id(2), null);
    process.cache.listed(id(2), tokensOf(2));
    await books.runtime.advance(1_000);
    expect(process.sources()).toEqual(['book', 'book']);
    expect(books.venue.seen.flatMap(askedOf).slice(-2)).toEqual(['21', '22']);
  });

  test('of a market that is over is not asked for', async () => {
    process.cache.want(id(1), { ...knownAs(1), status: 'closed' });
    await books.runtime.advance(1_000);
    expect(books.state.asked).toEqual([]);
  });

  test('is not asked for by tokens of trades that are long forgotten', async () => {
    for (let at = 1; at <= TRADED_MAX + 1; at += 1) {
      process.cache.traded(id(at), `${at}1` as TokenId);
    }
    process.cache.want(id(1), null);
    process.cache.want(id(2), null);
    await books.soon();
    expect(books.venue.seen.flatMap(askedOf)).toEqual(['21']);
  });

  test('is not delivered to who wants the market no more', async () => {
    const release = books.hold();
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    process.cache.forget(id(1));
    release();
    await books.runtime.advance(60_000);
    expect(process.sink.frames).toEqual([]);
    expect(books.venue.seen).toHaveLength(1);
  });
});

describe('without a state store', () => {
  test.each(['dead', 'stalled'] as const)(
    'that is %s the book is read over HTTP',
    async (health) => {
      books.state.health = health;
      process.cache.want(id(1), knownAs(1));
      await books.runtime.advance(STATE_PATIENCE_MS + BOOKS_JOIN_MS);
      expect(process.sources()).toEqual(['book']);
      const other = await another(1);
      await books.runtime.advance(STATE_PATIENCE_MS + BOOKS_JOIN_MS);
      expect(other.sources()).toEqual(['book']);
      const counts = process.cache.snapshot();
      expect(counts).toMatchObject(health === 'dead' ? { failures: 2, late: 0 } : { late: 1 });
      expect(books.failures).toHaveLength(health === 'dead' ? 4 : 0);
      await Promise.all([process.cache.close(), other.cache.close()]);
      await nothingLeft(books.runtime);
    },
  );

  test('an answer that comes after the patience is over changes nothing', async () => {
    await books.state.lay(1, { readAtMs: START_AT_MS, rows: [rowOf('11')] });
    const late: (() => void)[] = [];
    const { get } = books.state;
    books.state.get = async (key) => {
      await new Promise<void>((resolve) => late.push(resolve));
      return get.call(books.state, key);
    };
    process.cache.want(id(1), knownAs(1));
    await books.runtime.advance(STATE_PATIENCE_MS + BOOKS_JOIN_MS);
    for (const answer of late) answer();
    await books.runtime.advance(1_000);
    expect(process.sources()).toEqual(['book']);
  });

  test('no more is asked of it than may be without an answer', async () => {
    books.state.health = 'stalled';
    for (let at = 1; at <= STATE_CALLS_MAX + 10; at += 1) process.cache.want(id(at), knownAs(at));
    await books.runtime.advance(10_000);
    expect(books.state.asked).toHaveLength(STATE_CALLS_MAX);
    expect(process.sources(), 'and every book is read').toHaveLength(STATE_CALLS_MAX + 10);
  });

  test('nothing is left behind when it ends while it waits', async () => {
    books.state.health = 'stalled';
    process.cache.want(id(1), knownAs(1));
    await process.cache.close();
    await books.runtime.advance(0);
    await nothingLeft(books.runtime);
    expect(process.sink.frames).toEqual([]);
  });
});

describe('what lies in the state store', () => {
  const sound = { readAtMs: START_AT_MS - 1_000, rows: [rowOf('11'), rowOf('12')] };

  test.each([
    ['is no JSON', '{"readAtMs":17'],
    ['is empty', ''],
    ['is a number', '7'],
    ['has no books', { ...sound, rows: [] }],
    ['has no time', { rows: sound.rows }],
    ['has a time that is none', { ...sound, readAtMs: 'now' }],
    ['is of another market', { ...sound, rows: [rowOf('21'), rowOf('22')] }],
    ['is of other tokens', { ...sound, rows: [{ ...rowOf('11'), asset_id: '77' }] }],
    ['has one damaged book', { ...sound, rows: [rowOf('11'), { ...rowOf('12'), bids: 'x' }] }],
    ['has too many books', { ...sound, rows: Array(17).fill(rowOf('11')) }],
    ['is too long', { ...sound, padding: 'x'.repeat(300_000) }],
  ])('and %s is left alone and counted', async (_, value) => {
    await books.state.lay(1, value);
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(process.sources()).toEqual(['book']);
    expect(process.cache.snapshot()).toMatchObject({ hits: 0, unreadable: 1, misses: 1 });
  });

  test.each([
    ['older than 5 s', START_AT_MS - KEPT_BOOK_MS],
    ['of a clock that runs ahead', START_AT_MS + 1],
  ])('and is %s is not used, though nobody removed it', async (_, readAtMs) => {
    await books.state.lay(1, { ...sound, readAtMs });
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(process.sources()).toEqual(['book']);
    expect(process.cache.snapshot()).toMatchObject({ hits: 0, outrun: 1 });
  });

  test('and is just young enough is used', async () => {
    await books.state.lay(1, { ...sound, readAtMs: START_AT_MS - KEPT_BOOK_MS + 1 });
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(process.sources()).toEqual(['kept-book']);
  });

  test('never grows beyond what one entry may have', async () => {
    const price = (at: number) => ({ price: `0.${String(at).padStart(6, '0')}`, size: '1' });
    const bids = Array.from({ length: 9_000 }, (_, at) => price(at + 1));
    books.answers(() => json([{ ...rowOf('11'), bids }, rowOf('12')]));
    process.cache.want(id(1), knownAs(1));
    await books.soon();
    expect(process.sources()).toEqual(['book']);
    expect(await books.state.kept(1)).toBeNull();
    expect(process.cache.snapshot()).toMatchObject({ tooLong: 1 });
  });
});
