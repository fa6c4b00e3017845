import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BookCache } from '../../../../src/data/polymarket/feed/book-cache.ts';
import { BOOKS_JOIN_MS } from '../../../../src/data/polymarket/feed/book-reader.ts';
import { KEPT_BOOK_MS, keptKey } from '../../../../src/data/polymarket/feed/kept-book.ts';
import { STATE_PATIENCE_MS } from '../../../../src/data/polymarket/feed/patient-state.ts';
import { json } from '../../../servers/http-double.ts';
import { hasRedisServer, type RedisServer, startRedisServer } from '../../../servers/redis.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { AwaitedState } from '../../state/awaited-state.ts';
import { inProcessSubject } from '../../state/in-process-subject.ts';
import { type RedisSubject, redisSubject } from '../../state/redis-subject.ts';
import type { StateStoreSubject } from '../../state/state-store-subject.ts';
import { askedOf, id, knownAs, rowOf, streamed } from './cached-books.ts';
import { InMemoryVenue, RecordingSink } from './in-memory.ts';

const available = hasRedisServer();
const skipped = available ? '' : ' (SKIPPED: there is no redis-server on this machine)';

/** Processes on one state store and one venue. */
class Processes {
  readonly venue = new InMemoryVenue({
    method: 'POST',
    path: '/books',
    reply: (seen) => json(askedOf(seen).map((token) => rowOf(token))),
  });
  readonly #caches: BookCache[] = [];
  readonly #states: AwaitedState[] = [];
  readonly #subject: StateStoreSubject;

  constructor(subject: StateStoreSubject) {
    this.#subject = subject;
  }

  async start() {
    const state = new AwaitedState(await this.#subject.client());
    const sink = new RecordingSink();
    const { client, runtime } = this.venue;
    const failed = (error: unknown) => expect.fail(String(error));
    const cache = new BookCache({ clob: client.clob, state, sink, runtime, failed });
    this.#states.push(state);
    this.#caches.push(cache);
    return { cache, sources: () => sink.frames.map(({ source }) => source) };
  }

  /** Wants market 1 in a process; until its book came. */
  async wants({ cache }: { readonly cache: BookCache }): Promise<void> {
    cache.want(id(1), knownAs(1));
    await this.answered();
    await this.venue.runtime.advance(BOOKS_JOIN_MS);
    await this.answered();
  }

  async answered(): Promise<void> {
    for (const state of this.#states) await state.answered();
    await this.venue.runtime.advance(0);
  }

  async end(): Promise<void> {
    for (const cache of this.#caches) await cache.close();
    await this.#subject.end();
  }
}

function contract(open: () => Promise<StateStoreSubject>): void {
  let processes: Processes;
  beforeEach(async () => {
    processes = new Processes(await open());
  });
  afterEach(() => processes.end());

  test('what one process read is found by another, without a request', async () => {
    const [one, other] = [await processes.start(), await processes.start()];
    await processes.wants(one);
    await processes.wants(other);
    expect(one.sources()).toEqual(['polymarket.book']);
    expect(other.sources()).toEqual(['polymarket.kept-book']);
    expect(processes.venue.seen).toHaveLength(1);
  });

  test('what became too old is read anew, whatever the state store still has', async () => {
    const [one, other] = [await processes.start(), await processes.start()];
    await processes.wants(one);
    await processes.venue.runtime.advance(KEPT_BOOK_MS);
    await processes.wants(other);
    expect(other.sources()).toEqual(['polymarket.book']);
    expect(processes.venue.seen).toHaveLength(2);
  });

  test('what one process knows to be over is not found by another', async () => {
    const [one, other] = [await processes.start(), await processes.start()];
    await processes.wants(one);
    one.cache.seen(streamed('bookDelta', { at: 1, venueAtMs: START_AT_MS }));
    await processes.answered();
    await processes.wants(other);
    expect(other.sources()).toEqual(['polymarket.book']);
  });
}

describe('books kept in process', () => {
  contract(inProcessSubject);
});

describe.skipIf(!available)(`books kept in Redis${skipped}`, () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  contract(() => redisSubject(server.url));

  describe('as a plain client sees them', () => {
    let subject: RedisSubject;
    let processes: Processes;
    let plain: Redis;
    beforeEach(async () => {
      subject = await redisSubject(server.url);
      processes = new Processes(subject);
      plain = new Redis(server.url);
    });
    afterEach(async () => {
      server.thaw();
      plain.disconnect();
      await processes.end();
    });

    test('are one key a market that lives 5 s at most', async () => {
      await processes.wants(await processes.start());
      const key = `${subject.prefix}:value:${keptKey(id(1))}`;
      expect(await plain.keys(`${subject.prefix}:*`)).toEqual([key]);
      const ttlMs = await plain.pttl(key);
      expect(ttlMs).toBeGreaterThan(0);
      expect(ttlMs).toBeLessThanOrEqual(KEPT_BOOK_MS);
      const { readAtMs } = JSON.parse(String(await plain.get(key)));
      expect(readAtMs).toBe(START_AT_MS + BOOKS_JOIN_MS);
    });

    test('that somebody else wrote are left alone', async () => {
      const key = `${subject.prefix}:value:${keptKey(id(1))}`;
      for (const foreign of ['{"readAtMs":1', '[]', JSON.stringify({ readAtMs: 1, rows: [1] })]) {
        await plain.set(key, foreign);
        const process = await processes.start();
        await processes.wants(process);
        expect(process.sources()).toEqual(['polymarket.book']);
        expect(process.cache.snapshot()).toMatchObject({ unreadable: 1, failures: 0 });
      }
    });

    test('are not waited for when the server says nothing', async () => {
      const process = await processes.start();
      server.freeze();
      process.cache.want(id(1), knownAs(1));
      await processes.venue.runtime.advance(STATE_PATIENCE_MS);
      await processes.venue.runtime.advance(BOOKS_JOIN_MS);
      expect(process.sources()).toEqual(['polymarket.book']);
      expect(process.cache.snapshot()).toMatchObject({ late: 1 });
    });
  });
});
