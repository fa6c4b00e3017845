import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { dollars, percent, shares } from '../../../../src/engine/domain/values/money.ts';
import { cross, Desk, FAIR } from './desk.ts';
import { START_MS } from './examples.ts';

describe('a pair', () => {
  test('with a basis that nobody accepted is a basis spread', () => {
    const desk = cross(new Desk({ persistMs: 0 }).list({ basis: ['void_rule'] }));
    expect(desk.found()[0]).toMatchObject({
      ...{ isArbitrage: false, isAutomatic: false, basis: ['void_rule'] },
    });
  });

  test('that a person approved is called arbitrage; automatic it is by the matcher alone', () => {
    const word = { verdict: 'approved', by: 'ann', why: null, atMs: START_MS } as const;
    const desk = cross(new Desk({ persistMs: 0 }).list({ state: 'quarantined', word }));
    expect(desk.found()[0]).toMatchObject({ isArbitrage: true, isAutomatic: false });
  });

  test('that is demoted ends, and goes on as a spread', () => {
    const desk = cross(new Desk()).pass(3_000);
    desk.list({ demoted: { why: 'rulesEdited', atMs: desk.atMs } });
    expect(desk.ended()[0]?.why).toBe('unpaired');
    expect(desk.pass(3_000).found()).toHaveLength(1);
    cross(desk).pass(3_000);
    expect(desk.found().map(({ isArbitrage }) => isArbitrage)).toEqual([true, false]);
  });

  test('that is listed again with another fee goes on, by the new fee', () => {
    const desk = cross(new Desk()).pass(3_000);
    const cheaper = { ...desk.polymarket, charge: { ratePpm: percent(0), exponent: 1 } };
    const again = new Desk({}, { polymarket: cheaper });
    expect(desk.list().events).toHaveLength(1);
    expect(cross(again).pass(3_000).found()[0]?.profit).toBeGreaterThan(dollars(13.07));
  });

  test('that is dropped is not looked at any more', () => {
    const desk = cross(new Desk()).pass(3_000);
    desk.do((detector, atMs) => detector.drop('pair:12', atMs, 'unpaired'));
    expect(desk.ended()[0]?.why).toBe('unpaired');
    expect(desk.detector.watches(desk.polymarket.marketId)).toBe(false);
    expect(cross(desk).pass(MINUTE_MS).events).toHaveLength(2);
  });

  test('is shown with its best price even when it loses', () => {
    const desk = new Desk();
    expect(desk.detector.best(desk.atMs)).toBeNull();
    desk.quote(desk.polymarket, FAIR).quote(desk.kalshi, { yes: 54, no: 47 });
    const best = desk.detector.best(desk.atMs);
    expect(best).toMatchObject({ pair: 12, sized: null, isArbitrage: true });
    // 53 + 47 and their fees; 48 + 54 cost more.
    expect(best?.unitCost).toBe(1_034_877);
    expect(best?.unitProfit).toBe(-34_877);
    expect(best?.roi).toBeLessThan(0);
    cross(desk);
    expect(desk.detector.best(desk.atMs)?.sized?.quantity).toBe(shares(200));
    expect(desk.detector.gap('pair:12', desk.atMs)).toEqual(desk.detector.best(desk.atMs));
  });
});
