import { describe, expect, test } from 'vitest';
import { MINUTE_MS, PairWorld, SECOND_MS, STARTS_AT_MS } from './pair-world.ts';

const SEEDS = ['7', '8', '9'] as const;
const NONE = { everyMs: null } as const;

/** The same question, from either side. */
const twinsOf = (world: PairWorld) => world.worded.filter(({ differs }) => differs === null);

describe('windows of arbitrage', () => {
  test.each(SEEDS)('the first is there within a minute and a half, and pays, seed %s', (seed) => {
    const world = new PairWorld({ seed });
    world.passMs(90 * SECOND_MS);
    const [window] = world.kalshi.arbitrage;
    if (window === undefined) throw new Error('there is no window');
    expect(window.toMs - window.fromMs).toBeGreaterThanOrEqual(2 * SECOND_MS);
    expect(window.toMs - window.fromMs).toBeLessThanOrEqual(30 * SECOND_MS);
    const twin = twinsOf(world).find(({ ticker }) => ticker === window.ticker);
    expect(twin?.conditionId).toBe(window.conditionId);
  });

  test.each(SEEDS)('one that is wished for lasts as long as it should, seed %s', (seed) => {
    const world = new PairWorld({ seed, arbitrage: NONE });
    world.passMs(10 * SECOND_MS);
    const window = world.kalshi.openArbitrage({ lastsMs: 12 * SECOND_MS });
    if (window === null) throw new Error('no market fits');
    const twin = twinsOf(world).find(({ ticker }) => ticker === window.ticker);
    if (twin === undefined) throw new Error('it is no twin');
    let [looks, pays] = [0, 0];
    for (let ms = 0; ms < 12 * SECOND_MS; ms += 200) {
      const left = world.leftOf(twin);
      looks += 1;
      if (left > 0) pays += 1;
      expect(left, 'not so much that nobody would believe it').toBeLessThan(0.15);
      world.passMs(200);
    }
    expect(pays / looks).toBeGreaterThan(0.85);
    const depth = world.here(twin).book.levels(window.cheap === 'yes' ? 'no' : 'yes');
    expect(depth.length).toBeGreaterThan(2);
    world.passMs(2 * SECOND_MS);
    expect(world.leftOf(twin)).toBeLessThan(0);
  });

  test('without windows both sides cost more than a dollar, and look-alikes lure', () => {
    const world = new PairWorld({ seed: '7', arbitrage: NONE });
    world.passMs(5 * SECOND_MS);
    let [looks, pays, lures] = [0, 0, 0];
    const alike = world.worded.filter(
      ({ differs, relation }) => differs !== null && relation !== 'disjoint',
    );
    for (let at = 0; at < 2 * MINUTE_MS; at += SECOND_MS) {
      world.passMs(SECOND_MS);
      const twins = twinsOf(world);
      looks += twins.length;
      pays += twins.filter((pair) => world.leftOf(pair) > 0).length;
      lures += alike.filter((pair) => world.leftOf(pair) > 0).length;
    }
    expect(looks).toBeGreaterThan(1_000);
    expect(pays / looks).toBeLessThan(0.003);
    expect(lures, 'a false match would find plenty').toBeGreaterThan(looks / 20);
    expect(world.kalshi.arbitrage).toEqual([]);
  });

  test('a fast world has as many in an hour of its own', () => {
    const world = new PairWorld({ seed: '7', speed: 20 });
    world.passMs(3 * MINUTE_MS);
    const { arbitrage } = world.kalshi;
    expect(arbitrage.length).toBeGreaterThanOrEqual(3);
    for (const [at, { fromMs }] of arbitrage.entries()) {
      expect(fromMs, 'one at a time').toBeGreaterThanOrEqual(arbitrage[at - 1]?.toMs ?? 0);
    }
    const again = new PairWorld({ seed: '7', speed: 20 });
    again.passMs(3 * MINUTE_MS);
    expect(again.kalshi.arbitrage).toEqual(arbitrage);
  });

  test('nothing is opened for a market that is not there, or not the same question', () => {
    const world = new PairWorld({ seed: '7', arbitrage: NONE });
    world.passMs(5 * SECOND_MS);
    expect(world.kalshi.openArbitrage({ ticker: 'KXNOTHING' })).toBeNull();
    const alike = world.worded.find(({ differs }) => differs === 'otherDay');
    expect(world.kalshi.openArbitrage({ ticker: alike?.ticker ?? '' })).toBeNull();
  });
});

test('what is the same question ends the same on both venues, and a new one follows', () => {
  const world = new PairWorld({ seed: '7', speed: 60, arbitrage: NONE });
  world.passMs(3 * MINUTE_MS);
  const ended = world.worded.filter((pair) => world.here(pair).outcome !== null);
  const same = ended.filter(({ differs }) => differs === null);
  expect(same.length).toBeGreaterThan(10);
  for (const pair of same) {
    const { payouts, slug } = world.there(pair);
    const { outcome } = world.here(pair);
    const paid = payouts?.[pair.relation === 'complement' ? 1 : 0];
    const expected = paid === 1 ? 'yes' : paid === 0 ? 'no' : 'scalar';
    expect(outcome?.result, `${pair.ticker} of ${slug}`).toBe(expected);
  }
  const templates = [...new Set(same.map(({ template }) => template))];
  expect(templates.length).toBeGreaterThan(3);
  for (const template of templates) {
    const events = world.worded.filter((pair) => pair.template === template);
    const slugs = new Set(events.map((pair) => world.there(pair).eventSlug));
    expect(slugs.size, template).toBeGreaterThan(1);
  }
  expect(world.kalshi.nowMs).toBeLessThanOrEqual(STARTS_AT_MS + world.nowMs);
});
