import { describe, expect, test } from 'vitest';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { middleOf, unlikeness } from '../../../../src/engine/intelligence/arbitrage/likeness.ts';
import { Desk, type Quote } from './desk.ts';

/** Quotes of two cents around a price of yes. */
function around(yes: number): Quote {
  return { yes: yes + 1, no: 100 - yes + 1 };
}

const names = (desk: Desk) => desk.alarms().map(({ alarm }) => alarm);

describe('prices that cannot belong to one question', () => {
  test.each([
    [30, 70, 'polarity'],
    [39.9, 60.2, 'polarity'],
    // 20 cents apart are not more than 20.
    [40, 60, 'gap'],
    [27.5, 77.4, 'polarity'],
    [27.5, 77.5, 'gap'],
    [22.5, 72.5, 'gap'],
    [10, 25, null],
    [10, 25.01, 'gap'],
    [50, 50, null],
  ] as const)('%d and %d cents: %s', (first, second, alarm) => {
    expect(unlikeness(cents(first), cents(second))).toBe(alarm);
  });

  test('wide quotes have no middle', () => {
    expect(middleOf({ bid: cents(40), ask: cents(50) })).toBe(cents(45));
    expect(middleOf({ bid: cents(40), ask: cents(50.01) })).toBeNull();
  });
});

describe('an alarm', () => {
  test('of a gap comes once when it persists, ends what was told and keeps quiet what would be', () => {
    const desk = new Desk();
    desk.quote(desk.polymarket, { yes: 45, no: 56 }).quote(desk.kalshi, { yes: 56, no: 45 });
    desk.pass(3_000);
    desk.quote(desk.kalshi, around(62)).pass(2_999);
    expect(desk.events).toHaveLength(1);
    desk.pass(1).pass(10_000).pass(5_000).pass(5_000);
    expect(desk.events.slice(1)).toMatchObject([
      { kind: 'arbitrageEnded', why: 'unpaired' },
      {
        ...{ kind: 'arbitrageAlarm', alarm: 'gap', watchId: 'pair:12', pair: 12, marketId: 'p' },
        prices: [cents(44.5), cents(62)],
      },
    ]);
    expect(desk.detector.best(desk.atMs)).toBeNull();
    desk.quote(desk.polymarket, around(45)).quote(desk.kalshi, around(46));
    desk.quote(desk.kalshi, around(62)).pass(3_000);
    expect(names(desk)).toEqual(['gap', 'gap']);
  });

  test('is not raised by one venue that is faster for a moment, and nothing is found meanwhile', () => {
    const desk = new Desk({ persistMs: 3_000 });
    desk.quote(desk.polymarket, around(40)).quote(desk.kalshi, around(60)).pass(2_000);
    desk.quote(desk.polymarket, around(59)).pass(5_000);
    expect(desk.events).toEqual([]);
  });

  test('of the polarity comes for a pair the wrong way round, not for a true complement', () => {
    const wrong = new Desk();
    wrong.quote(wrong.polymarket, around(30)).quote(wrong.kalshi, around(70)).pass(3_000);
    expect(names(wrong)).toEqual(['polarity']);
    const complement = new Desk().list({ relation: 'complement' });
    complement.quote(complement.polymarket, around(30)).quote(complement.kalshi, around(70));
    expect(names(complement.pass(3_000))).toEqual([]);
  });

  test('is raised of verified pairs alone', () => {
    const desk = new Desk().list({ state: 'quarantined' });
    desk.quote(desk.polymarket, around(30)).quote(desk.kalshi, around(50)).pass(9_000);
    expect(desk.alarms()).toEqual([]);
  });

  test('of the mirror comes at once and once, is no signal, and makes the book unusable', () => {
    const desk = new Desk({ persistMs: 0 });
    desk.quote(desk.kalshi, { yes: 53, no: 48 });
    desk.quote(desk.polymarket, { yes: 45, no: 54 }).quote(desk.polymarket, { yes: 45, no: 54 });
    expect(desk.events).toMatchObject([
      { kind: 'arbitrageAlarm', alarm: 'mirror', marketId: 'p', prices: [cents(45), cents(54)] },
    ]);
    desk.quote(desk.polymarket, { yes: 45, no: 55 });
    desk.quote(desk.polymarket, { yes: 45, no: 54 });
    expect(names(desk)).toEqual(['mirror', 'mirror']);
    expect(desk.detector.best(desk.atMs)).toBeNull();
  });
});
