import { expect, test, vi } from 'vitest';
import type { KeeperPort } from '../../../../src/app/running/scoring/keeper-port.ts';
import { ScoreThread } from '../../../../src/app/running/scoring/score-thread.ts';
import type { Change } from '../../../../src/engine/domain/change.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import type { WalletScore } from '../../../../src/engine/domain/wallet-score.ts';
import { startLive } from '../live-program.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };

function scoresIn(tried: readonly (readonly Change[])[]): readonly WalletScore[] {
  return tried.flat().flatMap((change) => (change.kind === 'walletScore' ? [change.score] : []));
}

test('a leader is scored from its history at the venue, and a restart knows as much', async () => {
  const thread = new ScoreThread({ reborn: () => expect.unreachable('the thread lives') });
  const first = await startLive({ alone: true, scoring: { keeper: thread } });
  const { program, store, world } = first;
  const leader = world.venue.leaders[0]?.address as WalletAddress;
  // What is not copied leaves nothing underway that a stop would wait for.
  const rules = { ...defaultWalletRules(leader, Date.now()), enabled: false };
  const body = { kind: 'follow', rules } as const;
  await program.actions.execute({ id: 'follow', actor: 'person', body });
  await vi.waitFor(() => expect(scoresIn(store.tried)).not.toEqual([]), PATIENCE);
  expect(program.scoring.health()).toMatchObject({ unread: 0, trouble: null });
  const [told] = scoresIn(store.tried);
  expect(told?.wallet).toBe(leader);
  expect(told?.ended).toBeGreaterThan(10);
  const before = await program.scoring.score(leader);
  await program.close();
  const second = await startLive({ alone: true, store, world });
  // Until it is read again the score that was there before goes on.
  expect(second.program.engine.trade.state.scores.get(leader)).toBeDefined();
  await vi.waitFor(() => expect(second.program.scoring.health().unread).toBe(0), PATIENCE);
  const after = await second.program.scoring.score(leader);
  expect(after?.fromMs).toBe(before?.fromMs);
  expect(after?.kind).toBe(before?.kind);
  expect(after?.trades).toBeGreaterThanOrEqual(before?.trades ?? Number.NaN);
  expect(after?.markets).toBeGreaterThanOrEqual(before?.markets ?? Number.NaN);
});

test('a copy is ordered while the scoring does not answer at all', async () => {
  let end: (error: Error) => void = () => undefined;
  const ended = new Promise<never>((_give, reject) => {
    end = reject;
  });
  const silent: KeeperPort = {
    ask: () => ended,
    close: async () => end(new Error('it is closed')),
  };
  const { program, store } = await startLive({ scoring: { keeper: silent } });
  await vi.waitFor(() => expect(store.count('order')).toBeGreaterThan(0), PATIENCE);
  const { unread, waiting } = program.scoring.health();
  expect(unread).toBeGreaterThan(0);
  expect(waiting).toBeGreaterThan(0);
  expect(scoresIn(store.tried)).toEqual([]);
});
