import { expect, test, vi } from 'vitest';
import { StoreError } from '../../../src/data/store/store-error.ts';
import type { WalletAddress } from '../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { HeldStore } from './held-store.ts';
import { startLive } from './live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 20 };

/** A store that fails to tell how far wallets were read, for as long as the test wants. */
class Forgetful extends HeldStore {
  failsToTell = true;
  asked = 0;
  closed = 0;

  override async cursor(name: string): Promise<string | null> {
    this.asked += 1;
    if (this.failsToTell) throw new StoreError('unavailable', 'the database is down');
    return super.cursor(name);
  }

  override async close(): Promise<void> {
    this.closed += 1;
    return super.close();
  }
}

test('a program that cannot begin closes what it opened', async () => {
  const store = new Forgetful();
  await expect(startLive({ store })).rejects.toThrow('the database is down');
  expect(store.closed).toBe(1);
});

test('a wallet whose cursor the store did not tell is read as soon as it does', async () => {
  const store = new Forgetful();
  const { program, world } = await startLive({ store, alone: true });
  const [leader] = world.venue.leaders;
  const rules = defaultWalletRules(leader?.address as WalletAddress, Date.now());
  const answer = await program.actions.execute({
    id: 'follow',
    actor: 'person',
    body: { kind: 'follow', rules },
  });
  expect(answer.outcome).toBe('done');
  const activity = () =>
    program.queries.status().feeds.find(({ name }) => name === 'Polymarket activity');
  await vi.waitFor(() => expect(store.asked).toBeGreaterThan(0), PATIENCE);
  expect(activity()?.state).toBe('waiting');
  store.failsToTell = false;
  await vi.waitFor(() => expect(activity()?.state).toBe('live'), PATIENCE);
});
