import { describe, expect, test } from 'vitest';
import { LEADERS_RETRY_MS } from '../../../../src/app/running/scoring/scorer.ts';
import { HOUR_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { ScoringDesk } from './scoring-desk.ts';
import { pastOf, walletOf } from './worked-days.ts';

const ACE = walletOf(0xace);
const WHALE = walletOf(7);

describe('candidates', () => {
  test('are those whom the venue ranks, read and scored like others', async () => {
    const desk = new ScoringDesk();
    desk.leaders = [ACE, WHALE];
    desk.pasts.set(ACE, pastOf(ACE, 5));
    desk.pasts.set(WHALE, pastOf(WHALE, 3, 50));
    desk.follow(WHALE, pastOf(WHALE, 3, 50));
    desk.scorer.start();
    await desk.runtime.advance(10 * SECOND_MS);
    const [only, ...others] = desk.scorer.candidates();
    expect(others).toEqual([]);
    expect(only).toMatchObject({ wallet: { address: ACE, label: 'ranked' }, score: { trades: 5 } });
    expect(desk.tellings).toEqual([[WHALE, 3]]);
  });

  test('become followed wallets with a past of their own', async () => {
    const desk = new ScoringDesk();
    desk.leaders = [ACE];
    desk.pasts.set(ACE, pastOf(ACE, 5));
    desk.scorer.start();
    await desk.runtime.advance(10 * SECOND_MS);
    desk.follow(ACE, pastOf(ACE, 6));
    expect(desk.scorer.candidates()).toEqual([]);
    await desk.runtime.advance(10 * SECOND_MS);
    expect(desk.read).toEqual([ACE, ACE]);
    expect(desk.tellings).toEqual([[ACE, 6]]);
  });

  test('are looked for again when the venue did not answer', async () => {
    const answers = [new Error('down'), []];
    let asked = 0;
    const desk = new ScoringDesk({
      leaders: async () => {
        const answer = answers[asked];
        asked += 1;
        if (answer instanceof Error) throw answer;
        return [];
      },
    });
    desk.scorer.start();
    await desk.runtime.advance(LEADERS_RETRY_MS + 2 * SECOND_MS);
    expect(asked).toBe(2);
  });

  test('are given up when their history cannot be read', async () => {
    const desk = new ScoringDesk();
    desk.leaders = [ACE];
    desk.failures.set(ACE, 100);
    desk.scorer.start();
    await desk.runtime.advance(HOUR_MS);
    expect(desk.read).toHaveLength(3);
    expect(desk.scorer.candidates()).toEqual([]);
  });

  test('whoever is asked about is read first, and nobody waits for ever', async () => {
    const desk = new ScoringDesk();
    desk.pasts.set(ACE, pastOf(ACE, 5));
    desk.scorer.start();
    const score = await desk.runtime.run(desk.scorer.score(ACE));
    expect(score?.trades).toBe(5);
    let open: () => void = () => undefined;
    desk.gate = () => new Promise((go) => (open = go));
    const none = await desk.runtime.run(desk.scorer.score(WHALE));
    expect(none).toBeNull();
    open();
  });
});
