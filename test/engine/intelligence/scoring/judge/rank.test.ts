import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Estimate,
  UNCOPIED_KINDS,
  WALLET_KINDS,
  type WalletScore,
} from '../../../../../src/engine/domain/wallet-score.ts';
import { DEFAULT_WEIGHTS } from '../../../../../src/engine/intelligence/scoring/judge/confidence.ts';
import {
  compareScores,
  RANK_EVIDENCE_MIN,
} from '../../../../../src/engine/intelligence/scoring/judge/rank.ts';
import { scoreOf } from '../../../../../src/engine/intelligence/scoring/judge/score.ts';
import { record, walletNumbered } from './records.ts';

const BLANK = scoreOf(record(), { weights: DEFAULT_WEIGHTS });
let wallets = 0;

function around(value: number): Estimate {
  return { value, low: value - 0.05, high: value + 0.05 };
}

function score(change: Partial<WalletScore>): WalletScore {
  wallets += 1;
  return { ...BLANK, kind: 'directional', wallet: walletNumbered(wallets), ...change };
}

/** Shuffled in, and in the order of the rank out. */
function ranked(...scores: readonly WalletScore[]): readonly WalletScore[] {
  return scores.toReversed().sort(compareScores);
}

const EDGE = score({ evidence: 200, edge: around(0.1), confidence: around(0.5) });
const SMALL_EDGE = score({ evidence: 200, edge: around(0.06), confidence: around(0.8) });
const CONFIDENT = score({ evidence: 200, edge: around(0.05), confidence: around(0.6) });
const NEW = score({ evidence: RANK_EVIDENCE_MIN - 1, edge: around(0.3), confidence: around(0.4) });

describe('the order of whom to copy', () => {
  test('is the lower bound of the edge, then confidence', () => {
    const order = [EDGE, SMALL_EDGE, CONFIDENT, NEW];
    expect(ranked(...order)).toEqual(order);
  });

  test('believes an edge from enough evidence on', () => {
    const known = { ...NEW, evidence: RANK_EVIDENCE_MIN };
    expect(ranked(known, EDGE, CONFIDENT)).toEqual([known, EDGE, CONFIDENT]);
  });

  test('puts who rests, and then who is not copied, last', () => {
    const dormant = { ...EDGE, kind: 'dormant' as const };
    const uncopied = UNCOPIED_KINDS.map((kind) => score({ ...EDGE, kind }));
    const order = ranked(...uncopied, dormant, NEW).map(({ kind }) => kind);
    expect(order.slice(0, 2)).toEqual(['directional', 'dormant']);
    expect(order.slice(2).sort()).toEqual([...UNCOPIED_KINDS].sort());
  });

  test('is the same whatever the order was before', () => {
    const scores = fc.record({
      kind: fc.constantFrom(...WALLET_KINDS),
      evidence: fc.constantFrom(0, 29, 30, 200),
      edge: fc.constantFrom(-0.1, 0.05, 0.1, 0.2).map(around),
      confidence: fc.constantFrom(0.2, 0.35, 0.6).map(around),
      wallet: fc.nat(40).map(walletNumbered),
    });
    fc.assert(
      fc.property(fc.array(scores, { maxLength: 20 }), fc.nat(), (changes, turn) => {
        const all = changes.map((change) => ({ ...BLANK, ...change }));
        const cut = all.length === 0 ? 0 : turn % all.length;
        const turned = [...all.slice(cut), ...all.slice(0, cut)].sort(compareScores);
        const key = (one: WalletScore) => [one.wallet, one.edge.low, one.confidence.value];
        expect(turned.map(key)).toEqual(all.sort(compareScores).map(key));
      }),
    );
  });
});
