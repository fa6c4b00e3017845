import { expect, test, vi } from 'vitest';
import type { Effect } from '../../../src/engine/core/effects.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import { startLive } from '../../app/running/live-program.ts';
import { simLedger } from '../../app/running/sim-trading.ts';

const WAIT = { timeout: 150_000, interval: 50 };
/** What rounding of fees may come to, in micro-dollars. */
const ROUNDING = 20_000;
/** Copies end within the test: windows are traded to their end. */
const SETTINGS = {
  'entry.shortCryptoMarkets': 'on',
  'entry.minMinutesToClose': '0',
  'entry.minQuality': '0',
  'entry.minLeaderClip': '1',
  'entry.driftCents': '20',
  'entry.driftPercent': '100',
  'limits.ordersPerMinute': '100',
  'limits.dayLossPercent': '100',
  'limits.drawdownPercent': '100',
  'wallets.minConfidenceLive': '0',
  'wallets.copyMakers': 'on',
  'wallets.disableDrawdownPercent': '100',
  'wallets.disableLossPercent': '100',
} as const;

function told(effects: readonly Effect[]): readonly Notice[] {
  return effects.flatMap((effect) =>
    effect.kind === 'commit'
      ? effect.changes.flatMap((change) => (change.kind === 'notice' ? [change.notice] : []))
      : [],
  );
}

test('what a live copy wins is redeemed on the chain, and its ledger has what the wallet has', {
  timeout: 240_000,
}, async () => {
  const observed: Notice[] = [];
  const watch = {
    onStep: (_: unknown, effects: readonly Effect[]) => void observed.push(...told(effects)),
  };
  const { program, world } = await startLive({ speed: 20, trading: true, observers: [watch] });
  const ledger = simLedger();
  const { state } = program.engine.trade;
  let commands = 0;
  const act = async (body: Parameters<typeof program.actions.execute>[0]['body']) => {
    commands += 1;
    return program.actions.execute({ id: `c${commands}`, actor: 'test', body });
  };
  for (const [key, value] of Object.entries(SETTINGS)) {
    expect((await act({ kind: 'changeSetting', key, value })).outcome).toBe('done');
  }
  const filter = { type: 'category', value: 'up-or-down', action: 'allow' } as const;
  expect((await act({ kind: 'addFilter', filter })).outcome).toBe('done');
  expect((await act({ kind: 'acknowledgeLive' })).outcome).toBe('done');
  await vi.waitFor(async () => {
    expect(await act({ kind: 'setMode', mode: 'live' })).toMatchObject({ outcome: 'done' });
  }, WAIT);
  for (const { address } of state.wallets.values()) {
    await act({
      kind: 'changeWallet',
      address,
      change: { mode: 'live', exit: { mode: 'manual' } },
    });
  }
  await vi.waitFor(() => {
    const paid = observed.filter(({ kind, ledger: of }) => kind === 'redeemed' && of === ledger);
    expect(paid).not.toEqual([]);
  }, WAIT);
  await act({ kind: 'pause', reason: 'the test has seen enough' });
  // Nothing moves any more: our cash is the wallet's, but for what fees are rounded by.
  await vi.waitFor(() => {
    const theirs = world.venue.exchange.balance(ledger.split(':')[2] ?? '', null);
    const ours = state.ledgers.get(ledger)?.cash ?? 0;
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(ROUNDING);
  }, WAIT);
});
