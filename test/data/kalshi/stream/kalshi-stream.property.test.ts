import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { Following } from './following.ts';
import { type FrameFault, VirtualKalshi } from './stream-venue.ts';

const TICKERS = Array.from({ length: 12 }, (_, at) => `KXA-${at}`);
/** Longer than silence, a probe, the longest wait before asking again, and refusals. */
const SETTLED_MS = 240_000;

type Step =
  | { readonly do: 'watch' | 'unwatch' | 'refresh'; readonly tickers: readonly string[] }
  | {
      readonly do: 'set';
      readonly ticker: string;
      readonly side: 'yes' | 'no';
      readonly cents: number;
      readonly count: number;
    }
  | { readonly do: 'fault'; readonly fault: FrameFault }
  | { readonly do: 'refuse'; readonly code: number }
  | { readonly do: 'terminal'; readonly code: 10 | 25; readonly isNamed: boolean }
  | { readonly do: 'end' | 'freeze' | 'forget' }
  | { readonly do: 'limit'; readonly markets: number }
  | { readonly do: 'wait'; readonly ms: number };

const some = fc.uniqueArray(fc.constantFrom(...TICKERS), { minLength: 1, maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('watch' as const), tickers: some }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unwatch' as const), tickers: some }) },
  fc.record({ do: fc.constant('refresh' as const), tickers: some }),
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      ticker: fc.constantFrom(...TICKERS),
      side: fc.constantFrom('yes' as const, 'no' as const),
      cents: fc.integer({ min: 1, max: 49 }),
      count: fc.nat(20),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom('drop' as const, 'duplicate' as const, 'reorder' as const),
    }),
  },
  fc.record({
    do: fc.constant('refuse' as const),
    code: fc.constantFrom(1, 7, 9, 11, 18, 26, 27),
  }),
  fc.record({
    do: fc.constant('terminal' as const),
    code: fc.constantFrom(10 as const, 25 as const),
    isNamed: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('end' as const, 'freeze' as const, 'forget' as const) }),
  fc.record({ do: fc.constant('limit' as const), markets: fc.integer({ min: 1, max: 12 }) }),
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 4_000 }),
    }),
  },
);

/** A stream, what it ought to follow, and a venue that does everything wrong. */
class Run {
  readonly runtime = new VirtualSockets();
  readonly venue = new VirtualKalshi(this.runtime);
  readonly own = new Following(this.runtime, { channels: ['orderbook_delta'] });
  readonly watched = new Set<string>();

  constructor() {
    this.own.stream.start();
    this.runtime.advance(100);
  }

  take(next: Step): void {
    if (next.do === 'wait') this.runtime.advance(next.ms);
    else if (next.do === 'set') this.venue.set(next.ticker, next.side, next);
    else if ('tickers' in next) this.#change(next.do, next.tickers);
    else if (next.do === 'limit') this.venue.marketsMax = next.markets;
    else if (next.do === 'refuse') this.venue.refusals.push(next.code);
    else this.#break(next);
  }

  #change(how: 'watch' | 'unwatch' | 'refresh', tickers: readonly string[]): void {
    this.own.stream[how](tickers);
    for (const ticker of tickers) {
      if (how === 'watch') this.watched.add(ticker);
      if (how === 'unwatch') this.watched.delete(ticker);
    }
  }

  #break(next: Step): void {
    const session = this.venue.open.at(-1);
    if (session === undefined) return;
    if (next.do === 'fault') session.faults.push(next.fault);
    else if (next.do === 'end') session.wire.end(1006);
    else if (next.do === 'freeze') session.isFrozen = true;
    else if (next.do === 'forget') session.subs.clear();
    else if (next.do === 'terminal') {
      const [sid] = [...session.subs.keys()];
      if (sid === undefined) return;
      if (next.isNamed) session.error({ sid, code: next.code });
      else {
        session.subs.delete(sid);
        session.error({ code: next.code });
      }
    }
  }

  /** The books that the stream lets anybody use, where they differ from the venue's. */
  wrong(): string[] {
    return [...this.watched].filter((ticker) => {
      const truth = this.venue.bookOf(ticker);
      return (['yes', 'no'] as const).some((side) => {
        const expected = [...truth[side]].sort(([a], [b]) => b - a);
        const levels = this.own.levels(ticker, side);
        return levels !== null && JSON.stringify(levels) !== JSON.stringify(expected);
      });
    });
  }
}

describe('whatever is watched, and whatever breaks', () => {
  test('in the end every watched book is there and is the venue’s own', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const run = new Run();
        for (const next of steps) run.take(next);
        run.venue.refusals.length = 0;
        for (const { faults } of run.venue.sessions) faults.length = 0;
        // Two frames of each subscription show what was lost before them.
        run.runtime.advance(SETTLED_MS);
        for (const count of [101, 102]) {
          for (const ticker of TICKERS) run.venue.set(ticker, 'yes', { cents: 3, count });
          run.runtime.advance(1_000);
        }
        run.runtime.advance(SETTLED_MS);
        expect(run.venue.streamed('orderbook_delta')).toEqual([...run.watched].sort());
        expect(run.wrong()).toEqual([]);
        expect([...run.watched].filter((ticker) => run.own.levels(ticker, 'yes') === null)).toEqual(
          [],
        );
        const { waiting, books, markets } = run.own.stream.snapshot();
        expect({ waiting, books, markets }).toEqual({
          waiting: 0,
          books: run.watched.size,
          markets: run.watched.size,
        });
        expect(run.venue.violations).toEqual([]);
        expect(run.own.problems).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
