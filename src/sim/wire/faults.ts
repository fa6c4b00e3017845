import { Chance } from '../chance.ts';

/**
 * What can go wrong on the wire. The unit of each probability:
 * - `socket*`: per open connection (`socketStorm`: per host) and second;
 * - `frame*`: per frame of the market channel and connection; `rtds*`: per frame of RTDS;
 * - `http*`: per request; `page*`: per page of a list; `lateRow`: per row of the Data API.
 */
export const FEED_FAULT_KINDS = [
  /** The socket stays open and nothing comes for {@link FREEZE_MS}. */
  'socketFreeze',
  'socketFreezeForever',
  /** Closed as a slow reader. */
  'socketClose1013',
  /** Torn without a close frame. */
  'socketClose1006',
  /** All connections torn, and the next {@link STORM_REFUSALS} refused. */
  'socketStorm',
  'frameReorder',
  'frameDuplicate',
  'frameDrop',
  'frameCorruptHash',
  'rtdsReorder',
  'rtdsDuplicate',
  'rtdsDrop',
  /** With `Retry-After`. */
  'http429',
  /** 500, 502 (an HTML page) or 503 with `Retry-After`. */
  'http5xx',
  /** Answered after {@link SLOW_ANSWER_MS}. */
  'httpSlow',
  /** The whole length announced, half of it sent. */
  'httpCut',
  /** Data API: half of the rows and no cursor to the rest. Gamma: half of the rows, short page. */
  'pageTruncated',
  /** The next cursor is the one that led here. */
  'pageLooping',
  /** The next cursor is new and leads here again. */
  'pageRepeated',
  /** A row appears {@link LATE_ROW_MS} later than its neighbours, at its old place. */
  'lateRow',
] as const;

/**
 * What can go wrong with an account. The unit of each probability:
 * - `post*`: per request that places orders; `cancel*`: per request that cancels; `venue*`,
 *   `signer*`: per request of either;
 * - `order*`: per order in an answer; `tradeLate`: per trade; `user*`: per frame of the user channel
 *   and connection; `clockSkew`: per answer of `/time`.
 */
export const TRADING_FAULT_KINDS = [
  /** Taken, and then the connection is torn. */
  'postLost',
  /** Torn before anything was read; the order lands {@link LAND_LATE_MS} later. */
  'postLandsLate',
  /** Torn before anything was read. */
  'postUnread',
  /** Taken, and then 500, a text that is no JSON, or nothing. */
  'postTaken500',
  'postGarbled',
  'postEmpty',
  /** 200 without an order's id, and with an error. */
  'postBlank',
  /** Taken, and answered after {@link SLOW_ANSWER_MS}. */
  'postSlow',
  /** 500 `order timed out`: it never reached the book. */
  'postTimedOut',
  'cancelLost',
  /** 425 for {@link RESTART_MS}, and then orders only when they are post-only. */
  'venueRestart',
  /** 503 for {@link MODE_MS}: disabled, only cancels, or only post-only orders. */
  'venueMode',
  /** With or without `Retry-After`. */
  'signer429',
  'signer401',
  'orderMissing',
  'orderSizeOmitted',
  /** Listed {@link TRADE_LATE_MS} after it happened. */
  'tradeLate',
  'userReorder',
  'userDuplicate',
  'userDrop',
  /** The time is wrong by {@link CLOCK_SKEW_S}. */
  'clockSkew',
] as const;

export const FAULT_KINDS = [...FEED_FAULT_KINDS, ...TRADING_FAULT_KINDS] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
/** Probability of each kind, 0 to 1. */
export type FaultProfile = Readonly<Record<FaultKind, number>>;

/** Least and most of a duration or a number. */
export type Range = readonly [least: number, most: number];

export const FREEZE_MS: Range = [5_000, 30_000];
export const STORM_REFUSALS: Range = [3, 10];
export const SLOW_ANSWER_MS: Range = [1_000, 12_000];
export const LATE_ROW_MS: Range = [5_000, 60_000];
export const LAND_LATE_MS: Range = [200, 5_000];
export const RESTART_MS: Range = [5_000, 90_000];
export const MODE_MS: Range = [5_000, 60_000];
export const TRADE_LATE_MS: Range = [500, 10_000];
export const CLOCK_SKEW_S: Range = [-30, 30];

const NONE = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultProfile;

