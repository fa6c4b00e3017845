import { expect, test } from 'vitest';
import { longEventSlugs } from '../../../src/app/running/crypto-slugs.ts';

const SECOND = 1_000;

test('days are named as in New York, with and without the year', () => {
  // Half past nine in the evening of the 23rd in New York.
  const slugs = longEventSlugs(['btc'], Date.parse('2026-11-24T02:30:00Z'));
  expect(slugs).toContain('bitcoin-above-on-november-23');
  expect(slugs).toContain('bitcoin-above-on-november-24-2026');
  expect(slugs).toContain('bitcoin-price-on-november-24');
  expect(slugs).toContain('bitcoin-up-or-down-on-november-23-2026');
  expect(slugs.some((slug) => slug.includes('november-25'))).toBe(false);
});

test.each([
  // In winter New York is five hours behind: its windows begin at other hours than those of UTC.
  ['2026-11-24T02:30:00Z', ['2026-11-24T00:00:00Z', '2026-11-24T01:00:00Z']],
  ['2026-07-24T02:30:00Z', ['2026-07-24T00:00:00Z']],
])('windows of four hours begin by either clock: %s', (now, first) => {
  const slugs = longEventSlugs(['eth'], Date.parse(now)).filter((slug) => slug.includes('-4h-'));
  const starts = slugs.map((slug) => Number(slug.split('-').at(-1)) * SECOND);
  for (const at of first) expect(starts).toContain(Date.parse(at));
  expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
  for (const start of starts) {
    expect(start).toBeGreaterThan(Date.parse(now) - 4 * 3_600 * SECOND);
    expect(start).toBeLessThanOrEqual(Date.parse(now) + 8 * 3_600 * SECOND);
  }
  expect(starts.length).toBe(first.length * 3);
});

test('a coin without a longer name goes by its code', () => {
  const slugs = longEventSlugs(['xrp'], Date.parse('2026-11-24T02:30:00Z'));
  expect(slugs).toContain('xrp-above-on-november-23');
  expect(slugs.every((slug) => slug.startsWith('xrp-'))).toBe(true);
});
