import { expect, test } from 'vitest';
import { Chance } from '../../../src/sim/chance.ts';
import { Faults } from '../../../src/sim/wire/faults.ts';
import { ROWS_MAX, Rows } from '../../../src/sim/wire/rows.ts';
import { MICRO, ScriptedMarket, WALLETS } from './scripted-venue.ts';

test('rows beyond the limit are forgotten, what they made is not', () => {
  const rows = new Rows(new Chance('rows'), new Faults('rows', 'none'), { delayMs: [0, 0] });
  const market = new ScriptedMarket(0);
  const [ace, whale] = WALLETS;
  const count = ROWS_MAX + 15_000;
  rows.add([market.row({ wallet: whale, size: 3 * MICRO })], 1_000_000);
  for (let at = 0; at < count; at += 1) {
    rows.add([market.row({ wallet: ace, size: MICRO })], 1_000_000 + at);
  }
  const nowMs = 2_000_000;
  expect(rows.count).toBe(count + 1);
  expect(rows.ofWallet(whale, nowMs)).toEqual([]);
  expect(rows.ofWallet(ace, nowMs).length).toBeLessThan(count);
  expect(rows.holdings(whale, nowMs)?.of(market.conditionId, 0)?.size).toBe(3 * MICRO);
  expect(rows.holdings(ace, nowMs)?.of(market.conditionId, 0)?.size).toBe(count * MICRO);
});
