import type { Notice, NoticeKind } from '../../engine/domain/notice.ts';
import { numberOf, textOf } from './context.ts';

/** What a person may have to act on. Each is a heading of the runbook, by this very name. */
export const ALARMS = [
  'killed',
  'paused-by-losses',
  'in-doubt',
  'exit-needs-you',
  'settlement-failed',
  'claim-needs-you',
  'arbitrage-needs-you',
  'mirror-broken',
  'pair-not-believed',
  'wallet-disabled',
  'wallet-back-to-paper',
  'went-live',
  'limit-raised',
  'operators-changed',
  'codes-locked',
  'away',
  'feed-down',
  'chat-unreachable',
  'venue-changed',
] as const;
export type Alarm = (typeof ALARMS)[number];

/** What a notice of a kind alarms of: always the same, never anything, or as its values say. */
type Rule = Alarm | null | ((notice: Notice) => Alarm | null);

const RULES: Readonly<Record<NoticeKind, Rule>> = {
  signal: null,
  accepted: null,
  denied: null,
  placed: null,
  rejected: null,
  fill: null,
  exitHeld: null,
  exitNeedsYou: 'exit-needs-you',
  inDoubt: 'in-doubt',
  settlementFailed: 'settlement-failed',
  resolving: null,
  resolved: null,
  redeemed: null,
  merged: null,
  claimNeedsYou: 'claim-needs-you',
  arbitrage: null,
  arbitrageDone: (notice) => (textOf(notice, 'end') === 'needsYou' ? 'arbitrage-needs-you' : null),
  pairDemoted: 'pair-not-believed',
  mirrorBroken: 'mirror-broken',
  priceLag: null,
  walletDisabled: 'wallet-disabled',
  walletDemoted: 'wallet-back-to-paper',
  walletOffer: null,
  scores: null,
  paused: ({ subject }) =>
    subject === 'dayLoss' || subject === 'drawdown' ? 'paused-by-losses' : null,
  resumed: null,
  // Who killed knows why; what killed by itself has to be looked at before arming.
  killed: (notice) => (isByPerson(notice) ? null : 'killed'),
  nothingOpen: null,
  armed: null,
  mode: (notice) => (textOf(notice, 'to') === 'live' ? 'went-live' : null),
  raised: 'limit-raised',
  operators: (notice) =>
    textOf(notice, 'event') === 'locked' ? 'codes-locked' : 'operators-changed',
  noCopy: null,
  away: (notice) => ((numberOf(notice, 'livePositions') ?? 0) > 0 ? 'away' : null),
  feedDown: 'feed-down',
  feedBack: null,
  fault: ({ subject }) => (subject === VENUE_CHANGED ? 'venue-changed' : 'chat-unreachable'),
};

/** The subject of a fault that says that a venue is not as it was. */
export const VENUE_CHANGED = 'venue';

/** What a notice alarms of; `null` where nobody has to do anything. */
export function alarmOf(notice: Notice): Alarm | null {
  const rule = RULES[notice.kind];
  return typeof rule === 'function' ? rule(notice) : rule;
}

function isByPerson(notice: Notice): boolean {
  return (textOf(notice, 'reason') ?? '').startsWith('by ');
}
