import { SECOND_MS } from '../../engine/domain/time.ts';
import type { SimClock } from '../wire/clock.ts';
import type { TimedHappening } from './world/happening.ts';
import type { KalshiWorld } from './world/kalshi-world.ts';

/** Steps of the world in one turn of the event loop; the rest waits until the sockets had theirs. */
const STEPS_PER_TURN_MAX = 50;
/** Between two turns when much is due, and when nothing is. */
const TURN_MS_MIN = 1;
const TURN_MS_MAX = 100;

interface PumpOptions {
  readonly world: KalshiWorld;
  readonly clock: SimClock;
  readonly onHappened: (happenings: readonly TimedHappening[]) => void;
  /** At least once in a second of the clock. */
  readonly onSecond: (nowMs: number) => void;
}

/** Steps the world by wall time. */
export class WorldPump {
  readonly #options: PumpOptions;
  #cancel: (() => void) | null = null;
  #secondAtMs: number;

  constructor(options: PumpOptions) {
    this.#options = options;
    this.#secondAtMs = options.clock.nowMs();
  }

  start(): void {
    this.#cancel = this.#options.clock.schedule(TURN_MS_MIN, () => this.#turn());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Does something to the world from outside, and tells what happened by it. */
  after<Result>(change: () => Result): Result {
    const result = change();
    this.#options.onHappened(this.#options.world.takeHappened());
    return result;
  }

  #turn(): void {
    const { world, clock, onHappened, onSecond } = this.#options;
    const nowMs = clock.nowMs();
    for (let steps = 0; steps < STEPS_PER_TURN_MAX && world.nextAtMs <= nowMs; steps += 1) {
      onHappened(world.step());
    }
    if (nowMs - this.#secondAtMs >= SECOND_MS) {
      this.#secondAtMs = nowMs;
      onSecond(nowMs);
      onHappened(world.takeHappened());
    }
    const waitMs = world.nextAtMs - clock.nowMs();
    const delayMs = Math.min(TURN_MS_MAX, Math.max(TURN_MS_MIN, waitMs));
    this.#cancel = clock.schedule(delayMs, () => this.#turn());
  }
}
