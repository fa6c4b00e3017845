import type { AtMs } from './time.ts';

/** Why entries stop until something happens. */
export type PauseCause = 'person' | 'dayLoss' | 'drawdown';

/** Kill, pause and live: survives a restart. */
export interface Control {
  /** Entries of live wallets spend real money from then on; `null` is paper. */
  readonly live: { readonly atMs: AtMs; readonly entriesFromMs: AtMs } | null;
  /** When a person last acknowledged what real money means; live is not switched on before. */
  readonly warningReadAtMs: AtMs | null;
  readonly killed: { readonly reason: string; readonly atMs: AtMs } | null;
  readonly paused: {
    readonly cause: PauseCause;
    readonly reason: string;
    readonly atMs: AtMs;
    /** The local day after which a day-loss pause ends; `null` waits for a person. */
    readonly day: string | null;
  } | null;
}

/** As it begins: on paper, armed. */
export const ARMED: Control = { live: null, warningReadAtMs: null, killed: null, paused: null };
