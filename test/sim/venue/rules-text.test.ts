import { describe, expect, test } from 'vitest';
import { termsAfter, termsOf } from '../../../src/engine/domain/market-terms.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/engine/domain/time.ts';
import { Chance } from '../../../src/sim/chance.ts';
import { TOPICS } from '../../../src/sim/venue/catalogue.ts';
import { drawRules } from '../../../src/sim/venue/rules-text.ts';
import { STARTS_AT_MS, venueOf } from './story.ts';

const MARKETS = 2_000;

function drawn(topic: keyof typeof TOPICS) {
  return Array.from({ length: MARKETS }, (_, at) =>
    drawRules(new Chance(`${topic} ${at}`), {
      question: 'Will it rain?',
      topic: TOPICS[topic],
      closesAtMs: STARTS_AT_MS + 30 * DAY_MS,
      nowMs: 0,
    }),
  );
}

const vagueIn = (text: string): number => termsOf({ source: null, text })?.vague.length ?? 0;
const share = <T>(all: readonly T[], holds: (one: T) => boolean): number =>
  all.filter(holds).length / all.length;

describe('the rules of a market', () => {
  test.each(['weather', 'politics'] as const)(
    'of %s are as vague as those of the venue',
    (topic) => {
      const rules = drawn(topic);
      const vague = share(rules, ({ description }) => vagueIn(description) > 0);
      const most = share(rules, ({ description }) => vagueIn(description) > 2);
      console.info(`rules of ${topic}: ${vague} vague, ${most} most doubtful`);
      expect(Math.abs(vague - 0.4)).toBeLessThan(0.06);
      if (topic === 'weather') expect(most, 'a number decides').toBe(0);
      else expect(Math.abs(most - 0.08)).toBeLessThan(0.03);
    },
  );

  test('say first what pays, in the words that other parts of the world read', () => {
    for (const { description } of drawn('politics').slice(0, 50)) {
      expect(description).toMatch(
        /^This market resolves to "Yes" if, by .{16} UTC, the answer to "Will it rain\?" is yes according to the official record, and to "No" otherwise\. /,
      );
    }
  });

  test('name an address in every third market or so, and are rarely edited', () => {
    const rules = drawn('sports');
    const sourced = share(rules, ({ resolutionSource }) => resolutionSource !== '');
    expect(Math.abs(sourced - 0.35)).toBeLessThan(0.05);
    const edited = rules.filter(({ edit }) => edit !== null);
    expect(edited.length / MARKETS).toBeGreaterThan(0.01);
    expect(edited.length / MARKETS).toBeLessThan(0.05);
    for (const { edit } of edited) {
      expect(edit?.atMs).toBeGreaterThan(0);
      expect(edit?.atMs).toBeLessThanOrEqual(20 * MINUTE_MS);
    }
  });
});

test('a world tells of an edit once, while the market is open, and the rules are other ones then', () => {
  const venue = venueOf(3, { markets: 150, pace: 0.02 });
  const before = new Map(venue.markets.map((market) => [market, market.description]));
  const edited = new Set<string>();
  while (venue.nextAtMs < 20 * MINUTE_MS) {
    for (const { event } of venue.step()) {
      if (event.kind !== 'edited') continue;
      const { market } = event;
      expect(market.status).toBe('open');
      expect(edited.has(market.id)).toBe(false);
      edited.add(market.id);
      const text = before.get(market) ?? '';
      expect(market.description.startsWith(text)).toBe(true);
      const known = termsOf({ source: null, text });
      const listed = termsOf({ source: null, text: market.description });
      expect(termsAfter(known, listed, 7)?.editedAtMs).toBe(text === '' ? null : 7);
    }
  }
  expect(edited.size).toBeGreaterThan(0);
  expect(edited.size).toBeLessThan(12);
});
