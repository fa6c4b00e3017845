import type { Exchange } from '../exchange/exchange.ts';
import type { Venue, VenueHappening } from '../venue/venue.ts';
import type { SimClock } from './clock.ts';
import type { WorldTime } from './world-time.ts';

/** Steps of the world in one turn of the event loop; the rest waits until the sockets had theirs. */
const STEPS_PER_TURN_MAX = 20;
/** Between two turns when much is due, and when nothing is. */
const TURN_MS_MIN = 1;
const TURN_MS_MAX = 50;

interface PumpOptions {
  readonly venue: Venue & { readonly exchange?: Exchange };
  readonly time: WorldTime;
  readonly clock: SimClock;
  onStep(happenings: readonly VenueHappening[], nowMs: number): void;
  /** After the steps of each turn, at least every {@link TURN_MS_MAX}. */
  onTurn(nowMs: number): void;
}

/** Steps the world by wall time. */
export class Pump {
  readonly #options: PumpOptions;
  #cancel: (() => void) | null = null;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    this.#cancel = this.#options.clock.schedule(TURN_MS_MIN, () => this.#turn());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #turn(): void {
    const { venue, time, clock, onStep, onTurn } = this.#options;
    const nowMs = clock.nowMs();
    venue.exchange?.advance(nowMs);
    for (let steps = 0; steps < STEPS_PER_TURN_MAX; steps += 1) {
      if (venue.nextAtMs > time.elapsedMs(nowMs)) break;
      onStep(venue.step(), nowMs);
    }
    onTurn(nowMs);
    const worldMs = time.waitMs(venue.nextAtMs, clock.nowMs());
    const exchangeMs = (venue.exchange?.nextAtMs ?? Number.POSITIVE_INFINITY) - clock.nowMs();
    const waitMs = Math.ceil(Math.min(worldMs, exchangeMs));
    const delayMs = Math.min(TURN_MS_MAX, Math.max(TURN_MS_MIN, waitMs));
    this.#cancel = clock.schedule(delayMs, () => this.#turn());
  }
}
