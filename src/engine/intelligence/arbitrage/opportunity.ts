import { type AtMs, DAY_MS } from '../../domain/time.ts';
import { type Money, ZERO_MONEY } from '../../domain/values/money.ts';

/** One that stays longer is nothing that anybody takes: it is over, and not told again until it closed. */
export const OPPORTUNITY_LIFE_MS_MAX = DAY_MS;

/**
 * What one look at a bundle saw: `over` everything that it must make, `held` only what keeps one
 * that was told, or `under`.
 */
export type Reach = 'over' | 'held' | 'under';

export interface BundleLook {
  readonly atMs: AtMs;
  readonly reach: Reach;
  readonly profit: Money;
}

/** What was measured of one that is over. */
export interface Lasted {
  readonly lastedMs: number;
  readonly wasTakeable: boolean;
  readonly bestProfit: Money;
}

/**
 * One bundle from its crossing to its end, told at most once. `idle` does not cross, `crossed` waits
 * until it has persisted, `found` was told, `spent` was told, lived too long and did not close yet.
 */
export class Opportunity {
  #stage: 'idle' | 'crossed' | 'found' | 'spent' = 'idle';
  #crossedAtMs: AtMs = 0;
  #foundAtMs: AtMs = 0;
  /** When it was first and last seen to fall below what it must make, since it was told. */
  #firstBelowAtMs: AtMs | null = null;
  #belowSinceMs: AtMs | null = null;
  #bestProfit: Money = ZERO_MONEY;

  get isFound(): boolean {
    return this.#stage === 'found';
  }

  /** Whether falling back a little does not end it. */
  get wasTold(): boolean {
    return this.#stage === 'found' || this.#stage === 'spent';
  }

  get crossedAtMs(): AtMs {
    return this.#crossedAtMs;
  }

  /** `find` when it has just persisted, `close` or `expire` when one that was told is over. */
  look(look: BundleLook, persistMs: number): 'find' | 'close' | 'expire' | null {
    if (this.#stage === 'found') return this.#watch(look);
    if (look.reach !== 'over') {
      if (this.#stage === 'crossed' || look.reach === 'under') this.#stage = 'idle';
      return null;
    }
    if (this.#stage === 'spent') return null;
    if (this.#stage === 'idle') this.#cross(look.atMs);
    this.#bestProfit = more(this.#bestProfit, look.profit);
    if (look.atMs - this.#crossedAtMs < persistMs) return null;
    this.#stage = 'found';
    this.#foundAtMs = look.atMs;
    return 'find';
  }

  /** It cannot be judged any more; whether that ends one that was told. */
  lose(): boolean {
    const wasFound = this.isFound;
    this.#stage = 'idle';
    return wasFound;
  }

  /** What it came to, at its end. Takeable is what was still there when our orders would have come. */
  lasted(atMs: AtMs, latencyMs: number): Lasted {
    const lastedMs = (this.#belowSinceMs ?? atMs) - this.#crossedAtMs;
    const stoodUntilMs = this.#firstBelowAtMs ?? atMs;
    const wasTakeable = stoodUntilMs - this.#foundAtMs >= latencyMs;
    return { lastedMs, wasTakeable, bestProfit: this.#bestProfit };
  }

  #watch({ atMs, reach, profit }: BundleLook): 'close' | 'expire' | null {
    if (reach === 'over') {
      this.#belowSinceMs = null;
      this.#bestProfit = more(this.#bestProfit, profit);
    } else {
      this.#firstBelowAtMs ??= atMs;
      this.#belowSinceMs ??= atMs;
    }
    if (reach === 'under') {
      this.#stage = 'idle';
      return 'close';
    }
    if (atMs - this.#crossedAtMs < OPPORTUNITY_LIFE_MS_MAX) return null;
    this.#stage = 'spent';
    return 'expire';
  }

  #cross(atMs: AtMs): void {
    this.#stage = 'crossed';
    this.#crossedAtMs = atMs;
    this.#firstBelowAtMs = null;
    this.#belowSinceMs = null;
    this.#bestProfit = ZERO_MONEY;
  }
}

function more(a: Money, b: Money): Money {
  return b > a ? b : a;
}
