import { expect, test } from 'vitest';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { onMarketListed, onResolved } from '../../../../src/engine/core/trade/resolution.ts';
import { createTradeState } from '../../../../src/engine/core/trade/state.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import { price } from '../../../../src/engine/domain/values/money.ts';
import { openMarket } from '../../brain/entry-examples.ts';

test('a market that was resolved stays so, whatever a list that lags says after a restart', () => {
  const state = createTradeState();
  const turn = new Turn(1, new Timers());
  const listed = openMarket();
  const payouts = listed.outcomes.map(({ tokenId }) => ({ tokenId, payout: price(500_000) }));
  onMarketListed(state, listed, turn);
  onResolved(state, { resolution: { marketId: listed.id, payouts }, endedAtMs: 1 }, turn);
  state.markets.delete(listed.id); // A snapshot leaves out resolved markets that nobody holds.
  onMarketListed(state, listed, turn);
  expect(state.markets.get(listed.id)).toMatchObject({
    status: 'resolved',
    acceptingOrders: false,
  });
});
