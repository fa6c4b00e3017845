import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Queries } from '../../../../src/engine/contract/queries.ts';
import type { Reports } from '../../../../src/engine/contract/reports.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import type { WalletScore } from '../../../../src/engine/domain/wallet-score.ts';
import { copyability, copyRecord, newScore, walletScore } from '../../../bot/score-facts.ts';
import { ANNA, BORIS, LivedDay, START_MS } from './lived-day.ts';

const STRANGER = `0x${'5'.repeat(40)}` as WalletAddress;
const MAKER = `0x${'6'.repeat(40)}` as WalletAddress;
const NOBODY = {
  address: STRANGER,
  name: 'stranger',
  trades: 3,
  lastTradeAtMs: START_MS,
  value: null,
  holdings: [],
  warnings: [],
  resolvedFrom: null,
} as const;

let day: LivedDay;
let queries: Queries;
beforeAll(async () => {
  day = await LivedDay.lived();
});
beforeEach(() => {
  const { scoring, run } = day;
  scoring.scores.clear();
  scoring.records.clear();
  scoring.results.clear();
  scoring.others = [];
  scoring.isDown = false;
  run.engine.trade.state.scores.clear();
  run.engine.trade.state.copying.clear();
  queries = day.queries();
});

/** The reports of the day with scores that were kept. */
function keeping(kept: readonly WalletScore[]): Reports {
  return new Proxy(day.store, {
    get: (store, name) => {
      if (name === 'walletScores') return () => Promise.resolve(kept);
      const value: unknown = Reflect.get(store, name);
      return typeof value === 'function' ? value.bind(store) : value;
    },
  });
}

describe("a followed wallet's card", () => {
  test('has its score, what copies of it made, and what the leader made beside it', async () => {
    day.scoring.scores.set(ANNA, walletScore({ wallet: ANNA }));
    day.scoring.records.set(ANNA, [copyRecord()]);
    day.scoring.results.set(ANNA, copyability({ wallet: ANNA }));
    expect(await queries.wallet(ANNA)).toMatchObject({
      score: { wallet: ANNA, ended: 214 },
      copying: [{ copies: 13 }],
      copyability: { ourNet: dollars(3.1) },
    });
  });

  test('shows the score that the rules act on before any other', async () => {
    const told = { score: newScore({ wallet: ANNA }), copying: [copyRecord({ copies: 2 })] };
    await day.run.scored(day.nowMs, [told]);
    day.scoring.scores.set(ANNA, walletScore({ wallet: ANNA }));
    day.scoring.records.set(ANNA, [copyRecord()]);
    expect(await queries.wallet(ANNA)).toMatchObject({
      score: { ended: 12 },
      copying: [{ copies: 2 }],
    });
  });

  test('is there without what nobody knows', async () => {
    expect(await queries.wallet(BORIS)).toMatchObject({
      rules: { address: BORIS },
      score: null,
      copying: [],
      copyability: null,
    });
  });

  test('is there without what does not answer now', async () => {
    day.scoring.scores.set(ANNA, walletScore({ wallet: ANNA }));
    day.scoring.isDown = true;
    expect(await queries.wallet(ANNA)).toMatchObject({ score: null, copying: [], trades: 3 });
  });
});

describe('a wallet that nobody follows', () => {
  test('comes with its score and an estimate of copying it', async () => {
    day.walletAnswer = { kind: 'candidate', candidate: NOBODY };
    day.scoring.scores.set(STRANGER, walletScore({ wallet: STRANGER }));
    day.scoring.results.set(STRANGER, copyability({ isEstimate: true }));
    expect(await queries.findWallet('stranger')).toMatchObject({
      kind: 'candidate',
      candidate: { name: 'stranger', score: { ended: 214 }, copyability: { isEstimate: true } },
    });
  });

  test('is found while nothing of it can be judged', async () => {
    day.walletAnswer = { kind: 'candidate', candidate: NOBODY };
    day.scoring.isDown = true;
    expect(await queries.findWallet('stranger')).toMatchObject({
      kind: 'candidate',
      candidate: { name: 'stranger', score: null, copyability: null },
    });
  });
});

describe('the ranking', () => {
  const candidateOf = (wallet: WalletAddress, score: WalletScore) => ({
    wallet: { address: wallet, label: null },
    score: { ...score, wallet },
    copyability: null,
  });

  test('has followed wallets and candidates, the best to copy first, the unscored last', async () => {
    day.scoring.scores.set(BORIS, newScore({ wallet: BORIS }));
    day.scoring.others = [
      candidateOf(MAKER, walletScore({ kind: 'maker' })),
      candidateOf(STRANGER, walletScore()),
    ];
    const views = await queries.top();
    expect(views.map(({ wallet, isFollowed }) => [wallet.address, isFollowed])).toEqual([
      [STRANGER, false],
      [BORIS, true],
      [MAKER, false],
      [ANNA, true],
    ]);
  });

  test('without scores those come first of whom copies made most', async () => {
    const views = await queries.top();
    expect(views.map(({ wallet, copied, skipped, pnl }) => [wallet.label, copied, skipped, pnl])) //
      .toEqual([
        ['anna', 1, 1, dollars(1)],
        ['boris', 0, 0, 0],
      ]);
    expect(views.map(({ lastTradeAtMs }) => lastTradeAtMs)).toEqual([START_MS + 10_000, null]);
  });

  test('a candidate that is followed is there once', async () => {
    day.scoring.scores.set(ANNA, walletScore({ wallet: ANNA }));
    day.scoring.others = [candidateOf(ANNA, walletScore())];
    const views = await queries.top();
    expect(views.map(({ wallet, isFollowed }) => [wallet.label, isFollowed])).toEqual([
      ['anna', true],
      ['boris', true],
    ]);
  });

  test('it stands while nothing can be judged', async () => {
    day.scoring.isDown = true;
    expect((await queries.top()).map(({ score }) => score)).toEqual([null, null]);
  });
});

describe('the history of a score', () => {
  const kept = [3, 2, 1].map((days) =>
    walletScore({ wallet: ANNA, atMs: START_MS - days * DAY_MS }),
  );

  test('is what was kept, and the newest one', async () => {
    day.scoring.scores.set(ANNA, walletScore({ wallet: ANNA, atMs: START_MS }));
    const history = await day.queries(keeping(kept)).scoreHistory(ANNA, START_MS - 9 * DAY_MS);
    expect(history.map(({ atMs }) => (START_MS - atMs) / DAY_MS)).toEqual([3, 2, 1, 0]);
  });

  test('has a score once that was kept and still is the newest', async () => {
    day.scoring.scores.set(ANNA, kept.at(-1) ?? walletScore());
    const history = await day.queries(keeping(kept)).scoreHistory(ANNA, START_MS - 9 * DAY_MS);
    expect(history.map(({ atMs }) => (START_MS - atMs) / DAY_MS)).toEqual([3, 2, 1]);
  });

  test('without any score there is none', async () => {
    expect(await day.queries(keeping([])).scoreHistory(BORIS, 0)).toEqual([]);
  });
});
