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

/** How a market here ends. `fair`: it pays what it was worth last. */
export type End = 'yes' | 'no' | 'fair';

/** What a market of this venue owes to one of the other venue. */
export interface Following {
  /** YES here is what outcome 1 is there. */
  readonly isInverse: boolean;
  /** Log-odds that it stands off the side that it follows. */
  readonly offset: number;
  /** How it ends when the side that it follows pays, and when that does not. */
  readonly whenPaid: End;
  readonly whenLost: End;
  /** What it pays when the other venue's market is void. */
  readonly voidPays: 'half' | 'fair';
  /** Its makers know the other venue's price at once, and hardly have an opinion of their own. */
  readonly isPrompt?: boolean;
}

/** How long this venue takes to follow the other one. */
const LAG_MS = [400, 6_000] as const;
/** Log-odds: this venue's own opinion, and how much of it stays from look to look. */
const OWN_OPINION = 0.06;
const OPINION_KEPT = 0.97;
/** What of it those show who follow at once. */
const PROMPT_OPINION = 0.3;
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

/** What a market of that kind owes to the one that it was made from. */
export function followingOf(kind: TwinKind, chance: Chance): Following {
  const agrees = chance.happens(AGREEMENT[kind]);
  return {
    isInverse: false,
    offset: OFFSETS[kind],
    whenPaid: agrees ? 'yes' : 'no',
    whenLost: agrees ? 'no' : 'yes',
    voidPays: kind === 'voidRule' ? 'fair' : 'half',
  };
}

/** Follows the other venue's price, late and with an opinion of its own. */
export class TwinBelief implements Belief {
  readonly #twin: VenueMarket;
  readonly #chance: Chance;
  readonly #lagMs: number;
  readonly #following: Following;
  readonly #looks: { readonly atMs: number; readonly odds: number }[] = [];
  #opinion = 0;
  #lean = 0;
  #lastFair: number | null = null;

  constructor(twin: VenueMarket, chance: Chance, follow: (chance: Chance) => Following) {
    this.#twin = twin;
    this.#chance = chance;
    const lagMs = chance.whole(...LAG_MS);
    this.#following = follow(chance);
    this.#lagMs = this.#following.isPrompt === true ? 0 : lagMs;
  }

  /** From now on the makers are wrong by so much probability of YES; 0 ends it. */
  lean(shift: number): void {
    this.#lean = shift;
  }

  at(nowMs: number): number | null {
    const { isInverse, offset, isPrompt } = this.#following;
    const odds = logOddsOf(this.#twin);
    if (odds !== null) this.#looks.push({ atMs: nowMs, odds: isInverse ? -odds : odds });
    if (this.#looks.length > LOOKS_MAX) this.#looks.shift();
    const seen =
      this.#looks.findLast(({ atMs }) => atMs <= nowMs - this.#lagMs) ?? this.#looks.at(0);
    const newest = this.#looks.at(-1);
    if (seen === undefined || newest === undefined) return null;
    const bell = this.#chance.next() + this.#chance.next() - 1;
    this.#opinion = OPINION_KEPT * this.#opinion + OWN_OPINION * bell;
    const opinion = this.#opinion * (isPrompt === true ? PROMPT_OPINION : 1);
    // While they are wrong they are so by a steady amount.
    const fair =
      this.#lean === 0
        ? probabilityOf(seen.odds + offset + opinion)
        : probabilityOf(newest.odds + offset) + this.#lean;
    this.#lastFair = Math.min(1 - BELIEF_MIN, Math.max(BELIEF_MIN, fair));
    return this.#lastFair;
  }

  outcome(): Outcome | null {
    const { payouts } = this.#twin;
    if (payouts === null) return null;
    const { isInverse, whenPaid, whenLost, voidPays } = this.#following;
    const followed = payouts[isInverse ? 1 : 0];
    if (followed !== 0 && followed !== 1) {
      return this.#scalar(voidPays === 'fair' ? (this.#lastFair ?? followed) : followed);
    }
    const result = followed === 1 ? whenPaid : whenLost;
    if (result === 'fair') return this.#scalar(this.#lastFair ?? followed);
    return { result, value: result === 'yes' ? MICRO : 0, measured: '' };
  }

  #scalar(value: number): Outcome {
    return { result: 'scalar', value: Math.round(value * 10_000) * 100, measured: '' };
  }
}

function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Of the middle of the other venue's book; `null` while it has no two sides. */
function logOddsOf(twin: VenueMarket): number | null {
  const { bids, asks } = twin.book(0);
  const [bid, ask] = [bids.at(-1)?.price, asks.at(-1)?.price];
  if (bid === undefined || ask === undefined) return null;
  const middle = (bid + ask) / 2 / MICRO;
  return Math.log(middle / (1 - middle));
}
