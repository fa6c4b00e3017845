import type { TapeLine } from '../../src/tape/tape-line.ts';

export function numbered(count: number, from = 1): TapeLine[] {
  return Array.from({ length: count }, (_, index) => ({
    t: from + index,
    source: 'test.lines',
    frame: { n: from + index, padding: 'x'.repeat((index * 7919) % 97) },
  }));
}
