import { describe, expect, it } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { TOPICS, type TopicName } from '../../../src/sim/venue/catalogue.ts';
import { type MarketPlan, planEvent } from '../../../src/sim/venue/event-plan.ts';
import { dateWords, drawWords, fill, slugOf } from '../../../src/sim/venue/phrasing.ts';
import { TEMPLATES } from '../../../src/sim/venue/templates.ts';
import { HOUR_MS, STARTS_AT_MS } from './story.ts';

function plans(events: number): readonly (readonly MarketPlan[])[] {
  const taken = new Set<string>();
  const chance = new Chance('plans');
  return Array.from({ length: events }, (_, number) => {
    const own = chance.fork(`event ${number}`);
    return planEvent({
      chance: own,
      ...{ number, startsAtMs: STARTS_AT_MS, nowMs: 0, room: 10, taken },
    });
  });
}

describe('TEMPLATES', () => {
  it('have a question that stands alone for every topic, and an hourly one for sports', () => {
    for (const topic of Object.keys(TOPICS) as TopicName[]) {
      expect(TEMPLATES.some((one) => one.topic === topic)).toBe(true);
    }
    const alone = (topic: TopicName) =>
      TEMPLATES.filter((one) => one.topic === topic && one.kind === 'single');
    for (const topic of ['politics', 'geopolitics'] as const) expect(alone(topic)).not.toEqual([]);
    expect(alone('sports').some(({ horizon }) => horizon === 'hours')).toBe(true);
  });
});

describe('planEvent', () => {
  const events = plans(1_200);
  const markets = events.flat();

  it('never asks the same question twice and fills every slot', () => {
    const questions = markets.map(({ terms }) => terms.question);
    expect(new Set(questions).size).toBe(questions.length);
    expect(new Set(markets.map(({ terms }) => terms.slug)).size).toBe(markets.length);
    expect(new Set(markets.map(({ terms }) => terms.id)).size).toBe(markets.length);
    expect(new Set(markets.flatMap(({ terms }) => terms.tokenIds)).size).toBe(2 * markets.length);
    for (const { terms } of markets) {
      expect(terms.question).toMatch(/^[A-Z][^{}]+\?( \([^()]+ UTC\))?$/);
      expect(terms.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(terms.description).toContain(terms.question);
      expect(terms.description).not.toMatch(/[{}]|undefined/);
    }
  });

  it("gives an event's markets one event, one version and one close", () => {
    for (const group of events) {
      const [first, ...rest] = group.map(({ terms }) => terms);
      for (const terms of rest) {
        const { eventSlug, eventTitle, version, closesAtMs, negRisk } = terms;
        expect({ eventSlug, eventTitle, version, closesAtMs, negRisk }).toEqual({
          eventSlug: first!.eventSlug,
          eventTitle: first!.eventTitle,
          version: first!.version,
          closesAtMs: first!.closesAtMs,
          negRisk: first!.negRisk,
        });
      }
    }
    expect(events.some((group) => group.length === 1)).toBe(true);
    expect(events.some((group) => group.length > 2 && group[0]!.terms.negRisk)).toBe(true);
    expect(events.some((group) => group.length > 2 && !group[0]!.terms.negRisk)).toBe(true);
  });

  it('lets at most one market of an exclusive event win, and no bound without those below', () => {
    for (const group of events.filter((one) => one.length > 1)) {
      const winners = group.map(({ truth }) => (truth.winner === 0 ? 1 : 0));
      if (group[0]!.terms.negRisk) {
        expect(winners.filter((won) => won === 1).length).toBeLessThanOrEqual(1);
        const sum = group.reduce((total, { truth }) => total + truth.probability, 0);
        expect(sum).toBeLessThanOrEqual(1);
      } else {
        expect(winners).toEqual(winners.toSorted((a, b) => b - a));
      }
    }
  });

  it('charges what the category charges and is decided no later than it closes', () => {
    for (const { terms, revealMs, closeMs } of markets) {
      expect(terms.feeRate).toBe(TOPICS[terms.tags[0] as TopicName].feeRate);
      expect(revealMs).toBeLessThanOrEqual(closeMs);
      expect(STARTS_AT_MS + closeMs - terms.closesAtMs).toBeLessThan(60_000);
      expect(STARTS_AT_MS + closeMs).toBeGreaterThanOrEqual(terms.closesAtMs);
      expect(terms.startsAtMs).toBeLessThanOrEqual(STARTS_AT_MS);
    }
    const hours = markets.map(({ terms }) => (terms.closesAtMs - STARTS_AT_MS) / HOUR_MS);
    expect(Math.min(...hours)).toBeLessThan(1);
    expect(Math.max(...hours)).toBeGreaterThan(24 * 60);
  });

  it('has both ticks, both versions and now and then a void', () => {
    expect(new Set(markets.map(({ tick }) => tick))).toEqual(new Set([10_000, 1_000]));
    expect(new Set(markets.map(({ terms }) => terms.version))).toEqual(new Set(['v1', 'v2']));
    const voids = markets.filter(({ truth }) => truth.winner === null).length;
    expect(voids).toBeGreaterThan(3);
    expect(voids / markets.length).toBeLessThan(0.05);
  });

  it('does not have more markets than there is room for', () => {
    for (let number = 0; number < 16; number += 1) {
      const chance = new Chance(`room ${number}`);
      const scene = { chance, number, startsAtMs: STARTS_AT_MS, nowMs: 0, taken: new Set('') };
      expect(planEvent({ ...scene, room: 1 })).toHaveLength(1);
    }
  });
});

describe('phrasing', () => {
  it('draws different words for slots of one list', () => {
    const chance = new Chance('words');
    for (let draw = 0; draw < 200; draw += 1) {
      const { a, b } = drawWords(chance, { a: ['x', 'y'], b: ['x', 'y'] });
      expect(a).not.toBe(b);
    }
  });

  it('begins with a capital and misses no slot', () => {
    expect(fill('{what} rises in {month}?', { what: 'the sea', month: 'May' })).toBe(
      'The sea rises in May?',
    );
    expect(() => fill('{what}', {})).toThrow('has a word');
  });

  it('names the year only when it is another one', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(dateWords(Date.UTC(2026, 11, 4, 18, 5), now)).toEqual({
      month: 'December',
      day: 'December 4',
      date: 'December 4',
      weekday: 'Friday',
      time: '18:05',
    });
    expect(dateWords(Date.UTC(2027, 0, 2), now)['date']).toBe('January 2, 2027');
  });

  it('makes links of letters, digits and single hyphens', () => {
    expect(slugOf('Bitcoin above $110,000 on Friday?')).toBe('bitcoin-above-110000-on-friday');
  });
});
