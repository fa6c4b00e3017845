import { describe, expect, it } from 'vitest';
import { parseFrame } from '../../src/data/frame.ts';
import { World } from '../../src/sim/world.ts';

const OPTIONS = { startAtMs: 1_772_582_400_000, durationMs: 120_000, markets: 6 };

function world(seed: string): World {
  return new World({ seed, ...OPTIONS });
}

describe('World', () => {
  it('is the same for the same seed, frame by frame', () => {
    const frames = (seed: string) => JSON.stringify(world(seed).deliveries);
    expect(frames('a')).toBe(frames('a'));
    expect(frames('a')).not.toBe(frames('b'));
  });

  it('sends only what the parsers of the real venue read without a problem', () => {
    for (const { frame } of world('parsers').deliveries) {
      const { events, problems } = parseFrame(frame.source, frame.frame);
      expect(problems).toEqual([]);
      expect(events.length).toBeGreaterThan(0);
    }
  });

  it('shows both outcomes of a binary market as mirrors that never cross', () => {
    for (const market of world('books').markets) {
      const [yes, no] = [market.book(0), market.book(1)];
      const bid = yes.bids.at(-1)?.price ?? 0;
      const ask = yes.asks.at(-1)?.price ?? 1_000_000;
      expect(bid).toBeLessThan(ask);
      if (market.tokenIds.length !== 2) continue;
      expect(no.asks.map(({ price, size }) => [1_000_000 - price, size])).toEqual(
        yes.bids.map(({ price, size }) => [price, size]),
      );
    }
  });

  it('tells every trade to both feeds, true twins twice', () => {
    const made = world('feeds');
    const trades = made.truth.filter((row) => row.type === 'TRADE');
    const heard = { rtds: 0, page: 0 };
    for (const { feed, frame } of made.deliveries) {
      const { events } = parseFrame(frame.source, frame.frame);
      const acted = events.filter((event) => event.kind === 'leaderActed');
      if (feed === 'rtds') heard.rtds += acted.length;
      if (feed === 'data-api') heard.page += acted.length;
    }
    expect(trades.length).toBeGreaterThan(20);
    expect(heard).toEqual({ rtds: trades.length, page: made.truth.length });
  });

  it('pays out one dollar in all, or halves where it is void', () => {
    for (const seed of ['1', '2', '3', '4']) {
      for (const { payouts } of world(seed).markets) {
        expect(payouts.reduce((sum, payout) => sum + payout, 0)).toBe(1);
      }
    }
  });
});
