import { isLive, type LedgerId } from '../../domain/ids.ts';
import type { Settings } from '../../domain/settings.ts';
import { type AtMs, DAY_MS } from '../../domain/time.ts';
import { MICRO } from '../../domain/values/micro.ts';
import { shareOf } from '../../domain/values/money.ts';
import type { WalletRules } from '../../domain/wallet.ts';
import {
  type CopyRecord,
  UNCOPIED_KINDS,
  type WalletAssessment,
  type WalletKind,
} from '../../domain/wallet-score.ts';
import type { StandingCause } from '../../domain/wallet-standing.ts';
import { leastScore } from '../least-score.ts';

/** Copies in a ledger below which our own loss from them is chance. */
export const OWN_LOSS_COPIES_MIN = 5;
/** Copies with real money below which their edge does not demote. */
export const DEMOTION_COPIES_MIN = 20;
/** What a wallet's drawdown is measured over. */
export const DRAWDOWN_DAYS = 7;

/** Everything the rules about one wallet's standing look at. */
export interface StandingContext {
  readonly wallet: WalletRules;
  readonly assessment: WalletAssessment;
  readonly settings: Settings;
  /** Whether its copies spend real money now. */
  readonly isLive: boolean;
  readonly atMs: AtMs;
}

/** Something that speaks against a wallet now, with the numbers on both sides. */
export interface Finding {
  readonly cause: StandingCause;
  /** Whose copies it is about; `null` when it is about the wallet's own trading. */
  readonly ledger: LedgerId | null;
  /** In the unit of its cause: a score, a share of a dollar, days, or micro-dollars. */
  readonly actual: number;
  readonly limit: number;
  /** Markets that had ended, or copies. */
  readonly evidence: number;
  /** The days that it was measured over. */
  readonly days: number | null;
}

/** Whether copies cannot have what a wallet of this kind earns. */
export function isUncopied(kind: WalletKind, settings: Settings): boolean {
  return !settings['wallets.copyMakers'] && UNCOPIED_KINDS.includes(kind);
}

/** All that holds now, whether or not a rule may act on it. */
export function findingsOf(context: StandingContext): readonly Finding[] {
  const { copying } = context.assessment;
  const own = [scoreFinding, kindFinding, drawdownFinding, inactiveFinding];
  const found = own.map((find) => find(context));
  for (const record of copying) found.push(edgeFinding(record), lossFinding(context, record));
  return found.filter((finding) => finding !== null);
}

function scoreFinding(context: StandingContext): Finding | null {
  const { wallet, assessment, settings } = context;
  const { confidence, ended: evidence } = assessment.score;
  const limit = leastScore(wallet, settings, context.isLive);
  const actual = confidence.value;
  if (actual >= limit) return null;
  return { cause: 'score', ledger: null, actual, limit, evidence, days: null };
}

function kindFinding({ assessment, settings }: StandingContext): Finding | null {
  const { kind, ended: evidence } = assessment.score;
  if (!isUncopied(kind, settings)) return null;
  return { cause: 'kind', ledger: null, actual: 1, limit: 0, evidence, days: null };
}

/** Its own results of the last days per dollar at work in them. */
function drawdownFinding({ assessment, settings }: StandingContext): Finding | null {
  const { drawdown, ended: evidence } = assessment.score;
  const limit = -settings['wallets.disableDrawdownPercent'] / MICRO;
  if (drawdown.week === null || drawdown.week > limit) return null;
  const actual = drawdown.week;
  return { cause: 'drawdown', ledger: null, actual, limit, evidence, days: DRAWDOWN_DAYS };
}

/** Days without a trade, of a wallet that was followed for longer than that. */
function inactiveFinding({ wallet, assessment, settings, atMs }: StandingContext): Finding | null {
  const limit = settings['wallets.disableInactiveDays'];
  const { untilMs, ended: evidence } = assessment.score;
  const silentMs = atMs - Math.max(untilMs, wallet.followedAtMs);
  if (silentMs <= limit * DAY_MS) return null;
  const actual = Math.floor((atMs - untilMs) / DAY_MS);
  return { cause: 'inactive', ledger: null, actual, limit, evidence, days: null };
}

/** Copies with real money lose for all that can be told. */
function edgeFinding({ ledger, copies: evidence, edge }: CopyRecord): Finding | null {
  if (!isLive(ledger) || evidence < DEMOTION_COPIES_MIN) return null;
  if (edge === null || edge.high >= 0) return null;
  return { cause: 'edge', ledger, actual: edge.high, limit: 0, evidence, days: null };
}

function lossFinding(
  { settings, atMs }: StandingContext,
  { ledger, copies: evidence, net: actual, sinceMs }: CopyRecord,
): Finding | null {
  const most = shareOf(settings.bankroll, settings['wallets.disableLossPercent'], 'floor');
  if (evidence < OWN_LOSS_COPIES_MIN || actual > -most) return null;
  const days = Math.ceil((atMs - sinceMs) / DAY_MS);
  return { cause: 'ownLoss', ledger, actual, limit: -most, evidence, days };
}
