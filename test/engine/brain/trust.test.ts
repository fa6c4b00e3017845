import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GateLog } from '../../../src/engine/brain/gates.ts';
import { judgeEntry } from '../../../src/engine/brain/judge-entry.ts';
import { fitTrust } from '../../../src/engine/brain/trust.ts';
import { dollars } from '../../../src/engine/domain/values/money.ts';
import { anyEntry, entryContext, settings } from './entry-examples.ts';

test('trust never makes a copy larger, and never buys what is stopped without it', () => {
  fc.assert(
    fc.property(anyEntry, (context) => {
      const fitted = fitTrust(new GateLog(), context, dollars(10));
      expect(fitted).toBeLessThanOrEqual(dollars(10));
      const off = { ...context, settings: { ...context.settings, 'trust.tiers': false } };
      const judged = judgeEntry(context);
      const free = judgeEntry(off);
      if (judged.verdict !== 'accepted') return;
      expect(free.verdict).toBe('accepted');
      if (free.verdict === 'accepted') expect(judged.spend).toBeLessThanOrEqual(free.spend);
    }),
    { numRuns: 2_000 },
  );
});

test('a size by edge is not made smaller twice', () => {
  const texts = { 'size.mode': 'kelly', 'trust.tiers': 'on' };
  const log = new GateLog();
  const context = entryContext({ settings: settings(texts) });
  expect(fitTrust(log, context, dollars(1))).toBe(dollars(1));
  expect(log.results).toMatchObject([{ gate: 'trust', verdict: 'shrink', note: 'no edge known' }]);
});
