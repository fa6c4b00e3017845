import { expect, test, vi } from 'vitest';
import { isTerminal } from '../../../src/engine/domain/order-state.ts';
import { startLive } from '../../app/running/live-program.ts';
import { simFunder, simLedger } from '../../app/running/sim-trading.ts';

const WAIT = { timeout: 120_000, interval: 50 };

test('a live copy is signed, sent once, filled at the venue, and booked as the venue has it', {
  timeout: 240_000,
}, async () => {
  const { program, world } = await startLive({ speed: 20, trading: true });
  const ledger = simLedger();
  const { state } = program.engine.trade;
  let commands = 0;
  const act = async (body: Parameters<typeof program.actions.execute>[0]['body']) => {
    commands += 1;
    return program.actions.execute({ id: `c${commands}`, actor: 'test', body });
  };
  expect((await act({ kind: 'acknowledgeLive' })).outcome).toBe('done');
  await vi.waitFor(async () => {
    expect(await act({ kind: 'setMode', mode: 'live' })).toMatchObject({ outcome: 'done' });
  }, WAIT);
  for (const { address } of state.wallets.values()) {
    const change = { mode: 'live', minConfidence: 0 } as const;
    await act({ kind: 'changeWallet', address, change });
  }
  await vi.waitFor(() => {
    const ours = [...state.orders.values()].filter(({ intent }) => intent.ledger === ledger);
    expect(ours.some((one) => isTerminal(one.status) && one.filledQuantity > 0)).toBe(true);
  }, WAIT);
  await act({ kind: 'kill', reason: 'by the test' });
  await vi.waitFor(() => {
    const held = program.queries.positions(ledger).map(({ position }) => position);
    expect(held.length).toBeGreaterThan(0);
    for (const { tokenId, quantity } of held) {
      expect(world.venue.exchange.balance(simFunder(), tokenId)).toBe(quantity);
    }
  }, WAIT);
});
