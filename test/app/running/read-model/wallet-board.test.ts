import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { COUNT_EVERY_MS } from '../../../../src/app/running/read-model/wallet-board.ts';
import type { Reports } from '../../../../src/engine/contract/reports.ts';
import { copyability, newScore, walletScore } from '../../../bot/score-facts.ts';
import { ANNA, BORIS, LivedDay } from './lived-day.ts';

let day: LivedDay;
beforeAll(async () => {
  day = await LivedDay.lived();
});

/** The reports of the day, which answer when they are let. */
function held(): { readonly reports: Reports; asked(): number; let: () => void } {
  let asked = 0;
  let go: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  const reports = new Proxy(day.store, {
    get: (store, name) => {
      const value: unknown = Reflect.get(store, name);
      if (typeof value !== 'function') return value;
      return async (...of: unknown[]) => {
        asked += name === 'fillSums' ? 1 : 0;
        await waiting;
        return value.apply(store, of);
      };
    },
  });
  return { reports, asked: () => asked, let: go };
}

test('the list is there at once from memory, and asks the database beside it, once a minute', async () => {
  const startMs = day.nowMs;
  onTestFinished(() => {
    day.nowMs = startMs;
  });
  const { reports, asked, let: answer } = held();
  const queries = day.queries(reports);
  await day.run.scored(day.nowMs, [{ score: walletScore({ wallet: ANNA }), copying: [] }]);
  // Of others that were judged, the engine was not told: it is a question to the scoring.
  day.scoring.scores.set(BORIS, newScore({ wallet: BORIS }));
  day.scoring.results.set(ANNA, copyability({ wallet: ANNA }));
  const first = queries.walletBoard();
  expect(first).toMatchObject({
    countedAtMs: null,
    wallets: [
      {
        wallet: { address: ANNA },
        score: { wallet: ANNA },
        copied: null,
        skipped: null,
        pnl: null,
      },
      { wallet: { address: BORIS }, score: null, pnl: null },
    ],
  });
  queries.walletBoard();
  expect(asked()).toBe(1);
  answer();
  await vi.waitFor(() => expect(queries.walletBoard().countedAtMs).toBe(day.nowMs));
  const counted = queries.walletBoard().wallets;
  const anna = (await queries.top()).find(({ wallet }) => wallet.address === ANNA);
  const { copied, skipped, pnl, lastTradeAtMs } = anna ?? {};
  expect(counted[0]).toMatchObject({ copied, skipped, pnl, lastTradeAtMs });
  const before = asked();
  day.nowMs += COUNT_EVERY_MS - 1;
  queries.walletBoard();
  expect(asked()).toBe(before);
  day.nowMs += 1;
  queries.walletBoard();
  expect(asked()).toBe(before + 1);
});

test('without the database the list stands, with what was counted and when', async () => {
  const queries = day.withoutDatabase();
  const { wallets, countedAtMs } = queries.walletBoard();
  expect([wallets.map(({ wallet }) => wallet.address), countedAtMs]).toEqual([[ANNA, BORIS], null]);
  await vi.waitFor(() => expect(day.notCounted).toHaveLength(1));
  expect(queries.walletBoard().wallets).toEqual(wallets);
});
