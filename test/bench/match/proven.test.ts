import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLabelled } from '../../../bench/match/labelled.ts';
import { judged, scoreOf } from '../../../bench/match/labelled-report.ts';
import { PROOF_PAIRS_MIN, proofCounts, provenSource } from '../../../bench/match/proven.ts';

const SHARED = join(import.meta.dirname, '../../../../shared/data/matching');
const pairs = readLabelled(SHARED);
if (pairs === null) console.warn('skipped: no labelled pairs at ../shared/data/matching');

describe.skipIf(pairs === null)('labelled pairs', () => {
  test('the list of proven families is what the script writes', () => {
    const source = new URL(
      '../../../src/engine/intelligence/matching/proven-families.ts',
      import.meta.url,
    );
    expect(readFileSync(source, 'utf8')).toBe(provenSource(proofCounts(pairs ?? [])));
  });

  test('none that is verified is wrong, and nine in ten of the same are', () => {
    const score = scoreOf(judged(pairs ?? []));
    expect(score.right).toBe(score.verified);
    expect(score.turned).toBe(0);
    expect(score.hardRulesVerified).toBe(0);
    expect(score.basisNamed).toBe(score.withBasis);
    expect(score.right / score.positives).toBeGreaterThan(0.9);
  });

  test('outside sports eight in ten are', () => {
    const outside = (pairs ?? []).filter(({ domain }) => domain !== 'sports');
    const score = scoreOf(judged(outside));
    expect(score.right).toBe(score.verified);
    expect(score.right / score.positives).toBeGreaterThan(0.8);
  });
});

describe('proof', () => {
  test('takes enough pairs, some that match and none that matches wrongly', () => {
    const count = { name: 'a.b', pairs: PROOF_PAIRS_MIN, right: 1, wrong: 0 };
    const isProven = (change: Partial<typeof count>): boolean =>
      provenSource([{ ...count, ...change }]).includes("'a.b'");
    expect(isProven({})).toBe(true);
    expect(isProven({ pairs: PROOF_PAIRS_MIN - 1 })).toBe(false);
    expect(isProven({ right: 0 })).toBe(false);
    expect(isProven({ wrong: 1 })).toBe(false);
  });
});
