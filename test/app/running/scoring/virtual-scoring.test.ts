import { expect, test } from 'vitest';
import { VirtualScoring } from '../../../../src/app/running/scoring/virtual-scoring.ts';
import { MemoryStore } from '../../../../src/data/store/memory.ts';
import { Engine } from '../../../../src/engine/core/engine.ts';
import { DAY_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import { bought, listed, resolved, walletOf } from './worked-days.ts';

const ACE = walletOf(0xace);
const BEGUN_MS = START_AT_MS - DAY_MS;

test('a run on a virtual clock is scored of what it shows, a minute of its own later', async () => {
  const scoring = new VirtualScoring(new Engine(), new MemoryStore());
  scoring.changed([
    { kind: 'wallet', wallet: defaultWalletRules(ACE, BEGUN_MS) },
    { kind: 'market', market: listed(1) },
    { kind: 'leaderTrade', trade: bought(ACE, 1, BEGUN_MS) },
    { kind: 'leaderTrade', trade: bought(walletOf(7), 1, BEGUN_MS) },
  ]);
  expect(await scoring.after([], BEGUN_MS)).toEqual([]);
  expect(await scoring.after([], BEGUN_MS + MINUTE_MS - 1)).toEqual([]);
  const [first, ...others] = await scoring.after([], BEGUN_MS + MINUTE_MS);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ score: { wallet: ACE, trades: 1, ended: 0 }, copying: [] });
  scoring.changed([{ kind: 'resolution', ...resolved(1, BEGUN_MS + 2 * MINUTE_MS) }]);
  const [second] = await scoring.after([], BEGUN_MS + 2 * MINUTE_MS);
  expect(second?.score.ended).toBe(1);
  scoring.changed([{ kind: 'walletRemoved', address: ACE }]);
  expect(await scoring.after([], BEGUN_MS + 5 * MINUTE_MS)).toEqual([]);
});
