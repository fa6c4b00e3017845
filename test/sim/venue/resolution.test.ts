import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import {
  drawCourse,
  payoutsOf,
  type ResolutionRules,
  reporterOf,
  USUAL_RESOLUTION,
  VOID,
} from '../../../src/sim/venue/resolution.ts';
import type { VenueMarket } from '../../../src/sim/venue/venue.ts';
import { eventsOf, happenings, textOf, venueOf } from './story.ts';

/** Long enough that most questions of a world are over. */
const UNTIL_MS = 1_000_000;
const SEEDS = [2, 7, 9];
const DRAWS = 20_000;
const ALWAYS_DISPUTED: ResolutionRules = {
  ...USUAL_RESOLUTION,
  disputeProbability: 1,
  flipProbability: 1,
  voidProbability: 0,
};

/** What a market goes through, in words. */
function wayOf(market: VenueMarket): string {
  return [...(market.proposal?.history ?? []), market.status].join(' ');
}

describe('the way to an outcome', () => {
  const winner = fc.constantFrom(0 as const, 1 as const, null);

  it('begins with a proposal, ends with one that holds, and pays a dollar a set', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const rules = fc.record({
      livenessMs: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 99 })),
      reviewMs: fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 99 })),
      disputeProbability: probability,
      flipProbability: probability,
      voidProbability: probability,
    });
    fc.assert(
      fc.property(winner, rules, fc.string(), (won, of, seed) => {
        const course = drawCourse(new Chance(seed), { winner: won, rules: of });
        const stages = course.steps.map(({ stage }) => stage).join(' ');
        expect(['proposed', 'proposed disputed proposed']).toContain(stages);
        expect(course.steps.at(-1)?.payouts).toEqual(course.payouts);
        expect([payoutsOf(won), VOID]).toContainEqual(course.payouts);
        for (const { payouts, forMs, settlesInMs } of course.steps) {
          expect(payouts[0] + payouts[1]).toBe(1);
          expect(forMs >= 0 && forMs <= settlesInMs && settlesInMs > 0).toBe(true);
        }
      }),
    );
  });

  it('has no stage without rules', () => {
    for (const won of [0, 1, null] as const) {
      const course = drawCourse(new Chance('7'), { winner: won, rules: null });
      expect(course).toEqual({ steps: [], payouts: payoutsOf(won) });
    }
  });

  it('is disputed, flipped and void as often as the rules say', () => {
    const chance = new Chance('often');
    const counts = { disputed: 0, flipped: 0, void: 0 };
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const { steps, payouts } = drawCourse(chance, { winner: 0, rules: USUAL_RESOLUTION });
      if (payouts === VOID) counts.void += 1;
      else if (steps.length > 1) counts.disputed += 1;
      if (steps[0]?.payouts[0] === 0) counts.flipped += 1;
    }
    expect(counts.disputed / DRAWS).toBeCloseTo(0.05, 2);
    expect(counts.flipped / counts.disputed).toBeCloseTo(1 / 3, 1);
    expect(counts.void / DRAWS).toBeCloseTo(0.01, 2);
  });
});

describe('a world with an oracle', () => {
  it.each(SEEDS)(
    'decides what people decide by proposals, and windows at once: seed %i',
    (seed) => {
      const venue = venueOf(seed, { resolution: USUAL_RESOLUTION });
      const resolved = [...eventsOf(venue, UNTIL_MS, 'resolved')].map(({ market }) => market);
      expect(resolved.length).toBeGreaterThan(5);
      for (const market of resolved) {
        const isWindow = reporterOf(market) === 'CHAINLINK';
        const ways = isWindow
          ? ['resolved']
          : ['proposed resolved', 'proposed disputed proposed resolved'];
        expect(ways).toContain(wayOf(market));
        expect(isWindow || market.proposal?.payouts).toEqual(isWindow || market.payouts);
      }
    },
  );

  it('pays nothing before the end, and says when that will be', () => {
    const venue = venueOf(7, { resolution: ALWAYS_DISPUTED });
    const proposed = new Map<VenueMarket, number[]>();
    for (const { event } of happenings(venue, UNTIL_MS)) {
      if (event.kind !== 'proposal') continue;
      const { market } = event;
      expect([market.status, market.payouts]).toEqual(['closed', null]);
      expect(market.book(0)).toEqual({ bids: [], asks: [] });
      const at = proposed.get(market) ?? [];
      proposed.set(market, [...at, market.proposal?.settlesAtMs ?? 0]);
    }
    expect(proposed.size).toBeGreaterThan(3);
    for (const times of proposed.values()) {
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('turns a wrong proposal round, and tells the truth that it would have told at once', () => {
    const flips = new Map<string, readonly [number, number]>();
    const venue = venueOf(7, { resolution: ALWAYS_DISPUTED });
    for (const { market } of eventsOf(venue, UNTIL_MS, 'proposal')) {
      if (market.proposal?.history.length === 1) flips.set(market.slug, market.proposal.payouts);
    }
    const truths = new Map(
      [...eventsOf(venueOf(7), UNTIL_MS, 'resolved')].map(({ market: { slug, payouts } }) => [
        slug,
        payouts,
      ]),
    );
    let turned = 0;
    for (const { slug, status, payouts } of venue.markets) {
      const first = flips.get(slug);
      if (status !== 'resolved' || first === undefined) continue;
      turned += 1;
      expect(payouts).not.toEqual(first);
      if (truths.has(slug)) expect(payouts).toEqual(truths.get(slug));
    }
    expect(turned).toBeGreaterThan(3);
  });

  it('makes a void of what people cannot agree on', () => {
    const rules = { ...USUAL_RESOLUTION, voidProbability: 1 };
    const venue = venueOf(7, { resolution: rules });
    const ends = [...eventsOf(venue, UNTIL_MS, 'resolved')].map(({ market }) => market);
    const decided = ends.filter((market) => reporterOf(market) === 'UMA_OO');
    expect(decided.length).toBeGreaterThan(3);
    for (const { payouts } of decided) expect(payouts).toEqual([0.5, 0.5]);
  });

  it('tells the same story for the same seed, and another than without an oracle', () => {
    const options = { resolution: USUAL_RESOLUTION };
    const story = textOf(venueOf(9, options), UNTIL_MS);
    expect(textOf(venueOf(9, options), UNTIL_MS)).toBe(story);
    expect(textOf(venueOf(9), UNTIL_MS)).not.toBe(story);
  });

  it('goes on listing new questions for those that are over', () => {
    const venue = venueOf(3, { resolution: ALWAYS_DISPUTED });
    const listed = [...eventsOf(venue, UNTIL_MS, 'listed')].length;
    expect(listed).toBeGreaterThan(3);
    const open = venue.markets.filter(({ status }) => status === 'open').length;
    expect(open).toBeGreaterThan(16);
  });
});
