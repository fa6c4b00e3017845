import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StandingContext } from '../../../../src/engine/brain/standing/findings.ts';
import {
  acceptStanding,
  judgeStanding,
  type StandingJudgement,
} from '../../../../src/engine/brain/standing/judge-standing.ts';
import { type LedgerId, PAPER } from '../../../../src/engine/domain/ids.ts';
import { resolveSettings } from '../../../../src/engine/domain/settings.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/engine/domain/time.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { WALLET_KINDS } from '../../../../src/engine/domain/wallet-score.ts';
import { newStanding, type WalletStanding } from '../../../../src/engine/domain/wallet-standing.ts';
import { scoreWith } from '../../../scenarios/score-words.ts';
import { LEADER } from '../../intelligence/examples.ts';

const NOW_MS = 1_790_000_000_000;
const LIVE = 'live:polymarket:0x61' as LedgerId;

/** Whatever may be told of a wallet, at some hour of two months. */
const context: fc.Arbitrary<StandingContext> = fc
  .record({
    hour: fc.nat(24 * 60),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    week: fc.option(fc.double({ min: -1, max: 1, noNaN: true })),
    kind: fc.constantFrom(...WALLET_KINDS),
    silentDays: fc.nat(50),
    ended: fc.nat(100),
    least: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    isLive: fc.boolean(),
    copies: fc.nat(50),
    markets: fc.nat(20),
    net: fc.integer({ min: -60, max: 60 }),
    low: fc.double({ min: -1, max: 1, noNaN: true }),
    width: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map((told) => contextOf(told));

interface Told {
  readonly hour: number;
  readonly score: number;
  readonly week: number | null;
  readonly kind: (typeof WALLET_KINDS)[number];
  readonly silentDays: number;
  readonly ended: number;
  readonly least: number | null;
  readonly isLive: boolean;
  readonly copies: number;
  readonly markets: number;
  readonly net: number;
  readonly low: number;
  readonly width: number;
}

function contextOf(told: Told): StandingContext {
  const { score: value, low, width, isLive, copies, markets } = told;
  const atMs = NOW_MS + told.hour * HOUR_MS;
  const resolved = resolveSettings({});
  if (!resolved.ok) throw new Error(resolved.problem);
  const mode = isLive ? 'live' : 'paper';
  return {
    wallet: {
      ...defaultWalletRules(LEADER, NOW_MS - 20 * DAY_MS),
      ...{ mode, minConfidence: told.least, confidence: value },
    },
    assessment: {
      score: scoreWith({
        ...{ wallet: LEADER, atMs, kind: told.kind, ended: told.ended },
        untilMs: atMs - told.silentDays * DAY_MS,
        confidence: { value, low: value, high: value },
        drawdown: { depth: 0, lengthMs: 0, week: told.week, sizeAfterLoss: null },
      }),
      copying: [
        {
          ...{ ledger: isLive ? LIVE : PAPER, sinceMs: NOW_MS, copies, markets },
          ...{ spent: dollars(100), net: dollars(told.net) },
          edge: { value: low + width / 2, low, high: low + width },
        },
      ],
    },
    settings: resolved.settings,
    isLive,
    atMs,
  };
}

function judged(contexts: readonly StandingContext[]): WalletStanding {
  let standing = newStanding(LEADER, NOW_MS);
  for (const one of contexts) standing = judgeStanding(one, standing).standing;
  return standing;
}

const past = fc
  .array(context, { maxLength: 6 })
  .map((contexts) => [...contexts].sort((a, b) => a.atMs - b.atMs));
/** An act and what it was done for. */
function reasonOf({ act }: StandingJudgement): string | null {
  if (act === null) return null;
  return act.kind === 'offer' ? 'offer' : `${act.kind} ${act.finding.cause}`;
}
const actOf = ({ act }: StandingJudgement): string | null => act?.kind ?? null;

describe('whatever is told of a wallet', () => {
  test('what a person decided in view of it is not undone by it', () => {
    fc.assert(
      fc.property(past, context, (before, now) => {
        const accepted = acceptStanding(now, judged(before));
        const act = actOf(judgeStanding(now, accepted));
        expect(act === null || act === 'offer').toBe(true);
      }),
    );
  });

  test('the same told twice at once does not act twice', () => {
    fc.assert(
      fc.property(past, context, (before, now) => {
        const first = judgeStanding(now, judged(before));
        const wallet = { ...now.wallet, mode: 'paper' } as const;
        const then = actOf(first) === 'demote' ? { ...now, wallet, isLive: false } : now;
        const second = judgeStanding(then, first.standing);
        if (first.act === null) expect(second.act).toBeNull();
        else expect(reasonOf(second)).not.toBe(reasonOf(first));
      }),
    );
  });

  test('only a wallet with real money is demoted, and nothing is given to one that is not good', () => {
    fc.assert(
      fc.property(past, context, (before, now) => {
        const { act } = judgeStanding(now, judged(before));
        if (act?.kind === 'demote') expect(now.isLive).toBe(true);
        if (act?.kind !== 'offer') return;
        expect(act.record.edge?.low).toBeGreaterThan(0);
        expect(act.record.copies).toBeGreaterThanOrEqual(30);
        expect(act.offer).toBe(now.isLive ? 'cap' : 'live');
      }),
    );
  });

  test('what is remembered stays small, and a count needs a day that counts', () => {
    fc.assert(
      fc.property(past, (contexts) => {
        const { spent, belowDays, belowDay } = judged(contexts);
        expect(spent.length).toBeLessThanOrEqual(6);
        expect(belowDays > 0).toBe(belowDay !== null);
        expect(new Set(spent.map(({ cause, ledger }) => `${cause}|${ledger}`)).size).toBe(
          spent.length,
        );
      }),
    );
  });
});
