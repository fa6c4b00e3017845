import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newScoreWorker, ScoreThread } from '../../../../src/app/running/scoring/score-thread.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import { pastOf, WEIGHTS, walletOf } from './worked-days.ts';

const ACE = walletOf(0xace);
const NOW = { nowMs: START_AT_MS, weights: WEIGHTS };
const PATIENCE = { timeout: 120_000, interval: 20 };

test('a thread counts and judges like a keeper of this one', async () => {
  const thread = new ScoreThread({ reborn: () => undefined });
  onTestFinished(() => thread.close());
  await thread.ask('follow', [ACE]);
  await thread.ask('begin', ACE);
  await thread.ask('take', ACE, pastOf(ACE, 6));
  expect(await thread.ask('restore', ACE)).toBe(true);
  const { scores, tracked } = await thread.ask('tick', NOW);
  expect(tracked).toBe(1);
  expect(scores.map(({ wallet, ended }) => [wallet, ended])).toEqual([[ACE, 6]]);
});

test('one that dies fails what waits, and is replaced by one that knows nothing', async () => {
  const mute = new Worker('setInterval(() => undefined, 1000)', { eval: true });
  const spawned = [mute];
  const reborn = vi.fn();
  const thread = new ScoreThread({
    reborn,
    rebirthMs: 0,
    spawn: () => spawned.pop() ?? newScoreWorker(),
  });
  onTestFinished(() => thread.close());
  const waiting = thread.ask('openMarkets');
  await Promise.all([expect(waiting).rejects.toThrow(/ended/), mute.terminate()]);
  await vi.waitFor(() => expect(reborn).toHaveBeenCalledTimes(1), PATIENCE);
  expect(await thread.ask('tick', NOW)).toMatchObject({ tracked: 0, scores: [] });
});

test('what a keeper cannot do is an error of the one who asked', async () => {
  const thread = new ScoreThread({ reborn: () => undefined });
  onTestFinished(() => thread.close());
  await expect(thread.ask('take', ACE, null as never)).resolves.toBeUndefined();
  await expect(thread.ask('restore', ACE)).rejects.toThrow(/trades/);
  expect(await thread.ask('openMarkets')).toEqual([]);
});

test('nothing is answered once it is closed', async () => {
  const thread = new ScoreThread({ reborn: () => undefined });
  const waiting = thread.ask('openMarkets');
  await Promise.all([expect(waiting).rejects.toThrow(/stopped/), thread.close()]);
  await expect(thread.ask('openMarkets')).rejects.toThrow(/stopped/);
});
