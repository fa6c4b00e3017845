import { describe, expect, test } from 'vitest';
import type { PairRelation } from '../../../src/engine/domain/market-pair.ts';
import { Chance } from '../../../src/sim/chance.ts';
import type { End } from '../../../src/sim/kalshi/world/twin-belief.ts';
import { PairBook } from '../../../src/sim/pairs/pair-book.ts';
import type {
  Counterpart,
  PairedEvent,
  PairScene,
  Relation,
} from '../../../src/sim/pairs/paired-event.ts';
import { PAIR_TEMPLATES } from '../../../src/sim/pairs/templates.ts';
import { worldSpot } from '../../../src/sim/spot/world-spot.ts';
import { WorldCoins } from '../../../src/sim/venue/spot-question.ts';
import { openMarket } from '../../../src/sim/venue/world-market.ts';
import { STARTS_AT_MS } from './pair-world.ts';

const ROUNDS = 90;
const START = { tick: 10_000, volume24h: 0 };
const COINS = new WorldCoins(worldSpot('7'));
const NAMES = Object.keys(PAIR_TEMPLATES);

function eventsOf(name: string): readonly PairedEvent[] {
  return Array.from({ length: ROUNDS }, (_, round): PairedEvent => {
    const chance = new Chance(`${name} ${round}`);
    const scene: PairScene = {
      ...{ chance, startsAtMs: STARTS_AT_MS, nowMs: round * 60_000, round, coins: COINS },
    };
    const event = PAIR_TEMPLATES[name]?.(scene);
    if (event === undefined) throw new Error(`there is no template ${name}`);
    return event;
  });
}

/** How a market of Kalshi ends. */
function endOf({ ending }: Counterpart, { questions }: PairedEvent): End {
  if (ending.kind === 'spot') return ending.question.winner === 0 ? 'yes' : 'no';
  const winner = questions[ending.of]?.truth.winner;
  const isPaid = winner === (ending.following.isInverse ? 1 : 0);
  return isPaid ? ending.following.whenPaid : ending.following.whenLost;
}

interface Ended {
  readonly relation: Relation;
  readonly pays: boolean;
  readonly end: End;
}

function endsOf(name: string): readonly Ended[] {
  return eventsOf(name).flatMap((event) =>
    event.kalshi.flatMap(({ markets }) =>
      markets.flatMap((market) =>
        market.relations.map(
          (relation): Ended => ({
            relation,
            pays: event.questions[relation.of]?.truth.winner === 0,
            end: endOf(market, event),
          }),
        ),
      ),
    ),
  );
}

/** How Kalshi's market may end when the first outcome on Polymarket pays, and when it does not. */
const POSSIBLE: Readonly<Record<PairRelation, (pays: boolean, end: End) => boolean>> = {
  identity: (pays, end) => end === (pays ? 'yes' : 'no'),
  complement: (pays, end) => end === (pays ? 'no' : 'yes'),
  superset: (pays, end) => pays || end === 'no',
  subset: (pays, end) => !pays || end === 'yes',
  disjoint: (pays, end) => !pays || end === 'no',
  overlap: () => true,
  unknown: () => true,
};

describe.each(NAMES)('%s', (name) => {
  test('ends on both venues as its relations promise', () => {
    for (const { relation, pays, end } of endsOf(name)) {
      const where = `${relation.relation} ${relation.differs}`;
      expect(POSSIBLE[relation.relation](pays, end), where).toBe(true);
    }
  });

  test('a look-alike of it ends otherwise often enough to lose money by', () => {
    const alike = endsOf(name).filter(({ relation }) => relation.differs !== null);
    if (alike.length === 0) return;
    const other = alike.filter(({ pays, end }) => end !== (pays ? 'yes' : 'no'));
    expect(other.length / alike.length).toBeGreaterThan(0.02);
  });

  test('asks every question once, and says on both venues when and where it is decided', () => {
    for (const event of eventsOf(name)) {
      const tickers = event.kalshi.flatMap(({ ticker, markets }) =>
        markets.map(({ suffix }) => `${ticker}-${suffix}`),
      );
      expect(new Set(tickers).size, tickers.join(' ')).toBe(tickers.length);
      const slugs = event.questions.map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(slugs.length);
      for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      for (const { rules, outcomes } of event.questions) {
        expect(rules.length).toBeGreaterThan(100);
        expect(outcomes[0]).not.toBe(outcomes[1]);
      }
      expect(event.revealMs).toBeLessThanOrEqual(event.closeMs);
      for (const { markets } of event.kalshi) {
        for (const { rulesPrimary } of markets) expect(rulesPrimary).toMatch(/^If .+ Yes\./);
      }
    }
  });
});

test('the world has look-alikes of every kind', () => {
  const kinds = new Set(
    NAMES.flatMap((name) => endsOf(name)).map(({ relation }) => relation.differs),
  );
  expect([...kinds].filter((kind) => kind !== null).sort()).toEqual([
    ...['otherCategory', 'otherDay', 'otherHour', 'otherMeeting', 'otherPart', 'otherPredicate'],
    ...['otherRank', 'otherSide', 'otherStation', 'voidRule'],
  ]);
});

test('people lose an office by death too, for which only one venue pays', () => {
  const ends = endsOf('leaderOut').filter(({ pays }) => pays);
  expect(new Set(ends.map(({ end }) => end))).toEqual(new Set(['yes', 'fair']));
});

test('no football club plays twice on a day', () => {
  const book = new PairBook('7');
  const scene = { startsAtMs: STARTS_AT_MS, nowMs: 0, coins: COINS };
  const open = book.first(scene).map(({ terms }) => terms);
  const asked: string[] = [];
  for (let market = open.shift(); market !== undefined; market = open.shift()) {
    if (!market.slug.startsWith('epl-')) continue;
    asked.push(market.question);
    if (asked.length < 240)
      open.push(...book.after(openMarket(market, START), scene).map(({ terms }) => terms));
  }
  expect(asked.length).toBeGreaterThanOrEqual(240);
  expect(new Set(asked).size).toBe(asked.length);
});
