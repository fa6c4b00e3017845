import { isLive as isLiveLedger, type LedgerId, PAPER } from '../../domain/ids.ts';
import { DAY_MS, localDay } from '../../domain/time.ts';
import type { CopyRecord } from '../../domain/wallet-score.ts';
import {
  newStanding,
  type StandingCause,
  type WalletStanding,
} from '../../domain/wallet-standing.ts';
import { leastScore } from '../least-score.ts';
import { type Finding, findingsOf, isUncopied, type StandingContext } from './findings.ts';
import { isFresh, SCORE_HYSTERESIS, spend, spendAll, stillSpent } from './spent-evidence.ts';

/** Credible copies, and markets they were in, that an offer takes. */
export const OFFER_COPIES_MIN = 30;
export const OFFER_MARKETS_MIN = 10;
/** Between two offers of the same. */
export const OFFER_EVERY_MS = 30 * DAY_MS;

/** What takes a wallet from real money to paper, the first of them first. */
const DEMOTING: readonly StandingCause[] = ['kind', 'score', 'edge'];
/** What disables a wallet besides days under its least score. */
const DISABLING: readonly StandingCause[] = ['ownLoss', 'drawdown', 'inactive'];

/** What the rules do about a wallet: one step a judgement. */
export type StandingAct =
  | { readonly kind: 'demote'; readonly finding: Finding }
  | { readonly kind: 'disable'; readonly finding: Finding }
  | { readonly kind: 'offer'; readonly offer: 'live' | 'cap'; readonly record: CopyRecord };

export interface StandingJudgement {
  readonly standing: WalletStanding;
  readonly act: StandingAct | null;
}

/**
 * Judges a wallet that is enabled by its newest score and by what copying it made. Real money is
 * taken away before anything is disabled; nothing is given without a person.
 */
export function judgeStanding(
  context: StandingContext,
  known: WalletStanding | null,
): StandingJudgement {
  const { wallet, atMs } = context;
  const before = known ?? newStanding(wallet.address, atMs);
  const findings = findingsOf(context);
  const spent = stillSpent(before.spent, context, findings);
  const fresh = findings.filter((finding) => isFresh(finding, spent, atMs));
  const demoting = context.isLive ? firstOf(DEMOTING, fresh) : null;
  if (demoting !== null) {
    // Its score and kind are read anew on paper; what copies made is told again, and not at once.
    const isOfCopies = demoting.ledger !== null;
    const spentNow = isOfCopies ? [...without(spent, demoting), spend(demoting, atMs)] : spent;
    const standing = { ...before, ...NOT_BELOW, spent: spentNow };
    return { standing, act: { kind: 'demote', finding: demoting } };
  }
  const standing = { ...before, spent, ...daysBelow(context, before, fresh) };
  const disabling = disablingFinding(context, standing, fresh);
  if (disabling !== null) {
    const spentNow = [...without(spent, disabling), spend(disabling, atMs)];
    const after = { ...standing, ...NOT_BELOW, spent: spentNow };
    return { standing: after, act: { kind: 'disable', finding: disabling } };
  }
  return withOffer(context, standing);
}

/**
 * A person enabled the wallet or let it spend real money. What was known against it then does not
 * undo that: it is spent.
 */
export function acceptStanding(
  context: StandingContext | null,
  known: WalletStanding,
): WalletStanding {
  const spent = context === null ? known.spent : spendAll(known.spent, context);
  return { ...known, ...NOT_BELOW, spent };
}

const NOT_BELOW = { belowDays: 0, belowDay: null } as const;

/** A day counts once; the count falls only when the score is well over the minimum again. */
function daysBelow(
  context: StandingContext,
  before: WalletStanding,
  fresh: readonly Finding[],
): Pick<WalletStanding, 'belowDays' | 'belowDay'> {
  const { wallet, settings, isLive, assessment, atMs } = context;
  const { belowDays, belowDay } = before;
  if (fresh.some(({ cause }) => cause === 'score')) {
    const today = localDay(atMs, settings.timeZone);
    return belowDay === today
      ? { belowDays, belowDay }
      : { belowDays: belowDays + 1, belowDay: today };
  }
  const over = leastScore(wallet, settings, isLive) + SCORE_HYSTERESIS;
  return assessment.score.confidence.value >= over ? NOT_BELOW : { belowDays, belowDay };
}

function disablingFinding(
  { settings }: StandingContext,
  { belowDays }: WalletStanding,
  fresh: readonly Finding[],
): Finding | null {
  const low = fresh.find(({ cause }) => cause === 'score');
  if (low !== undefined && belowDays >= settings['wallets.disableDays']) {
    return { ...low, days: belowDays };
  }
  return firstOf(DISABLING, fresh);
}

/** A person is asked, once a month, when copies on paper or with real money made money for sure. */
function withOffer(context: StandingContext, standing: WalletStanding): StandingJudgement {
  const { wallet, settings, assessment, atMs } = context;
  const { copying, score } = assessment;
  const offer = wallet.mode === 'paper' ? 'live' : 'cap';
  const record = copying.find(
    ({ ledger, copies, markets, edge }) =>
      isOfMode(ledger, wallet.mode) &&
      copies >= OFFER_COPIES_MIN &&
      markets >= OFFER_MARKETS_MIN &&
      edge !== null &&
      edge.low > 0,
  );
  const isGood =
    score.confidence.value >= leastScore(wallet, settings, true) &&
    !isUncopied(score.kind, settings);
  const { offered, offeredAtMs } = standing;
  const isAsked = offered === offer && offeredAtMs !== null && atMs - offeredAtMs < OFFER_EVERY_MS;
  if (record === undefined || !isGood || isAsked) return { standing, act: null };
  return {
    standing: { ...standing, offered: offer, offeredAtMs: atMs },
    act: { kind: 'offer', offer, record },
  };
}

function isOfMode(ledger: LedgerId, mode: 'paper' | 'live'): boolean {
  return mode === 'live' ? isLiveLedger(ledger) : ledger === PAPER;
}

function firstOf(causes: readonly StandingCause[], findings: readonly Finding[]): Finding | null {
  for (const cause of causes) {
    const found = findings.find((finding) => finding.cause === cause);
    if (found !== undefined) return found;
  }
  return null;
}

function without(
  spent: WalletStanding['spent'],
  { cause, ledger }: Finding,
): WalletStanding['spent'] {
  return spent.filter((one) => one.cause !== cause || one.ledger !== ledger);
}
