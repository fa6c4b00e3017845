import type { Chance } from '../chance.ts';

/** What the others make of a leader's order. */
export interface Reaction {
  /** How far the price moves, in dollars per share; above zero is away from who follows. */
  readonly shift: number;
  /** Wallets of the crowd that do the same. */
  readonly followers: number;
}

/** Dollars from which on an order is noticed. */
const BIG_DOLLARS = 80;
const FOLLOW_PROBABILITY = { big: 0.42, small: 0.15 } as const;
const FADE_PROBABILITY = 0.06;
const CENT = 0.01;
/** Somebody always thinks a large order knew something. */
const CALM_SHIFT = 0.003;
const FOLLOWERS_MAX = 2;

/** The price about stays, goes away by one to three cents, or comes back a little. */
export function drawReaction(chance: Chance, dollars: number): Reaction {
  const mood = chance.next();
  const cents = 1 + 2 * chance.next();
  const followers = chance.whole(0, FOLLOWERS_MAX);
  const isSmall = dollars < BIG_DOLLARS;
  const follow = FOLLOW_PROBABILITY[isSmall ? 'small' : 'big'];
  if (mood < follow) return { shift: cents * CENT, followers };
  if (mood < follow + FADE_PROBABILITY) return { shift: (-cents * CENT) / 2, followers: 0 };
  return { shift: isSmall ? 0 : CALM_SHIFT, followers: 0 };
}
