import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import type { Decision } from '../../../src/engine/domain/decision.ts';
import { book, levelChange, type StoryMarket, type VenueFrame } from '../venue-frames.ts';
import { leaderTrades, waitingEngine } from '../waiting-writes.ts';

const RAIN: StoryMarket = { name: 'rain', place: 1, outcomes: ['Yes', 'No'], options: new Map() };
const YES = { market: RAIN, outcome: 0 } as const;

const BAD_PRICES = [
  ...['NaN', 'Infinity', '-Infinity', '-0.1', '1e309', '1e-9', '0.5\u0000', '1.0000001'],
  ...['0.00000001', '2', '', ' 0.5', '0x1', '0,5', '٠.٥', '0.5e0', '+0.5', 'null'],
];
const BAD_SIZES = [
  ...['NaN', '-1', '1e309', '1e3', '9007199254740993', '99999999999999999999'],
  ...['1\u0000', '', '0x10', '1,000'],
];

/** What a copy comes to behind these frames. */
function copiedBehind(frames: (atMs: number) => readonly VenueFrame[]): readonly Decision[] {
  const bare = waitingEngine();
  for (const { source, frame } of frames(bare.nowMs)) {
    const { events, problems } = parseFrame(source, frame, bare.nowMs);
    expect(events, 'nothing of it gets through').toEqual([]);
    expect(problems, 'and it is counted').toHaveLength(1);
    for (const event of events) bare.step({ kind: 'market', source, event });
  }
  leaderTrades(bare, 'buy', 1);
  return bare.decisions;
}

const untouched = copiedBehind(() => []);

describe('numbers of a venue that are none', () => {
  test('F29: the copy behind them is accepted, so that what follows compares something', () => {
    expect(untouched).toMatchObject([{ verdict: 'accepted' }]);
  });

  const levelOf = (level: { readonly price: string; readonly size: string }) => (atMs: number) =>
    (['bid', 'ask'] as const).map((side) => levelChange({ ...YES, side }, level, atMs));
  const bookOf = (level: { readonly price: string; readonly size: string }) => (atMs: number) => {
    const sound = { price: '0.40', size: '100' };
    return [false, true].flatMap((polled) => [
      book({ ...YES, polled }, { bids: [sound, level], asks: [] }, atMs),
      book({ ...YES, polled }, { bids: [], asks: [level] }, atMs),
    ]);
  };

  test.each(BAD_PRICES)('F29: a price of %j is refused before the book', (price) => {
    const level = { price, size: '7' };
    expect(copiedBehind(levelOf(level))).toEqual(untouched);
    expect(copiedBehind(bookOf(level))).toEqual(untouched);
  });

  test.each(BAD_SIZES)('F29: a size of %j is refused before the book', (size) => {
    const level = { price: '0.45', size };
    expect(copiedBehind(levelOf(level))).toEqual(untouched);
    expect(copiedBehind(bookOf(level))).toEqual(untouched);
  });
});
