import { describe, expect, test } from 'vitest';
import { FeedWatch } from '../../../src/app/running/feed-watch.ts';
import type { FeedView } from '../../../src/engine/contract/views.ts';

const START_MS = 1_790_766_960_000;
const MINUTE_MS = 60_000;
type State = FeedView['state'];

/** Looks at one feed at moments after the start; returns what was told. */
class Watched {
  readonly #watch = new FeedWatch();

  look(afterMs: number, state: State, name = 'trades') {
    const feed = { name, state } as FeedView;
    return this.#watch.look([feed], START_MS + afterMs);
  }
}

const DOWN = [{ name: 'trades', state: 'down', sinceMs: START_MS }];
const BACK = [{ name: 'trades', state: 'back', sinceMs: START_MS }];

describe('watching feeds', () => {
  test.each<State>(['down', 'silent', 'connecting'])(
    '%s for two minutes is told, once',
    (state) => {
      const feed = new Watched();
      expect(feed.look(0, state)).toEqual([]);
      expect(feed.look(2 * MINUTE_MS - 1, state)).toEqual([]);
      expect(feed.look(2 * MINUTE_MS, state)).toEqual(DOWN);
      expect(feed.look(3 * MINUTE_MS, state)).toEqual([]);
      expect(feed.look(60 * MINUTE_MS, 'down')).toEqual([]);
    },
  );

  test.each<State>(['live', 'waiting'])('that it is back is told once when it is %s', (state) => {
    const feed = new Watched();
    feed.look(0, 'down');
    feed.look(2 * MINUTE_MS, 'down');
    expect(feed.look(5 * MINUTE_MS, state)).toEqual(BACK);
    expect(feed.look(6 * MINUTE_MS, state)).toEqual([]);
  });

  test('one that comes back sooner is no news, and begins anew', () => {
    const feed = new Watched();
    feed.look(0, 'down');
    expect(feed.look(2 * MINUTE_MS - 1, 'live')).toEqual([]);
    expect(feed.look(2 * MINUTE_MS, 'down')).toEqual([]);
    expect(feed.look(4 * MINUTE_MS - 1, 'down')).toEqual([]);
    expect(feed.look(4 * MINUTE_MS, 'down')).toEqual([
      { ...DOWN[0], sinceMs: START_MS + 2 * MINUTE_MS },
    ]);
  });

  test('trouble of another kind in between does not start the time anew', () => {
    const feed = new Watched();
    feed.look(0, 'connecting');
    feed.look(MINUTE_MS, 'down');
    expect(feed.look(2 * MINUTE_MS, 'silent')).toEqual(DOWN);
  });

  test('a feed that went down again after it was back is told again', () => {
    const feed = new Watched();
    feed.look(0, 'down');
    feed.look(2 * MINUTE_MS, 'down');
    feed.look(3 * MINUTE_MS, 'live');
    feed.look(4 * MINUTE_MS, 'down');
    expect(feed.look(6 * MINUTE_MS, 'down')).toHaveLength(1);
  });

  test('feeds are told apart', () => {
    const watch = new FeedWatch();
    const feeds = [
      { name: 'books', state: 'live' },
      { name: 'trades', state: 'down' },
      { name: 'markets', state: 'silent' },
    ] as FeedView[];
    watch.look(feeds, START_MS);
    const told = watch.look(feeds, START_MS + 2 * MINUTE_MS);
    expect(told.map(({ name }) => name)).toEqual(['trades', 'markets']);
  });
});
