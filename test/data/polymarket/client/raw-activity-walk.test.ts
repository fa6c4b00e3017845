import { describe, expect, test } from 'vitest';
import { RawActivityWalk } from '../../../../src/data/polymarket/client/raw-activity-walk.ts';
import { activityRow } from './venue.ts';

const SECONDS = 1_790_000_000;

const row = (transaction: number, after = 0) => activityRow(SECONDS + after, transaction);

/** What a walk makes of pages, one after the other: its rows, or the flaw that ends it. */
function walked(...pages: readonly (readonly object[])[]): readonly unknown[] {
  const walk = new RawActivityWalk(SECONDS * 1_000);
  const rows: unknown[] = [];
  for (const page of pages) {
    const read = walk.read(page);
    if (read.flaw !== undefined) return [...rows, read.flaw];
    rows.push(...read.rows);
  }
  return rows;
}

describe('a page that comes again', () => {
  test('is no twin of itself when a row of the same second has appeared meanwhile', () => {
    expect(walked([row(1)], [row(1), row(2)])).toEqual([row(1), 'repeatedPage']);
    expect(walked([row(1)], [row(0), row(1)])).toEqual([row(1), 'repeatedPage']);
  });

  test('is known after other pages of the same second', () => {
    const pages = [[row(1)], [row(2)], [row(1), row(3)]];
    expect(walked(...pages)).toEqual([row(1), row(2), 'repeatedPage']);
  });

  test('is known when it has grown by rows of a later second', () => {
    expect(walked([row(1)], [row(1), row(2, 1)])).toEqual([row(1), 'repeatedPage']);
  });

  test('is out of order when it spans several seconds', () => {
    const page = [row(1), row(2, 1)];
    expect(walked(page, [...page, row(3, 1)])).toEqual([...page, 'wrongOrder']);
  });
});

describe('twins', () => {
  test('may be parted by the end of a page', () => {
    const pages = [
      [row(1), row(2)],
      [row(2), row(3)],
    ];
    expect(walked(...pages)).toEqual(pages.flat());
  });

  test('of an earlier second do not count against a later page', () => {
    const pages = [[row(1)], [row(2, 1)], [row(2, 2), row(1, 2)]];
    expect(walked(...pages)).toEqual(pages.flat());
  });
});
