import { expect, test } from 'vitest';
import {
  bandsOf,
  PRICE_STRUCTURES,
  priceRanges,
  snapDown,
  snapUp,
  tickAt,
} from '../../../src/sim/kalshi/price-grid.ts';

const MICRO = 1_000_000;
const NAMES = Object.keys(PRICE_STRUCTURES);

test.each(NAMES)('%s covers everything from 0 to 1 without a gap, in whole ticks', (name) => {
  const bands = bandsOf(name);
  expect(bands[0]?.start).toBe(0);
  expect(bands.at(-1)?.end).toBe(MICRO);
  for (const [at, { start, end, step }] of bands.entries()) {
    expect((end - start) % step).toBe(0);
    expect(start).toBe(bands[at - 1]?.end ?? 0);
  }
});

test.each(NAMES)('a price snapped in %s is on the grid, and on its own side', (name) => {
  for (let price = 0; price <= MICRO; price += 7_919) {
    const [down, up] = [snapDown(name, price), snapUp(name, price)];
    expect(down).toBeLessThanOrEqual(price);
    expect(up).toBeGreaterThanOrEqual(price);
    expect(up - down).toBeLessThanOrEqual(10_000);
    expect([snapDown(name, down), snapUp(name, up)]).toEqual([down, up]);
    const band = bandsOf(name).find(({ start, end }) => down >= start && down <= end);
    expect((down - (band?.start ?? 0)) % (band?.step ?? 1)).toBe(0);
  }
});

test('whole cents are prices of every structure', () => {
  for (const name of NAMES) {
    for (let cent = 0; cent <= 100; cent += 1)
      expect(snapDown(name, cent * 10_000)).toBe(cent * 10_000);
  }
});

test('the structures of the facts have the ticks of the facts', () => {
  expect(priceRanges('linear_cent')).toEqual([{ start: '0.0000', end: '1.0000', step: '0.0100' }]);
  expect(priceRanges('deci_cent')).toEqual([{ start: '0.0000', end: '1.0000', step: '0.0010' }]);
  expect(priceRanges('tapered_deci_cent')).toEqual([
    { start: '0.0000', end: '0.1000', step: '0.0010' },
    { start: '0.1000', end: '0.9000', step: '0.0100' },
    { start: '0.9000', end: '1.0000', step: '0.0010' },
  ]);
  expect(priceRanges('center_deci_edge_centi_cent')).toEqual([
    { start: '0.0000', end: '0.0100', step: '0.0001' },
    { start: '0.0100', end: '0.9900', step: '0.0010' },
    { start: '0.9900', end: '1.0000', step: '0.0001' },
  ]);
  expect(tickAt('tapered_deci_cent', 99_999)).toBe(1_000);
  expect(tickAt('tapered_deci_cent', 100_000)).toBe(10_000);
  expect(() => bandsOf('quarter_cent')).toThrow('there is no price structure "quarter_cent"');
});
