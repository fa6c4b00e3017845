import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../src/engine/domain/ids.ts';
import type { MarketEvent } from '../../src/engine/domain/market-event.ts';
import { type Follower, FRAMES_MAX, type Frame, FrameQueue } from '../../src/engine/frame-queue.ts';

type Kind = 'snapshot' | 'kept' | 'half' | 'delta' | 'leader' | 'mixed' | 'empty';

let names = 0;

function frameOf(kind: Kind, market: string): Frame {
  names += 1;
  const event = (each: string, tokenId: string) =>
    ({ kind: each, marketId: market, tokenId }) as unknown as MarketEvent;
  const events: Record<Kind, MarketEvent[]> = {
    snapshot: [event('bookSnapshot', 'yes'), event('bookSnapshot', 'no')],
    kept: ['yes', 'no'].map(
      (token) => ({ ...event('bookSnapshot', token), readAtMs: 1 }) as MarketEvent,
    ),
    half: [event('bookSnapshot', 'yes')],
    delta: [event('bookDelta', '')],
    leader: [{ kind: 'leaderActed' } as unknown as MarketEvent],
    mixed: [
      event('bookDelta', ''),
      { ...event('bookDelta', ''), marketId: 'other' } as MarketEvent,
    ],
    empty: [],
  };
  return { source: kind, frame: { market, name: names }, events: events[kind] };
}

function drain(queue: FrameQueue): (Frame | Follower)[] {
  const frames: (Frame | Follower)[] = [];
  for (let frame = queue.shift(); frame !== null; frame = queue.shift()) frames.push(frame);
  return frames;
}

describe('a queue of frames', () => {
  test('a whole book replaces what waits for its market, and nothing else', () => {
    const queue = new FrameQueue();
    const kept = [frameOf('delta', 'b'), frameOf('leader', 'a'), frameOf('mixed', 'a')];
    queue.push(frameOf('delta', 'a'));
    for (const frame of kept) queue.push(frame);
    queue.push(frameOf('half', 'a'));
    const book = frameOf('snapshot', 'a');
    const after = frameOf('delta', 'a');
    queue.push(book);
    queue.push(after);
    expect(queue.size).toBe(5);
    expect(queue.replaced).toBe(2);
    expect(drain(queue)).toEqual([...kept, book, after]);
    expect(queue.size).toBe(0);
  });

  test('the snapshot of one outcome alone replaces nothing', () => {
    const queue = new FrameQueue();
    queue.push(frameOf('delta', 'a'));
    queue.push(frameOf('half', 'a'));
    expect(queue.replaced + queue.lost).toBe(0);
    expect(drain(queue)).toHaveLength(2);
  });

  test('a whole book that was kept may be older than what waits, and replaces nothing', () => {
    const queue = new FrameQueue();
    for (const kind of ['snapshot', 'delta', 'kept'] as const) queue.push(frameOf(kind, 'a'));
    expect(queue.replaced).toBe(0);
    queue.push(frameOf('snapshot', 'a'));
    expect(queue.replaced, 'and is replaced itself').toBe(3);
  });

  test('keeps order and loses only book frames that a whole book replaced', () => {
    const kinds = fc.constantFrom<Kind>('snapshot', 'half', 'delta', 'leader', 'mixed', 'empty');
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(kinds, fc.constantFrom('a', 'b')) },
      { weight: 1, arbitrary: fc.constant('shift' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = new FrameQueue();
        let naive: Frame[] = [];
        for (const each of steps) {
          if (each === 'shift') {
            expect(queue.shift()).toBe(naive.shift() ?? null);
            continue;
          }
          const [kind, market] = each;
          const frame = frameOf(kind, market);
          if (kind === 'snapshot') naive = naive.filter((waiting) => !isBook(waiting, market));
          naive.push(frame);
          expect(queue.push(frame)).toBeNull();
          expect(queue.size).toBe(naive.length);
        }
        expect(drain(queue)).toEqual(naive);
      }),
      { numRuns: 300 },
    );
  });

  test('that overflows loses the book frames of one market, and says which', () => {
    const queue = new FrameQueue();
    queue.push(frameOf('delta', 'old'));
    const leader = frameOf('leader', 'old');
    queue.push(leader);
    queue.push(frameOf('delta', 'old'));
    const told: (MarketId | null)[] = [];
    for (let count = 0; count < FRAMES_MAX - 2; count += 1)
      told.push(queue.push(frameOf('delta', 'new')));
    expect(told.filter((market) => market !== null)).toEqual(['old']);
    expect(queue.lost).toBe(2);
    expect(queue.size).toBe(FRAMES_MAX - 1);
    expect(queue.shift()).toBe(leader);
  });

  test('of frames that may not be dropped stops the loop when it is full', () => {
    const queue = new FrameQueue();
    const leader = frameOf('leader', 'a');
    for (let count = 0; count < FRAMES_MAX; count += 1) queue.push(leader);
    expect(() => queue.push(leader)).toThrow('may not be dropped');
  });
});

function isBook({ source, frame }: Frame, market: string): boolean {
  const books = ['snapshot', 'half', 'delta'];
  return books.includes(source) && (frame as { market: string }).market === market;
}
