import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MarketStream,
  SHARD_TOKENS_MAX,
} from '../../../../src/data/polymarket/stream/market-stream.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { VirtualSockets } from '../../socket/virtual-sockets.ts';
import { type MarketVenue, virtualVenue } from './market-venue.ts';

const TOKENS = 700;
/** Longer than silence, a probe, the longest wait to reconnect and the pieces of a shard. */
const SETTLED_MS = 180_000;

interface Range {
  readonly from: number;
  readonly count: number;
}

type Step =
  | { readonly do: 'subscribe' | 'unsubscribe' | 'refresh'; readonly range: Range }
  | { readonly do: 'end' | 'freeze'; readonly at: number }
  | { readonly do: 'wait'; readonly ms: number };

const range = fc.record({
  from: fc.integer({ min: 1, max: TOKENS }),
  count: fc.integer({ min: 1, max: 300 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('subscribe' as const), range }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('unsubscribe' as const), range }) },
  fc.record({ do: fc.constant('refresh' as const), range }),
  fc.record({ do: fc.constantFrom('end' as const, 'freeze' as const), at: fc.nat(9) }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 9_000 }),
    }),
  },
);

function tokensOf({ from, count }: Range): TokenId[] {
  const length = Math.min(count, TOKENS - from + 1);
  return Array.from({ length }, (_, at) => String(from + at) as TokenId);
}

/** A stream, what it ought to hold, and which books its owner may trust. */
class Run {
  readonly runtime = new VirtualSockets();
  readonly venue: MarketVenue = virtualVenue(this.runtime, 40);
  readonly wanted = new Set<TokenId>();
  readonly trusted = new Set<TokenId>();
  readonly stream = new MarketStream(
    {
      baseUrl: 'wss://venue.test',
      onText: (text) => {
        for (const { asset_id } of JSON.parse(text)) this.trusted.add(asset_id);
      },
      onGap: (tokenIds) => {
        for (const tokenId of tokenIds) this.trusted.delete(tokenId);
      },
    },
    this.runtime,
  );

  take(next: Step): void {
    if (next.do === 'wait') this.runtime.advance(next.ms);
    else if ('at' in next) this.#break(next.do, next.at);
    else this.#change(next.do, tokensOf(next.range));
  }

  #break(how: 'end' | 'freeze', at: number): void {
    const session = this.venue.open[at % Math.max(1, this.venue.open.length)];
    if (session === undefined) return;
    if (how === 'freeze') session.isFrozen = true;
    else session.end(1013, 'slow consumer');
  }

  #change(how: 'subscribe' | 'unsubscribe' | 'refresh', tokenIds: readonly TokenId[]): void {
    this.stream[how](tokenIds);
    if (how === 'subscribe') for (const tokenId of tokenIds) this.wanted.add(tokenId);
    if (how !== 'unsubscribe') return;
    for (const tokenId of tokenIds) {
      this.wanted.delete(tokenId);
      this.trusted.delete(tokenId);
    }
  }
}

describe('whatever is subscribed, and whatever breaks', () => {
  test('every token is in one shard, no shard is too large, and in the end the venue agrees', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const run = new Run();
        for (const next of steps) {
          run.take(next);
          const { tokens, shards } = run.stream.snapshot();
          expect(tokens).toBe(run.wanted.size);
          expect(shards.reduce((sum, shard) => sum + shard.tokens, 0)).toBe(run.wanted.size);
          for (const shard of shards) expect(shard.tokens).toBeLessThanOrEqual(SHARD_TOKENS_MAX);
        }
        run.runtime.advance(SETTLED_MS);
        expect(run.venue.streamed).toEqual([...run.wanted].sort());
        expect([...run.wanted].filter((tokenId) => !run.trusted.has(tokenId))).toEqual([]);
        expect(run.stream.snapshot().shards.filter(({ tokens }) => tokens === 0)).toEqual([]);
        expect(run.venue.violations).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
