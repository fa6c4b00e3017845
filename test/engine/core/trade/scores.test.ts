import { describe, expect, test } from 'vitest';
import { SCORE_ROW_STEP } from '../../../../src/engine/core/trade/scores.ts';
import type { Change } from '../../../../src/engine/domain/change.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import type { WalletScore } from '../../../../src/engine/domain/wallet-score.ts';
import { scoreWith } from '../../../scenarios/score-words.ts';
import { LEADER, OTHER_LEADER } from '../../intelligence/examples.ts';
import { BareEngine } from '../bare-engine.ts';

const NOW_MS = 1_790_000_000_000;

/** An engine that follows one leader. */
function following(): BareEngine {
  const bare = new BareEngine(NOW_MS);
  bare.command({ kind: 'follow', rules: defaultWalletRules(LEADER, NOW_MS) });
  bare.effects.length = 0;
  return bare;
}

function tell(bare: BareEngine, change: Partial<WalletScore> = {}): readonly Change[] {
  const before = bare.changes.length;
  const score = scoreWith({ wallet: LEADER, atMs: bare.nowMs, ...change });
  bare.step({ kind: 'scored', assessments: [{ score, copying: [] }] });
  return bare.changes.slice(before);
}

const kinds = (changes: readonly Change[]) => changes.map(({ kind }) => kind);
const sure = (value: number) => ({ value, low: value, high: value });

describe('what is written of scores', () => {
  test('the first score of a followed wallet is a row, its rules and its standing', () => {
    const bare = following();
    const changes = tell(bare, { confidence: sure(0.6) });
    expect(kinds(changes)).toEqual(['walletScore', 'wallet', 'walletStanding']);
    expect(changes[1]).toMatchObject({ wallet: { address: LEADER, confidence: 0.6 } });
    const { scores, wallets } = bare.engine.trade.state;
    expect(scores.get(LEADER)?.confidence.value).toBe(0.6);
    expect(wallets.get(LEADER)?.confidence).toBe(0.6);
  });

  test('the same again writes nothing, however often it is told', () => {
    const bare = following();
    tell(bare);
    for (let hour = 1; hour < 24; hour += 1) {
      bare.nowMs = NOW_MS + hour * HOUR_MS;
      expect(tell(bare)).toEqual([]);
    }
    bare.nowMs = NOW_MS + DAY_MS;
    expect(kinds(tell(bare))).toEqual(['walletScore']);
  });

  test('small moves change the rules alone until they add up to a step', () => {
    const bare = following();
    tell(bare, { confidence: sure(0.6) });
    expect(kinds(tell(bare, { confidence: sure(0.6 + 0.7 * SCORE_ROW_STEP) }))).toEqual(['wallet']);
    const added = tell(bare, { confidence: sure(0.6 + 1.4 * SCORE_ROW_STEP) });
    expect(kinds(added)).toEqual(['walletScore', 'wallet']);
    expect(kinds(tell(bare, { confidence: sure(0.6 + 2 * SCORE_ROW_STEP) }))).toEqual(['wallet']);
  });

  test('a moved edge and another kind are rows', () => {
    const bare = following();
    tell(bare, { edge: sure(0) });
    expect(kinds(tell(bare, { edge: sure(2 * SCORE_ROW_STEP) }))).toEqual(['walletScore']);
    const another = { edge: sure(2 * SCORE_ROW_STEP), kind: 'lucky' } as const;
    expect(kinds(tell(bare, another))).toEqual(['walletScore']);
  });

  test('of a wallet that nobody follows nothing is written or kept', () => {
    const bare = following();
    expect(tell(bare, { wallet: OTHER_LEADER })).toEqual([]);
    expect(bare.engine.trade.state.scores.has(OTHER_LEADER)).toBe(false);
    tell(bare);
    bare.command({ kind: 'unfollow', address: LEADER });
    const { scores, writtenScores, copying, standings } = bare.engine.trade.state;
    for (const map of [scores, writtenScores, copying, standings]) expect(map.size).toBe(0);
  });

  test('a score of before the known one is dropped', () => {
    const bare = following();
    tell(bare, { confidence: sure(0.6) });
    expect(tell(bare, { atMs: NOW_MS - 1, confidence: sure(0.1), kind: 'maker' })).toEqual([]);
    expect(bare.engine.trade.state.wallets.get(LEADER)?.confidence).toBe(0.6);
  });

  test('a wallet that is off is scored and not judged', () => {
    const bare = following();
    bare.command({ kind: 'changeWallet', address: LEADER, change: { enabled: false } });
    const week = { depth: 0, lengthMs: 0, week: -0.9, sizeAfterLoss: null };
    expect(kinds(tell(bare, { drawdown: week }))).toEqual(['walletScore', 'wallet']);
  });

  test('several wallets come in one input, and each is judged', () => {
    const bare = following();
    bare.command({ kind: 'follow', rules: defaultWalletRules(OTHER_LEADER, NOW_MS) });
    const at = bare.changes.length;
    const assessments = [LEADER, OTHER_LEADER].map((wallet) => ({
      score: scoreWith({ wallet, atMs: NOW_MS }),
      copying: [],
    }));
    const effects = bare.step({ kind: 'scored', assessments });
    expect(effects.map(({ kind }) => kind)).toEqual(['commit']);
    expect(kinds(bare.changes.slice(at)).filter((kind) => kind === 'walletScore')).toHaveLength(2);
  });
});
