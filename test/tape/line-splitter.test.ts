import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../src/tape/line-splitter.ts';

const MEBIBYTE = 1_048_576;

function split(chunks: readonly string[], bytesMax: number): (string | null)[] {
  const splitter = new LineSplitter(bytesMax);
  const lines = [...chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))])];
  return [...lines, ...splitter.end()].map((line) => line?.toString() ?? null);
}

function arrayBuffersAfterGc(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

describe('a line splitter', () => {
  it('cuts the same lines however the bytes come', () => {
    const chunks = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 9 }));
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 12 }), (parts, bytesMax) => {
        const lines = parts.join('').split('\n');
        if (lines.at(-1) === '') lines.pop();
        const expected = lines.map((line) => (line.length > bytesMax ? null : line));
        expect(split(parts, bytesMax)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds nothing of a line that is too long', () => {
    const splitter = new LineSplitter(MEBIBYTE);
    const before = arrayBuffersAfterGc();
    for (let count = 0; count < 128; count += 1) {
      expect([...splitter.push(Buffer.alloc(MEBIBYTE, 'x'))]).toEqual([]);
    }
    expect(arrayBuffersAfterGc() - before).toBeLessThan(16 * MEBIBYTE);
    expect([...splitter.push(Buffer.from('\nshort\n'))].map(String)).toEqual(['null', 'short']);
  });
});
