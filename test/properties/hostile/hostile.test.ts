import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { frameTargets } from './frame-targets.ts';
import { textTargets } from './text-targets.ts';

/** Inputs of each target: enough to find what is easy, or everything that time allows. */
const INPUTS = process.env['PROVE'] === undefined ? 2_500 : 1_000_000;
/** So much more memory than before may be held behind all inputs of one target, in bytes. */
const HELD_MAX = 256 * 1024 * 1024;
const TARGETS = [...frameTargets(), ...textTargets()];

describe('whatever is sent', { timeout: 3_600_000 }, () => {
  test.each(TARGETS)('$name is read or refused, and nothing grows', ({ take, weight = 1 }) => {
    const before = process.memoryUsage().heapUsed;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => take(seed)),
      { numRuns: Math.ceil(INPUTS / weight) },
    );
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(HELD_MAX);
    expect({}).not.toHaveProperty('polluted');
  });
});
