import { MICRO } from '../../../engine/domain/values/micro.ts';
import type { Chance } from '../../chance.ts';
import type { VenueMarket } from '../../venue/venue.ts';
import type { Belief, Outcome } from './market.ts';

/** How a market of this venue relates to the one of the other venue that it was made from. */
export type TwinKind =
  /** The same question by the same rules. */
  | 'same'
  /** The same question; a void pays the last fair price instead of a half. */
  | 'voidRule'
  /** A week later. */
  | 'laterDate'
  /** A higher bar. */
  | 'higherBar'
  /** Somebody else's word decides. */
  | 'otherSource';

/** How long this venue takes to follow the other one. */
const LAG_MS = [400, 6_000] as const;
/** Log-odds: this venue's own opinion, and how much of it stays from look to look. */
const OWN_OPINION = 0.06;
const OPINION_KEPT = 0.97;
/** Log-odds that a look-alike stands off the question it resembles. */
const OFFSETS: Readonly<Record<TwinKind, number>> = {
  same: 0,
  voidRule: 0,
  laterDate: 0.35,
  higherBar: -0.55,
  otherSource: 0.05,
};
/** How often a look-alike ends as the question does that it resembles. */
const AGREEMENT: Readonly<Record<TwinKind, number>> = {
  same: 1,
  voidRule: 1,
  laterDate: 0.85,
  higherBar: 0.7,
  otherSource: 0.92,
};
const BELIEF_MIN = 0.004;
const LOOKS_MAX = 200;

/** Follows the other venue's price, late and with an opinion of its own. */
export class TwinBelief implements Belief {
  readonly #twin: VenueMarket;
  readonly #kind: TwinKind;
  readonly #chance: Chance;
  readonly #lagMs: number;
  readonly #agrees: boolean;
  readonly #looks: { readonly atMs: number; readonly odds: number }[] = [];
  #opinion = 0;
  #lastFair: number | null = null;

  constructor(twin: VenueMarket, kind: TwinKind, chance: Chance) {
    this.#twin = twin;
    this.#kind = kind;
    this.#chance = chance;
    this.#lagMs = chance.whole(...LAG_MS);
    this.#agrees = chance.happens(AGREEMENT[kind]);
  }

  at(nowMs: number): number | null {
    const odds = logOddsOf(this.#twin);
    if (odds !== null) this.#looks.push({ atMs: nowMs, odds });
    if (this.#looks.length > LOOKS_MAX) this.#looks.shift();
    const seen =
      this.#looks.findLast(({ atMs }) => atMs <= nowMs - this.#lagMs) ?? this.#looks.at(0);
    if (seen === undefined) return null;
    const bell = this.#chance.next() + this.#chance.next() - 1;
    this.#opinion = OPINION_KEPT * this.#opinion + OWN_OPINION * bell;
    const fair = 1 / (1 + Math.exp(-(seen.odds + OFFSETS[this.#kind] + this.#opinion)));
    this.#lastFair = Math.min(1 - BELIEF_MIN, Math.max(BELIEF_MIN, fair));
    return this.#lastFair;
  }

  outcome(): Outcome | null {
    const { payouts } = this.#twin;
    if (payouts === null) return null;
    if (payouts[0] !== 0 && payouts[0] !== 1) return this.#void(payouts[0]);
    const isYes = (payouts[0] === 1) === this.#agrees;
    return { result: isYes ? 'yes' : 'no', value: isYes ? MICRO : 0, measured: '' };
  }

  #void(payout: number): Outcome {
    const fair = this.#kind === 'voidRule' ? (this.#lastFair ?? payout) : payout;
    return { result: 'scalar', value: Math.round(fair * 10_000) * 100, measured: '' };
  }
}

/** Of the middle of the other venue's book; `null` while it has no two sides. */
function logOddsOf(twin: VenueMarket): number | null {
  const { bids, asks } = twin.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  if (bid === undefined || ask === undefined) return null;
  const middle = (bid + ask) / 2 / MICRO;
  return Math.log(middle / (1 - middle));
}
