import type { AtMs } from './time.ts';
import type { Ppm, Price } from './values/money.ts';

/** Why a copy is sold although its leader holds on, in the order in which they are asked. */
export const OWN_EXITS = ['stopLoss', 'trailingStop', 'takeProfit', 'timeStop'] as const;
export type OwnExit = (typeof OWN_EXITS)[number];

export function isOwnExit(cause: string): cause is OwnExit {
  return OWN_EXITS.some((one) => one === cause);
}

/** When a copy is sold although its leader holds on; zero is never. */
export interface OwnExitRules {
  /** Of what the position cost. */
  readonly stopLoss: Ppm;
  readonly takeProfit: Ppm;
  /** Of the best bid since it was bought. */
  readonly trailing: Ppm;
  readonly maxHeldMs: number;
}

/** Bids at which a position is sold, and when at the latest; `null` for never. */
export interface ExitLevels {
  /** At this bid or below. */
  readonly stopLoss: Price | null;
  readonly trailingStop: Price | null;
  /** At this bid or above. */
  readonly takeProfit: Price | null;
  readonly untilMs: AtMs | null;
}