/** `rough` is a bad day at the venue; `hostile` is everything, often. */
export const FAULT_PROFILES = {
  none: NONE,
  rough: {
    socketFreeze: 0.002,
    socketFreezeForever: 0.0005,
    socketClose1013: 0.002,
    socketClose1006: 0.003,
    socketStorm: 0.0005,
    frameReorder: 0.002,
    frameDuplicate: 0.002,
    frameDrop: 0.001,
    frameCorruptHash: 0.001,
    rtdsReorder: 0.01,
    rtdsDuplicate: 0,
    rtdsDrop: 0.02,
    http429: 0.01,
    http5xx: 0.02,
    httpSlow: 0.02,
    httpCut: 0.005,
    pageTruncated: 0.01,
    pageLooping: 0.005,
    pageRepeated: 0.005,
    lateRow: 0.02,
    postLost: 0.01,
    postLandsLate: 0.005,
    postUnread: 0.005,
    postTaken500: 0.005,
    postGarbled: 0.003,
    postEmpty: 0.003,
    postBlank: 0.003,
    postSlow: 0.02,
    postTimedOut: 0.005,
    cancelLost: 0.01,
    venueRestart: 0.0005,
    venueMode: 0.0005,
    signer429: 0.01,
    signer401: 0.002,
    orderMissing: 0.01,
    orderSizeOmitted: 0.01,
    tradeLate: 0.05,
    userReorder: 0.005,
    userDuplicate: 0.01,
    userDrop: 0.01,
    clockSkew: 0.01,
  },
  hostile: {
    socketFreeze: 0.01,
    socketFreezeForever: 0.005,
    socketClose1013: 0.01,
    socketClose1006: 0.02,
    socketStorm: 0.005,
    frameReorder: 0.01,
    frameDuplicate: 0.01,
    frameDrop: 0.01,
    frameCorruptHash: 0.005,
    rtdsReorder: 0.05,
    rtdsDuplicate: 0.01,
    rtdsDrop: 0.2,
    http429: 0.05,
    http5xx: 0.1,
    httpSlow: 0.05,
    httpCut: 0.05,
    pageTruncated: 0.05,
    pageLooping: 0.03,
    pageRepeated: 0.03,
    lateRow: 0.1,
    postLost: 0.05,
    postLandsLate: 0.03,
    postUnread: 0.02,
    postTaken500: 0.03,
    postGarbled: 0.02,
    postEmpty: 0.02,
    postBlank: 0.02,
    postSlow: 0.05,
    postTimedOut: 0.02,
    cancelLost: 0.05,
    venueRestart: 0.003,
    venueMode: 0.003,
    signer429: 0.05,
    signer401: 0.01,
    orderMissing: 0.05,
    orderSizeOmitted: 0.05,
    tradeLate: 0.2,
    userReorder: 0.05,
    userDuplicate: 0.05,
    userDrop: 0.05,
    clockSkew: 0.05,
  },
} as const satisfies Readonly<Record<string, FaultProfile>>;

export type FaultProfileName = keyof typeof FAULT_PROFILES;
/** A named profile, or the kinds that shall happen: all others never do. */
export type FaultChoice = FaultProfileName | Partial<FaultProfile>;

function profileOf(choice: FaultChoice): FaultProfile {
  return typeof choice === 'string' ? FAULT_PROFILES[choice] : { ...NONE, ...choice };
}

/** Draws faults, each kind from its own stream, and counts those that were injected. */
export class Faults {
  readonly counts: Record<FaultKind, number> = { ...NONE };
  #profile: FaultProfile;
  readonly #chances: Readonly<Record<FaultKind, Chance>>;

  constructor(seed: string, choice: FaultChoice) {
    this.#profile = profileOf(choice);
    const chance = new Chance(seed).fork('faults');
    this.#chances = Object.fromEntries(
      FAULT_KINDS.map((kind) => [kind, chance.fork(kind)]),
    ) as Record<FaultKind, Chance>;
  }

  set(choice: FaultChoice): void {
    this.#profile = profileOf(choice);
  }

  /** Whether the fault happens now; asked only where it can be injected. */
  happens(kind: FaultKind): boolean {
    const probability = this.#profile[kind];
    if (probability <= 0 || !this.#chances[kind].happens(probability)) return false;
    this.counts[kind] += 1;
    return true;
  }

  /** How much of a fault that happens. */
  amount(kind: FaultKind, [least, most]: Range): number {
    return this.#chances[kind].whole(least, most);
  }
}
