import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VenueError } from '../../../../src/data/http/venue-error.ts';
import {
  chunksOf,
  PAGES_MAX,
  type RawPage,
  walkPages,
} from '../../../../src/data/polymarket/client/pages.ts';

/** Walks pages of numbers; `pages` answers the cursor, `null` first. */
function walk(pages: (cursor: string | null) => RawPage | Promise<RawPage>, pagesMax?: number) {
  return walkPages<number>({
    endpoint: 'venue.list',
    ...(pagesMax === undefined ? {} : { pagesMax }),
    fetch: async (cursor) => pages(cursor),
    read: (rows) => ({ rows: rows.map(Number), problems: [] }),
  });
}

describe('a walk over pages', () => {
  test('reads every row once, whatever the length of a page', async () => {
    const lengths = fc.array(fc.nat(5), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lengths, async (each) => {
        let next = 0;
        const pages = each.map((length) => Array.from({ length }, () => next++));
        const read = await walk((cursor) => {
          const at = cursor === null ? 0 : Number(cursor);
          const nextCursor = at + 1 < pages.length ? String(at + 1) : null;
          return { rows: pages[at] ?? [], nextCursor };
        });
        expect(read).toEqual({ complete: true, rows: pages.flat(), problems: [] });
      }),
    );
  });

  test.each<[string, (cursor: string | null) => RawPage, number[]]>([
    [
      'loopingCursor',
      (c) => ({ rows: [c === null ? 1 : c === 'a' ? 2 : 3], nextCursor: c === 'a' ? 'b' : 'a' }),
      [1, 2, 3],
    ],
    ['repeatedPage', (c) => ({ rows: [1, 2], nextCursor: `${c}+` }), [1, 2]],
    ['truncatedPage', () => ({ rows: [1], nextCursor: null, flaw: 'truncatedPage' }), [1]],
  ])('%s ends it, and what was read is not called whole', async (flaw, pages, readSoFar) => {
    const read = await walk(pages);
    expect(read).toMatchObject({ complete: false, readSoFar, error: { kind: 'malformed', flaw } });
  });

  test('a venue that never ends is left after a bounded number of pages', async () => {
    let asked = 0;
    const read = await walk(() => {
      asked += 1;
      return { rows: [asked], nextCursor: String(asked) };
    });
    expect(read).toMatchObject({ complete: false, error: { flaw: 'tooManyPages' } });
    expect(asked).toBe(PAGES_MAX);
    expect(await walk(() => ({ rows: [], nextCursor: String(asked++) }), 3)).toMatchObject({
      error: { flaw: 'tooManyPages' },
    });
  });

  test('an error in the middle keeps what was read before it', async () => {
    const error = new VenueError({ kind: 'timeout', endpoint: 'venue.list' });
    const read = await walk((cursor) => {
      if (cursor !== null) throw error;
      return { rows: [7], nextCursor: 'next' };
    });
    expect(read).toEqual({ complete: false, readSoFar: [7], problems: [], error });
  });

  test('a mistake of ours is not an answer of the venue', async () => {
    const mistake = new RangeError('ours');
    const read = walk(() => {
      throw mistake;
    });
    await expect(read).rejects.toBe(mistake);
  });
});

test('chunks are bounded and hold everything in order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 20 }), (values, lengthMax) => {
      const chunks = chunksOf(values, lengthMax);
      expect(chunks.flat()).toEqual(values);
      for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(lengthMax);
    }),
  );
});
