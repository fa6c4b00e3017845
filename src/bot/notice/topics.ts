import type { Notice, NoticeKind } from '../../engine/domain/notice.ts';
import { HOUR_MS, MINUTE_MS } from '../../engine/domain/time.ts';
import type { Lane } from '../chat/lane.ts';
import { numberOf, textOf } from './context.ts';
import type { Delivery } from './notice-message.ts';

/** What a person can be told about, by the names that `/notify` takes. */
export const TOPICS = [
  'fills',
  'exits',
  'partials',
  'orders',
  'skips',
  'signals',
  'decisions',
  'rejections',
  'doubt',
  'settlement',
  'resolutions',
  'arbitrage',
  'lag',
  'wallets',
  'scores',
  'limits',
  'feeds',
  'mode',
  'kill',
  'operators',
  'restarts',
  'errors',
] as const;
export type Topic = (typeof TOPICS)[number];

/** One level for live money and for what belongs to no ledger, one for paper and shadows. */
export interface Levels {
  readonly live: Delivery;
  readonly paper: Delivery;
}

export interface TopicRules {
  readonly about: string;
  readonly normal: Levels;
  readonly calm: Levels;
  readonly lane: Lane;
  /** Later it is not worth telling; `null` never is. */
  readonly ttlMs: number | null;
  /** About one wallet's trades: what is said of that wallet holds instead. */
  readonly ofWallet: boolean;
}

const DAY_TTL_MS = 24 * HOUR_MS;
const SOON_TTL_MS = 10 * MINUTE_MS;
const OFFER_TTL_MS = 2 * MINUTE_MS;

const ON: Levels = { live: 'on', paper: 'on' };
const SILENT: Levels = { live: 'silent', paper: 'silent' };
const DIGEST: Levels = { live: 'digest', paper: 'digest' };
const OFF: Levels = { live: 'off', paper: 'off' };
const LIVE: Levels = { live: 'on', paper: 'silent' };
const LIVE_CALM: Levels = { live: 'silent', paper: 'digest' };

const SAFETY = { normal: ON, calm: ON, lane: 'safety', ttlMs: null, ofWallet: false } as const;
const MONEY = { lane: 'money', ttlMs: DAY_TTL_MS, ofWallet: true } as const;
const SOON = { lane: 'money', ttlMs: SOON_TTL_MS, ofWallet: true } as const;
const ALERT = { lane: 'alert', ttlMs: DAY_TTL_MS, ofWallet: false } as const;

/** Product, section 2: who is told what before anybody tunes it. */
export const TOPIC_RULES: Readonly<Record<Topic, TopicRules>> = {
  fills: { about: 'what was bought', normal: LIVE, calm: LIVE_CALM, ...MONEY },
  exits: { about: 'what was sold', normal: LIVE, calm: LIVE_CALM, ...MONEY },
  partials: { about: 'parts of an order', normal: DIGEST, calm: DIGEST, ...MONEY },
  orders: { about: 'orders on their way', normal: DIGEST, calm: DIGEST, ...SOON },
  skips: { about: 'what was not copied', normal: DIGEST, calm: DIGEST, ...MONEY },
  signals: { about: 'trades of leaders', normal: OFF, calm: OFF, ...SOON },
  decisions: { about: 'what will be copied', normal: OFF, calm: OFF, ...SOON },
  rejections: {
    about: 'orders the venue refused',
    normal: { live: 'silent', paper: 'digest' },
    calm: DIGEST,
    ...MONEY,
  },
  doubt: { about: 'in doubt, or needs you', ...SAFETY },
  settlement: { about: 'failed settlements', ...SAFETY },
  resolutions: { about: 'markets that ended', normal: SILENT, calm: DIGEST, ...MONEY },
  arbitrage: { about: 'arbitrage', normal: ON, calm: DIGEST, ...ALERT, ttlMs: OFFER_TTL_MS },
  lag: { about: 'price lag', normal: DIGEST, calm: DIGEST, ...ALERT, ttlMs: OFFER_TTL_MS },
  wallets: {
    about: 'wallets disabled, offered, or a day without a copy',
    normal: ON,
    calm: SILENT,
    ...ALERT,
  },
  scores: { about: 'scores of wallets', normal: DIGEST, calm: DIGEST, ...ALERT },
  limits: { about: 'losses, pauses, raised limits', ...SAFETY },
  feeds: { about: 'data that stops coming', normal: ON, calm: SILENT, ...ALERT, ttlMs: HOUR_MS },
  mode: { about: 'paper and live', ...SAFETY },
  kill: { about: 'kill and arming', ...SAFETY },
  operators: { about: 'who may operate', ...SAFETY },
  restarts: { about: 'what happened while away', ...SAFETY },
  errors: { about: 'what does not work here', ...SAFETY, calm: SILENT },
};

