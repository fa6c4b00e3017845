import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import {
  BOOK_ATTEMPTS_MAX,
  BOOK_MARKETS_MAX,
  BOOKS_JOIN_MS,
  BOOKS_SPACING_MS,
  BookReader,
} from '../../../../src/data/polymarket/feed/book-reader.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import { HOUR_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { json, type Reply, type Seen } from '../../../servers/http-double.ts';
import { bookOf, conditionOf } from '../client/venue.ts';
import { InMemoryVenue, intoSink, nothingLeft, RecordingSink } from './in-memory.ts';

const id = (at: number) => conditionOf(at) as MarketId;
const tokensOf = (at: number) => [`${at}1`, `${at}2`] as unknown as readonly TokenId[];
const book = (token: string) => ({
  ...bookOf(token),
  market: conditionOf(Number(token.slice(0, -1))),
});
const askedOf = ({ body }: Seen) =>
  (body as readonly { readonly token_id: string }[]).map(({ token_id: token }) => token);
const all = (seen: Seen): Reply => json(askedOf(seen).map(book));

function readerOf(reply: (seen: Seen, nth: number) => Reply) {
  const venue = new InMemoryVenue({ method: 'POST', path: '/books', reply });
  const sink = new RecordingSink();
  const reader = new BookReader(venue.client.clob, intoSink(sink), venue.runtime);
  return { venue, runtime: venue.runtime, sink, reader };
}

describe('books that have to be read again', () => {
  test('are read together, and delivered as the venue’s own, a frame for each market', async () => {
    const { venue, runtime, sink, reader } = readerOf(all);
    reader.reread(id(1), tokensOf(1));
    reader.reread(id(2), tokensOf(2));
    await runtime.advance(BOOKS_JOIN_MS);
    expect(venue.seen.map(askedOf)).toEqual([['11', '12', '21', '22']]);
    expect(sink.frames).toMatchObject([
      { source: 'polymarket.book', frame: [book('11'), book('12')] },
      { source: 'polymarket.book', frame: [book('21'), book('22')] },
    ]);
    const events = sink.frames.flatMap(({ source, frame }) => parseFrame(source, frame).events);
    expect(events).toMatchObject(Array.from({ length: 4 }, () => ({ source: 'poll' })));
    expect(reader.snapshot()).toMatchObject({ books: 4, waiting: 0, failures: 0 });
    await reader.close();
    await nothingLeft(runtime);
  });

  test('go in requests of bounded size and rate', async () => {
    const { venue, runtime, reader } = readerOf(all);
    const count = 3 * BOOK_MARKETS_MAX;
    for (let at = 1; at <= count; at += 1) reader.reread(id(at), tokensOf(at));
    await runtime.advance(BOOKS_JOIN_MS + BOOKS_SPACING_MS);
    expect(venue.seen.map((seen) => askedOf(seen).length)).toEqual([100, 100]);
    await runtime.advance(BOOKS_SPACING_MS);
    expect(venue.seen).toHaveLength(3);
    await reader.close();
  });

  test('that are not there are asked for again, and given up in the end', async () => {
    const { venue, runtime, sink, reader } = readerOf(() => json([book('11')]));
    reader.reread(id(1), tokensOf(1));
    await runtime.advance(10 * SECOND_MS);
    expect(reader.snapshot()).toMatchObject({ waiting: 1, trouble: 'a book is missing' });
    await runtime.advance(HOUR_MS);
    expect(venue.seen).toHaveLength(BOOK_ATTEMPTS_MAX);
    expect(sink.frames).toHaveLength(BOOK_ATTEMPTS_MAX);
    expect(reader.snapshot()).toMatchObject({ waiting: 0, givenUp: 1 });
    await reader.close();
  });

  test('of another market are not taken for those that were asked for', async () => {
    const { runtime, sink, reader } = readerOf((seen) =>
      json(askedOf(seen).map((token) => ({ ...book(token), market: conditionOf(9) }))),
    );
    reader.reread(id(1), tokensOf(1));
    await runtime.advance(BOOKS_JOIN_MS);
    expect(sink.frames).toEqual([]);
    expect(reader.snapshot()).toMatchObject({ waiting: 1 });
    await reader.close();
  });

  test('come after an outage', async () => {
    const { runtime, sink, reader } = readerOf((seen, nth) =>
      nth < 6 ? json({ error: 'no' }, 503) : all(seen),
    );
    reader.reread(id(1), tokensOf(1));
    await runtime.advance(SECOND_MS / 2);
    expect(sink.frames).toEqual([]);
    await runtime.advance(HOUR_MS);
    expect(sink.frames).toHaveLength(1);
    expect(reader.snapshot()).toMatchObject({ waiting: 0, givenUp: 0 });
    await reader.close();
  });

  test('are read once more when asked for while they are being read', async () => {
    let release = (_reply: Reply): void => undefined;
    const until = new Promise<Reply>((resolve) => {
      release = resolve;
    });
    const { venue, runtime, reader } = readerOf((seen, nth) =>
      nth === 0 ? { kind: 'hold', until } : all(seen),
    );
    reader.reread(id(1), tokensOf(1));
    await runtime.advance(BOOKS_JOIN_MS);
    reader.reread(id(1), tokensOf(1));
    release(json([book('11'), book('12')]));
    await runtime.advance(SECOND_MS);
    expect(venue.seen).toHaveLength(2);
    expect(reader.snapshot()).toMatchObject({ waiting: 0, books: 4 });
    await reader.close();
  });

  test('are not delivered, and not asked for again, when nobody needs them any more', async () => {
    let release = (_reply: Reply): void => undefined;
    const until = new Promise<Reply>((resolve) => {
      release = resolve;
    });
    const { venue, runtime, sink, reader } = readerOf(() => ({ kind: 'hold', until }));
    reader.reread(id(1), tokensOf(1));
    reader.reread(id(2), tokensOf(2));
    await runtime.advance(BOOKS_JOIN_MS);
    reader.forget(id(1));
    release(json([book('11'), book('12'), book('21'), book('22')]));
    await runtime.advance(HOUR_MS);
    expect(sink.rows).toEqual([book('21'), book('22')]);
    expect(venue.seen).toHaveLength(1);
    expect(reader.snapshot()).toMatchObject({ waiting: 0, failures: 0 });
    await reader.close();
    await nothingLeft(runtime);
  });
});
