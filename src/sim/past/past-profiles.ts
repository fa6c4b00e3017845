import { DAY_MS } from '../../engine/domain/time.ts';
import type { LeaderProfile } from '../venue/leader-profiles.ts';
import type { VenueLeader, VenueLeaderKind } from '../venue/venue.ts';
import type { PastHabitName } from './past-habits.ts';

/** A wallet with a name, and what it did before the world began. */
export interface PastTrader {
  readonly leader: VenueLeader;
  readonly habit: PastHabitName;
  /** How well it foresaw then; as the leader does now unless told. */
  readonly skill?: number;
  readonly dollars: readonly [number, number];
  readonly prices: readonly [number, number];
  /** Markets that it looks at, as far as there are as many. */
  readonly markets: number;
  /** Markets after which it has enough; as many as it looks at unless told. */
  readonly entered?: number;
  /** Rows of one order at most. */
  readonly printsMax?: number;
  /** It never sells. */
  readonly holdsOn?: boolean;
  /** It began so long before the world; with the past unless it is told. */
  readonly begunMs?: number;
  /** It stopped so long before the world began. */
  readonly stoppedMs?: number;
  /** One of its markets was a bet on what nobody expected, and won. */
  readonly hasJackpot?: boolean;
  /** It was right all of the last days, so that no bad week switches it off when a demo begins. */
  readonly isInForm?: boolean;
}

/** How much those did who still trade, by name. */
const MARKETS: Readonly<Record<string, number>> = {
  ace: 240,
  'whale-7': 220,
  'maker-9': 110,
  'lucky-3': 27,
  drifter: 120,
  'oracle-2': 190,
  'degen-2': 150,
  fox: 130,
};
const MARKETS_USUAL = 80;
const IN_FORM_SKILL_MIN = 0.4;
/** Small bets that mostly lose, and one large one: chance alone would now and then look like skill. */
const LUCKY = { hasJackpot: true, skill: -0.5, dollars: [10, 120] } as const;
/** Makers came late and are busy: dozens of trades a day. */
const MAKING_MS = 25 * DAY_MS;
const HABITS: Readonly<Record<VenueLeaderKind, PastHabitName>> = {
  directional: 'directional',
  marketMaker: 'maker',
  lucky: 'directional',
  hedger: 'hedger',
  scalper: 'scalper',
};

/** Someone who trades in the world, and what it did before. */
export function pastOf(leader: VenueLeader, profile: LeaderProfile): PastTrader {
  return {
    leader,
    habit: HABITS[leader.kind],
    dollars: profile.dollars,
    prices: profile.taste.prices,
    markets: MARKETS[leader.name] ?? MARKETS_USUAL,
    isInForm: leader.skill >= IN_FORM_SKILL_MIN,
    ...(leader.kind === 'lucky' ? LUCKY : {}),
    ...(leader.kind === 'marketMaker' ? { begunMs: MAKING_MS } : {}),
  };
}

type Gone = Omit<PastTrader, 'leader' | 'skill'> & Pick<VenueLeader, 'name' | 'kind' | 'skill'>;

/** Wallets that are over when the world begins, each of them a trap for whoever judges carelessly. */
export const GONE: readonly Gone[] = [
  // Wins every market, and who copies one side of it has half of a hedge.
  {
    name: 'hedge-4',
    kind: 'hedger',
    skill: 0,
    habit: 'hedger',
    dollars: [100, 900],
    prices: [0, 1],
    markets: 70,
  },
  // Earns the spread within minutes: gone before anybody can follow.
  {
    name: 'flash-6',
    kind: 'scalper',
    skill: 0,
    habit: 'scalper',
    dollars: [50, 400],
    prices: [0.1, 0.9],
    markets: 150,
  },
  // Was good, and stopped.
  {
    name: 'sleeper',
    kind: 'directional',
    skill: 0.6,
    habit: 'directional',
    dollars: [30, 300],
    prices: [0.1, 0.9],
    markets: 110,
    stoppedMs: 45 * DAY_MS,
  },
  // Never sells, redeems a few wins and leaves a hundred losers where they are: its redemptions look perfect.
  {
    name: 'saint-5',
    kind: 'directional',
    skill: -0.9,
    habit: 'directional',
    dollars: [20, 90],
    prices: [0.1, 0.9],
    markets: 170,
    holdsOn: true,
  },
];
