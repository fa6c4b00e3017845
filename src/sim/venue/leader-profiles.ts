import { HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { VenueLeaderKind } from './venue.ts';

/** What a leader looks for. */
export interface Taste {
  /** Prices that it buys at, in dollars per share. */
  readonly prices: readonly [number, number];
  /** How long a market must still be open. */
  readonly lifeMinMs: number;
  /** How often it looks at nothing but short windows. */
  readonly windows: number;
}

/** When a leader moves, on average. */
export interface Rhythm {
  readonly firstMs: number;
  /** Between two moves while the world is new. */
  readonly openingMs: number;
  /** Between two moves later. */
  readonly steadyMs: number;
}

export interface LeaderProfile {
  readonly name: string;
  readonly kind: VenueLeaderKind;
  readonly skill: number;
  /** Dollars of an order, spread evenly over the logarithm; every sixth or so is a small one. */
  readonly dollars: readonly [number, number];
  readonly rhythm: Rhythm;
  readonly taste: Taste;
}

const PATIENT: Taste = { prices: [0.11, 0.89], lifeMinMs: 2 * HOUR_MS, windows: 0 };
const CURIOUS: Taste = { prices: [0.05, 0.95], lifeMinMs: 0, windows: 0.15 };
const HASTY: Taste = { prices: [0.03, 0.97], lifeMinMs: 0, windows: 0.5 };

/** The wallets with a name. */
export const LEADER_PROFILES: readonly LeaderProfile[] = [
  {
    name: 'ace',
    kind: 'directional',
    skill: 0.8,
    dollars: [40, 600],
    rhythm: seconds(1.2, 3.4, 7),
    taste: PATIENT,
  },
  {
    name: 'whale-7',
    kind: 'directional',
    skill: 0.45,
    dollars: [200, 5_000],
    rhythm: seconds(2.4, 4.2, 8),
    taste: PATIENT,
  },
  {
    name: 'maker-9',
    kind: 'marketMaker',
    skill: 0,
    dollars: [60, 500],
    rhythm: seconds(2, 4.5, 6),
    taste: PATIENT,
  },
  {
    name: 'lucky-3',
    kind: 'lucky',
    skill: 0,
    dollars: [10, 1_500],
    rhythm: seconds(4, 9, 10),
    taste: HASTY,
  },
  {
    name: 'drifter',
    kind: 'directional',
    skill: 0.1,
    dollars: [12, 120],
    rhythm: seconds(5, 10, 12),
    taste: CURIOUS,
  },
  {
    name: 'oracle-2',
    kind: 'directional',
    skill: 0.9,
    dollars: [30, 400],
    rhythm: seconds(6, 9, 13),
    taste: PATIENT,
  },
  {
    name: 'degen-2',
    kind: 'directional',
    skill: -0.4,
    dollars: [10, 300],
    rhythm: seconds(3, 8, 9),
    taste: HASTY,
  },
  {
    name: 'fox',
    kind: 'directional',
    skill: 0.15,
    dollars: [8, 200],
    rhythm: seconds(7, 10, 14),
    taste: CURIOUS,
  },
];

function seconds(first: number, opening: number, steady: number): Rhythm {
  return {
    firstMs: first * SECOND_MS,
    openingMs: opening * SECOND_MS,
    steadyMs: steady * SECOND_MS,
  };
}