/** Topics that an admin is told at least silently. */
export const FLOORED: ReadonlySet<Topic> = new Set(['kill', 'mode', 'operators', 'limits']);

const TOPIC_OF: Readonly<Record<NoticeKind, Topic>> = {
  signal: 'signals',
  accepted: 'decisions',
  denied: 'skips',
  placed: 'orders',
  rejected: 'rejections',
  fill: 'fills',
  exitHeld: 'orders',
  exitNeedsYou: 'doubt',
  inDoubt: 'doubt',
  settlementFailed: 'settlement',
  resolving: 'resolutions',
  resolved: 'resolutions',
  redeemed: 'resolutions',
  merged: 'resolutions',
  claimNeedsYou: 'doubt',
  arbitrage: 'arbitrage',
  arbitrageDone: 'arbitrage',
  pairDemoted: 'arbitrage',
  mirrorBroken: 'errors',
  priceLag: 'lag',
  walletDisabled: 'wallets',
  walletDemoted: 'wallets',
  walletOffer: 'wallets',
  scores: 'scores',
  paused: 'limits',
  resumed: 'limits',
  killed: 'kill',
  nothingOpen: 'kill',
  armed: 'kill',
  mode: 'mode',
  raised: 'limits',
  operators: 'operators',
  away: 'restarts',
  noCopy: 'wallets',
  feedDown: 'feeds',
  feedBack: 'feeds',
  fault: 'errors',
};

/** What a notice is about; a kind that is not known here tells of this program. */
export function topicOf(notice: Notice): Topic {
  if (notice.kind !== 'fill') return TOPIC_OF[notice.kind] ?? 'errors';
  if ((numberOf(notice, 'remaining') ?? 0) > 0) return 'partials';
  return textOf(notice, 'side') === 'sell' ? 'exits' : 'fills';
}

/** The topic of a kind, where its values make no difference. */
export function topicOfKind(kind: NoticeKind): Topic {
  return TOPIC_OF[kind] ?? 'errors';
}

/** Never joined, never too late, sounds whenever its person wants sounds at all. */
export function isSafety(notice: Notice): boolean {
  return TOPIC_RULES[topicOf(notice)].lane === 'safety';
}

/** Kinds that are read before all others. */
export const SAFETY_KINDS: readonly NoticeKind[] = (
  Object.keys(TOPIC_OF) as readonly NoticeKind[]
).filter((kind) => TOPIC_RULES[TOPIC_OF[kind]].lane === 'safety');

/** Wakes its reader: kill and its proof, a loss limit, a failed settlement, doubt, a restart with live positions. */
export function breaksQuiet(notice: Notice): boolean {
  switch (notice.kind) {
    case 'killed':
    case 'nothingOpen':
    case 'settlementFailed':
    case 'inDoubt':
      return true;
    case 'exitNeedsYou':
      return isLive(notice);
    case 'paused':
      return notice.subject === 'dayLoss' || notice.subject === 'drawdown';
    case 'away':
      return (numberOf(notice, 'livePositions') ?? 0) > 0;
    default:
      return false;
  }
}

/** Paper and shadows are not; what belongs to no ledger counts as live. */
export function isLive({ ledger }: Notice): boolean {
  return ledger === null || ledger.startsWith('live:');
}
