import type { Change } from '../domain/change.ts';
import type { MarketId } from '../domain/ids.ts';

/** What a step asks of the outside. Results come back as inputs. */
export type Effect =
  /**
   * One transaction. `commitId` counts up and batches are applied in that order; each may be applied
   * twice, so the runner repeats a batch whose fate is unknown until it answers `committed`.
   */
  | { readonly kind: 'commit'; readonly commitId: number; readonly changes: readonly Change[] }
  /** This market matters from now on (or no more): subscribe, keep its book on a ladder. */
  | { readonly kind: 'watch'; readonly marketId: MarketId; readonly wanted: boolean }
  /** This book cannot be used until a fresh snapshot was read. */
  | { readonly kind: 'reread'; readonly marketId: MarketId; readonly reason: string }
  /** What a command led to. */
  | {
      readonly kind: 'answer';
      readonly commandId: string;
      readonly outcome: 'done' | 'refused';
      readonly message: string;
    };
