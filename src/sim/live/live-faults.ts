import type { Chance } from '../chance.ts';

/** What can become of one sending, besides that it is answered. At most one each time. */
export const POST_FAULTS = [
  /** It landed, and the answer never came. */
  'postReplyLost',
  /** Neither landed nor answered. */
  'postLost',
  /** Given up by us, and landed behind that, up to half a minute. */
  'postLate',
  /** 5xx, and it landed all the same. */
  'postErrorAfterAccept',
  /** 200 with a body that nobody can read. */
  'postUnreadable',
  /** The bytes arrive twice: the answer is of the second. */
  'postTwice',
  /** 429, with or without a time to wait. */
  'postRateLimited',
  /** 500: timed out before the book. */
  'postBeforeBook',
  /** 400: the match is delayed. */
  'postNotReady',
  /** 401: credentials were made anew. */
  'postUnauthorized',
  /** It certainly never left. */
  'postNotSent',
  /** 400: a rule. */
  'postRefused',
] as const;

export type PostFault = (typeof POST_FAULTS)[number];

/** Faults of everything else that a venue does. */
export const ASK_FAULTS = [
  'lookUpFailed',
  /** A list lacks an order that is there; never twice in a row. */
  'orderHidden',
  /** A trade shows up in the lists only later. */
  'tradeHidden',
  'cancelReplyLost',
  'cancelLost',
  'cancelAllFailed',
  'readFailed',
  'settlementRetried',
  'settlementFailed',
  'eventDropped',
  'eventRepeated',
  'eventLate',
] as const;

/** Stretches of time in which a venue works differently. */
export const SPELLS = ['disconnected', 'restarting', 'postOnly', 'cancelOnly', 'disabled'] as const;

export type Spell = (typeof SPELLS)[number];

/** Not faults: the owner of the account at work. */
export const OWNER_ACTS = ['ownerTrade', 'ownerOrder', 'ownerCash'] as const;

/** What befalls a redemption. */
export const CHAIN_FAULTS = [
  /** The chain does not know the payout yet. */
  'redeemEarly',
  /** Mined and reverted. */
  'redeemFailed',
  /** Never mined, and nobody says so. */
  'redeemLost',
  /** Mined, and the answer never came. */
  'redeemReplyLost',
  /** It paid somebody else. */
  'redeemUnpaid',
] as const;

export type LiveFault =
  | PostFault
  | (typeof ASK_FAULTS)[number]
  | Spell
  | (typeof OWNER_ACTS)[number]
  | (typeof CHAIN_FAULTS)[number];

const ALL: readonly LiveFault[] = [
  ...POST_FAULTS,
  ...ASK_FAULTS,
  ...SPELLS,
  ...OWNER_ACTS,
  ...CHAIN_FAULTS,
];

export type LiveFaultCounts = Record<LiveFault, number>;
export type LiveFaultRates = Readonly<Record<LiveFault, number>>;

export function noLiveFaults(): LiveFaultCounts {
  return Object.fromEntries(ALL.map((name) => [name, 0])) as LiveFaultCounts;
}

/** At most, per call, event or trade; per second for spells and the owner. */
const RATE_MAX: Partial<Record<LiveFault, number>> = {
  postLate: 0.15,
  postReplyLost: 0.15,
  postRefused: 0.04,
  lookUpFailed: 0.3,
  orderHidden: 0.4,
  tradeHidden: 0.4,
  cancelReplyLost: 0.3,
  cancelLost: 0.3,
  cancelAllFailed: 0.5,
  readFailed: 0.3,
  settlementRetried: 0.3,
  settlementFailed: 0.6,
  eventDropped: 0.3,
  eventRepeated: 0.4,
  eventLate: 0.4,
  disconnected: 0.012,
  restarting: 0.006,
  postOnly: 0.003,
  cancelOnly: 0.004,
  disabled: 0.004,
  ownerTrade: 0.03,
  ownerOrder: 0.02,
  ownerCash: 0.004,
  redeemEarly: 0.4,
  redeemFailed: 0.4,
  redeemLost: 0.4,
  redeemReplyLost: 0.4,
  redeemUnpaid: 0.2,
};
const RATE_MAX_DEFAULT = 0.08;

/** How likely each fault is with this seed. */
export function drawLiveRates(chance: Chance): LiveFaultRates {
  const rates = ALL.map((name) => [name, chance.next() * (RATE_MAX[name] ?? RATE_MAX_DEFAULT)]);
  return Object.fromEntries(rates) as LiveFaultRates;
}

/** Draws faults and counts them; healed, it draws none. */
export class LiveFaults {
  readonly #chance: Chance;
  readonly #rates: LiveFaultRates;
  readonly #counts: LiveFaultCounts;
  #healed = false;

  constructor(
    chance: Chance,
    { rates, counts }: { readonly rates: LiveFaultRates; readonly counts: LiveFaultCounts },
  ) {
    this.#chance = chance;
    this.#rates = rates;
    this.#counts = counts;
  }

  heal(): void {
    this.#healed = true;
  }

  strikes(fault: LiveFault): boolean {
    const struck = this.#chance.happens(this.#rates[fault]) && !this.#healed;
    if (struck) this.#counts[fault] += 1;
    return struck;
  }

  /** What befalls one sending, or `null`. */
  ofPost(): PostFault | null {
    return POST_FAULTS.find((fault) => this.strikes(fault)) ?? null;
  }
}
