import { expect, test } from 'vitest';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { onArbitrageAlarm } from '../../../../src/engine/core/trade/arbitrages.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import type { ArbitrageAlarm } from '../../../../src/engine/domain/arbitrage.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { MARKET } from '../../intelligence/examples.ts';
import { BareEngine } from '../bare-engine.ts';

const NOW_MS = 1_790_000_000_000;
const BROKEN: ArbitrageAlarm = {
  kind: 'arbitrageAlarm',
  alarm: 'mirror',
  watchId: 'w',
  pair: null,
  marketId: MARKET,
  prices: [cents(40), cents(55)],
  atMs: NOW_MS,
};

test('a market whose sides cost less than a dollar together is told of, with both prices', () => {
  const { trade } = new BareEngine(NOW_MS).engine;
  const turn = new Turn(NOW_MS, new Timers());
  onArbitrageAlarm(trade.state, BROKEN, turn);
  expect(turn.changes).toMatchObject([
    {
      kind: 'notice',
      notice: { kind: 'mirrorBroken', subject: MARKET, data: { priceA: 400_000, priceB: 550_000 } },
    },
  ]);
});
