import { describe, expect, test } from 'vitest';
import type { BareEngine } from '../engine/core/bare-engine.ts';
import { leaderTrades, waitingEngine } from './waiting-writes.ts';
import { addressOf } from './wallet-words.ts';

/** Shares that the leader held of the market's outcomes when it was followed. */
function held(bare: BareEngine, ...shares: readonly number[]): void {
  const market = [...bare.engine.trade.state.markets.values()][0];
  const holdings = shares.map((quantity, index) => ({
    marketId: market?.id,
    tokenId: market?.outcomes[index]?.tokenId,
    quantity: quantity * 1_000_000,
  }));
  const event = { kind: 'leaderHeld', wallet: addressOf('anna'), holdings } as never;
  bare.step({ kind: 'market', source: 'polymarket.positions', event });
}

function exits(bare: BareEngine) {
  return bare.changes.flatMap((change) =>
    change.kind === 'signal' && change.signal.kind === 'exit' ? [change.signal.fraction] : [],
  );
}

describe('what a leader held before it was followed', () => {
  test('is not copied, and makes a later sale the part of the whole that it is', () => {
    const bare = waitingEngine();
    held(bare, 900);
    expect(bare.decisions).toEqual([]);
    leaderTrades(bare, 'buy', 1);
    leaderTrades(bare, 'sell', 2);
    expect(exits(bare)).toEqual([100_000]);
  });

  test('without it the same sale would have been everything', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    leaderTrades(bare, 'sell', 2);
    expect(exits(bare)).toEqual([1_000_000]);
  });

  test('counts less what complete sets take away', () => {
    const bare = waitingEngine();
    held(bare, 900, 500);
    leaderTrades(bare, 'buy', 1);
    leaderTrades(bare, 'sell', 2);
    expect(exits(bare)).toEqual([200_000]);
  });

  test('changes nothing where the leader was seen to trade already', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    held(bare, 900);
    leaderTrades(bare, 'sell', 2);
    expect(exits(bare)).toEqual([1_000_000]);
  });

  test('does not come back where the leader has sold out meanwhile', () => {
    const bare = waitingEngine();
    leaderTrades(bare, 'buy', 1);
    leaderTrades(bare, 'sell', 2);
    held(bare, 900);
    leaderTrades(bare, 'buy', 3);
    leaderTrades(bare, 'sell', 4);
    expect(exits(bare)).toEqual([1_000_000, 1_000_000]);
  });

  test('is kept for the next start', () => {
    const bare = waitingEngine();
    held(bare, 900, 500);
    const rows = bare.changes.flatMap((change) =>
      change.kind === 'leaderHolding' ? [change.holding.quantity] : [],
    );
    expect(rows).toEqual([900_000_000, 500_000_000]);
  });
});
