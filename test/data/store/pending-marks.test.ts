import { describe, expect, it } from 'vitest';
import { MARK_MARGIN_MS, PendingMarks } from '../../../src/data/store/pending-marks.ts';
import { NOW_MS } from './arbitrary-parts.ts';

const SINCE_MS = NOW_MS - 24 * 3_600_000;

describe('where a look for pending notices begins', () => {
  const lookAt = (marks: PendingMarks, sinceMs: number, target = 'console') =>
    marks.look(target, sinceMs).fromMs;

  it('is what was asked at first, and then a margin before what may be pending', () => {
    const marks = new PendingMarks();
    const look = marks.look('console', SINCE_MS);
    expect(look.fromMs).toBe(SINCE_MS);
    look.saw(NOW_MS);
    expect(lookAt(marks, SINCE_MS)).toBe(NOW_MS - MARK_MARGIN_MS);
    expect(lookAt(marks, SINCE_MS + 1)).toBe(NOW_MS - MARK_MARGIN_MS);
    expect(lookAt(marks, NOW_MS - 1)).toBe(NOW_MS - 1);
    expect(lookAt(marks, SINCE_MS, 'telegram:1')).toBe(SINCE_MS);
  });

  it('is not later than what an earlier moment asks for', () => {
    const marks = new PendingMarks();
    marks.look('console', SINCE_MS).saw(NOW_MS);
    expect(lookAt(marks, SINCE_MS - 1)).toBe(SINCE_MS - 1);
  });

  it('goes back to an old notice that is written only now', () => {
    const marks = new PendingMarks();
    marks.look('console', SINCE_MS).saw(NOW_MS);
    marks.written([]);
    marks.written([{ atMs: NOW_MS + 5 }, { atMs: SINCE_MS + 2 * MARK_MARGIN_MS }]);
    expect(lookAt(marks, SINCE_MS)).toBe(SINCE_MS + MARK_MARGIN_MS);
  });

  it('stays where it is when something was written during the look', () => {
    const marks = new PendingMarks();
    const look = marks.look('console', SINCE_MS);
    marks.written([{ atMs: NOW_MS }]);
    look.saw(NOW_MS);
    expect(lookAt(marks, SINCE_MS)).toBe(SINCE_MS);
  });

  it('does not pass over what a narrower look has not seen', () => {
    const marks = new PendingMarks();
    const stuckMs = NOW_MS - 4 * MARK_MARGIN_MS;
    marks.look('console', SINCE_MS).saw(stuckMs);
    marks.look('console', NOW_MS - MARK_MARGIN_MS).saw(NOW_MS);
    expect(lookAt(marks, SINCE_MS)).toBe(SINCE_MS);
  });

  it('is forgotten rather than kept for targets without end', () => {
    const marks = new PendingMarks();
    for (let n = 0; n < 1_001; n += 1) marks.look(`telegram:${n}`, SINCE_MS).saw(NOW_MS);
    expect(lookAt(marks, SINCE_MS, 'telegram:0')).toBe(SINCE_MS);
    expect(lookAt(marks, SINCE_MS, 'telegram:1000')).toBe(NOW_MS - MARK_MARGIN_MS);
  });
});
