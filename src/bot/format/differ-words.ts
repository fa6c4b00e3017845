import type { Gate, GateResult } from '../../engine/domain/decision.ts';
import { gateNumber } from './gate-words.ts';

/** `limit` and `actual` in the gate's own unit; `who` is the leader. */
interface Parts {
  readonly actual: string;
  readonly limit: string;
  readonly who: string;
  readonly isUnder: boolean;
  /** The first number says something. */
  readonly isKnown: boolean;
  readonly note: string | null;
}

type Words = (of: Parts) => string;

const capped =
  (setting: string): Words =>
  ({ actual, limit }) =>
    `up to ${limit} there is room; ${setting} would have to allow ${actual}`;

/** What would have had to differ for the gate to let it by, and what a person can do about it. */
const DIFFERS: Readonly<Record<Gate, Words>> = {
  killed: () => 'nothing is bought until a person arms again: /kill off',
  paused: () => 'entries go on with /resume',
  liveNotReady: () => 'with that in order it trades live again; /mode says what is missing',
  writeQueue: () => 'entries go on by themselves once the database has caught up',
  walletUnknown: ({ who }) => `follow ${who} and its trades are copied`,
  walletDisabled: ({ who }) => `/wallet ${who} enable lets its trades by`,
  walletConfidence: ({ actual, limit, who }) =>
    `${who} would need a score of ${limit}, or a minimum of ${actual === 'unknown' ? '0' : actual} (/wallet ${who} score)`,
  walletKind: () => 'wallets.copyMakers on copies such wallets too',
  cooldownWallet: ({ limit }) =>
    `${limit} after its last loss it is copied again; cooldown.losses and cooldown.walletHours set that`,
  marketClosed: () => 'nobody can buy there now; it is copied while the market takes orders',
  bookMissing: () => 'with a book within four seconds it would have been judged',
  marketUnknown: () => 'with the rules of the market known it would have been judged',
  marketFilter: () => '/filter shows the rule, and takes it away',
  walletCategory: ({ who }) => `/wallet ${who} shows which categories it may trade`,
  shortCrypto: () => 'entry.shortCryptoMarkets on lets these markets by',
  minutesToClose: ({ actual, limit, isKnown }) =>
    isKnown
      ? `with ${limit} left it would have been copied, or with entry.minMinutesToClose at ${actual}`
      : `with a closing time known to be ${limit} away it would have been copied, or with entry.minMinutesToClose at 0`,
  cooldownMarket: ({ limit }) =>
    `${limit} after the loss it is entered again; cooldown.marketMinutes sets that`,
  clipMinimum: ({ actual, limit, who }) =>
    `${who} would have had to spend ${limit}, or the minimum be ${actual} (/wallet ${who} lead)`,
  clipAlreadyCopied: () => 'with size.mode leader what comes behind is copied too',
  signalAge: ({ actual, limit }) =>
    `heard within ${limit} it would have been copied, or with entry.maxAgeSeconds at ${actual}`,
  priceBand: ({ limit, isUnder }) =>
    `${isUnder ? 'from' : 'up to'} ${limit} it is copied; entry.${isUnder ? 'priceMinCents' : 'priceMaxCents'} is that bound`,
  bookUntrusted: () => 'it is copied again once the book has been read anew',
  bookStale: ({ limit }) => `a book no older than ${limit} would have done`,
  quality: ({ actual, limit }) =>
    `a quality of ${limit} would have done, or entry.minQuality at ${actual === 'unknown' ? '0' : actual}`,
  priceMoved: ({ actual, limit, isKnown }) =>
    isKnown
      ? `within ${limit} it would have been copied; entry.driftCents and entry.driftPercent would have to allow ${actual}`
      : `had anybody sold within ${limit} of that price, it would have been copied`,
  positionCount: ({ limit }) =>
    `with fewer than ${limit} open it would have been copied, or with a higher limits.positions`,
  orderRate: ({ limit }) =>
    `with fewer than ${limit} in that minute it would have been copied, or with a higher limits.ordersPerMinute`,
  noEdge: ({ actual }) =>
    `up to ${actual} with its fee it would have been bought; size.mode fixed does not ask`,
  trust: () =>
    'with a better score it would have been copied, or with a higher trust.newPercent, or at a larger size',
  volatility: () =>
    'in a calmer market it would have been copied, or with a higher size.calmCents, or at a larger size',
  resolutionRisk: () =>
    'with clearer rules it would have been copied, or with a lower size.riskPercent, or at a larger size',
  orderCap: capped('limits.orderPercent'),
  marketCap: capped('limits.marketPercent'),
  groupCap: capped('limits.groupPercent'),
  walletCap: capped('limits.walletPercent'),
  walletDayCap: capped('limits.walletDayPercent'),
  categoryCap: capped('limits.categoryPercent'),
  totalCap: capped('limits.totalPercent'),
  slippage: () =>
    'with more shares near the best price it would have been copied, or with a higher entry.slippagePercent',
  venueMinimum: ({ limit }) =>
    `a copy of ${limit} is taken; entry.small min buys that where it is near`,
  cash: ({ actual }) => `with ${actual} free it would have been bought`,
  model: () => 'with llm.consult off the rules decide alone',
  modelSilent: () => 'with llm.fallback rules the rules decide alone while it is silent',
  arbitrageBasis: () => '/pair shows what differs; a person who read both texts may approve it',
  arbitrageAlertOnly: ({ note }) =>
    note === 'ask'
      ? 'a tap within 30 s would have bought it on paper'
      : note === 'verified by a person'
        ? 'arbitrage.mode ask asks you'
        : 'arbitrage.mode ask asks you, auto buys on paper what nobody had to prove',
  arbitrageGone: () => 'had the gap lasted, it would have been bought',
  leaderLeft: ({ who }) => `had ${who} stayed in, it would have been bought`,
  lagAlertOnly: () => 'lag.mode paper buys such lags on paper',
  lagEstimated: () => 'with the settling price seen it would have been judged like any other',
  noPosition: () => 'there is nothing to do',
  exitManual: () => '/close sells it',
  unsettled: () => 'it sells by itself once they are settled',
  dust: () => 'it is paid out when the market resolves',
};

/** What an exit waits for, which goes on by itself. */
const WAITS: Partial<Readonly<Record<Gate, Words>>> = {
  killed: () => 'it sells once a person arms again (/kill off); /close sells it now',
  marketClosed: () =>
    'it is tried again until the market takes orders; what is held is paid out at its end',
  bookMissing: () => 'it is tried again until the book comes; after its time you are asked',
  marketUnknown: () =>
    'it is tried again until the rules of the market come; after its time you are asked',
  bookUntrusted: () => 'it is tried again once the book has been read anew',
  bookStale: ({ limit }) => `it is tried again with a book no older than ${limit}`,
  slippage: () => 'it is tried again until somebody buys; after its time you are asked',
};

/** What would have had to differ, in one line. */
export function differWords(result: GateResult, who: string): string {
  const { gate, actual, limit, unit, note } = result;
  const words = result.verdict === 'wait' ? (WAITS[gate] ?? DIFFERS[gate]) : DIFFERS[gate];
  return words({
    actual: gateNumber(actual, unit),
    limit: gateNumber(limit, unit),
    ...{ who, note },
    isKnown: actual !== null && actual > 0,
    isUnder: actual !== null && limit !== null && actual < limit,
  });
}
