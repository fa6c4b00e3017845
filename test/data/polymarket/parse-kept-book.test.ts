import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrame } from '../../../src/data/frame.ts';
import { bookSchema } from '../../../src/data/polymarket/schema.ts';
import { KEPT_ROWS_MAX, keptBookSchema } from '../../../src/data/polymarket/schema-kept-book.ts';
import { bookFrame, mutated } from './frames.ts';

const SOURCE = 'polymarket.kept-book';

const keptFrame = fc.record({
  readAtMs: fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
  rows: fc.array(bookFrame, { minLength: 1, maxLength: 3 }),
});

/** What the schemas make of a frame. */
function oracle(frame: unknown): readonly unknown[] {
  const kept = keptBookSchema.safeParse(frame);
  if (!kept.success) return [];
  return kept.data.rows.flatMap((row) => {
    const book = bookSchema('poll').safeParse(row);
    return book.success ? [{ ...book.data, readAtMs: kept.data.readAtMs }] : [];
  });
}

describe('books that were kept', () => {
  test('are read as their schemas do, each with when it was read', () => {
    fc.assert(
      fc.property(keptFrame, (frame) => {
        const { events, problems } = parseFrame(SOURCE, frame);
        expect(events).toEqual(oracle(frame));
        expect(events).toHaveLength(frame.rows.length);
        expect(problems).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('are taken and refused like that also when they are damaged', () => {
    fc.assert(
      fc.property(mutated(keptFrame), (frame) => {
        const { events, problems } = parseFrame(SOURCE, frame);
        expect(events).toEqual(oracle(frame));
        const rows = keptBookSchema.safeParse(frame).data?.rows.length ?? 0;
        if (events.length < Math.max(1, rows)) expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  test('are refused when nobody says when they were read, or when there are too many', () => {
    const [row] = fc.sample(bookFrame, 1);
    const rows = Array(KEPT_ROWS_MAX + 1).fill(row);
    const refused = (frame: unknown) => parseFrame(SOURCE, frame).problems[0]?.field;
    expect(refused({ rows: [row] })).toBe('readAtMs');
    expect(refused({ readAtMs: 17, rows: [row] })).toBe('readAtMs');
    expect(refused({ readAtMs: 1_790_000_000_000, rows })).toBe('rows');
    expect(refused({ readAtMs: 1_790_000_000_000, rows: [] })).toBe('rows');
    expect(refused([row])).toBe('frame');
  });
});
