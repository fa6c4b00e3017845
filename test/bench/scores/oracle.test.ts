import { expect, test } from 'vitest';
import { walkForward } from '../../../bench/scores/bots.ts';
import { madeUpPast, oracleFlaws } from '../../../bench/scores/oracle.ts';

test('the measurement finds the skill of a made-up world, and none in shuffled gains', () => {
  expect(oracleFlaws()).toEqual([]);
});

test('what happens later does not change what a wallet was measured by', () => {
  const past = madeUpPast(11);
  const middleAtMs = past[Math.floor(past.length / 2)]!.atMs;
  const whole = walkForward('whole', past).observations;
  const half = walkForward(
    'half',
    past.filter(({ atMs }) => atMs < middleAtMs),
  ).observations;
  expect(half.length).toBeGreaterThan(0);
  expect(whole.slice(0, half.length)).toEqual(half);
});
