import type { AtMs } from './time.ts';

/** Why entries stop until something happens. */
export type PauseCause = 'person' | 'dayLoss' | 'drawdown';

/** Kill and pause: survives a restart. */
export interface Control {
  readonly killed: { readonly reason: string; readonly atMs: AtMs } | null;
  readonly paused: {
    readonly cause: PauseCause;
    readonly reason: string;
    readonly atMs: AtMs;
    /** The local day after which a day-loss pause ends; `null` waits for a person. */
    readonly day: string | null;
  } | null;
}

export const ARMED: Control = { killed: null, paused: null };
