import type { SeedBrains } from './brains.ts';
import type { LiveTally } from './live-side.ts';
import type { FaultCounts } from './plan.ts';

/** What came of one seed. */
export interface SeedResult {
  readonly seed: number;
  readonly steps: number;
  readonly signals: number;
  readonly faults: FaultCounts;
  /** `null` on paper alone. */
  readonly live: LiveTally | null;
  /** `null` where no brains are compared. */
  readonly brains: SeedBrains | null;
  readonly violation: { readonly step: number; readonly sentence: string } | null;
}

/** How a seed is run. */
export interface SeedOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** Whether live orders go to a faulty venue beside paper. */
  readonly live: boolean;
  readonly trace?: (line: string) => void;
}
