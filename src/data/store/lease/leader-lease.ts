import { setTimeout as wait } from 'node:timers/promises';
import { HeldLeaseError, LeaseConnection } from './lease-connection.ts';

/** How long the server gives a lease, from the moment at which it renews it. */
export const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 1_000;
/** A leader stops so much earlier than the lease ends: clocks run at slightly different paces. */
export const MARGIN_MS = 500;
/** Between two attempts of one that stands by. */
const TRY_EVERY_MS = 500;
/** A server that does not answer is asked again over a new connection. */
const ASK_MS_MAX = 2_000;

export interface LeaseClock {
  /** Goes on while the process is stopped. */
  monotonicMs(): number;
  /** Goes on while the machine sleeps. */
  wallMs(): number;
}

const HOST_CLOCK: LeaseClock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

export interface LeaseOptions {
  readonly databaseUrl: string;
  /** Who this is, for people; every process has another. */
  readonly holder: string;
  /** Another has taken over: this process has to end. */
  readonly onLost: (error: Error) => void;
  readonly clock?: LeaseClock;
}

/**
 * Who may trade on a database: one at a time, for some seconds that are renewed. Each leader has an
 * epoch of its own, which the database checks at every write. By the time at which another can take
 * over, this one's own clocks have told it to stop.
 */
export class LeaderLease {
  readonly epoch: number;
  readonly #options: LeaseOptions;
  readonly #clock: LeaseClock;
  #connection: LeaseConnection;
  #endsMonotonicMs: number;
  #endsWallMs: number;
  readonly #ending = new AbortController();
  #renewing: Promise<void> = Promise.resolve();
  #isLost = false;

  private constructor(
    options: LeaseOptions,
    taken: { readonly connection: LeaseConnection; readonly epoch: number; readonly at: Moment },
  ) {
    this.#options = options;
    this.#clock = options.clock ?? HOST_CLOCK;
    this.#connection = taken.connection;
    this.epoch = taken.epoch;
    this.#endsMonotonicMs = taken.at.monotonicMs + LEASE_MS - MARGIN_MS;
    this.#endsWallMs = taken.at.wallMs + LEASE_MS - MARGIN_MS;
    this.#renewing = this.#renewOnAndOn();
  }

  /** @throws HeldLeaseError while another leads, or what the driver says of a server it cannot reach */
  static async take(options: LeaseOptions): Promise<LeaderLease> {
    const { databaseUrl, holder, clock = HOST_CLOCK } = options;
    const connection = await LeaseConnection.open(databaseUrl, ASK_MS_MAX);
    try {
      const at = momentOf(clock);
      const epoch = await connection.take(holder, LEASE_MS);
      return new LeaderLease(options, { connection, epoch, at });
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /**
   * Stands by until nobody leads. `waiting` hears who does, each time that it is another one; `null`
   * while the server cannot be reached. Ends with `null` when the signal says so.
   */
  static async stand(
    options: LeaseOptions,
    {
      signal,
      waiting,
    }: { readonly signal: AbortSignal; readonly waiting: (leader: string | null) => void },
  ): Promise<LeaderLease | null> {
    let told: string | null | undefined;
    const tell = (leader: string | null): void => {
      if (leader === told) return;
      told = leader;
      waiting(leader);
    };
    while (!signal.aborted) {
      try {
        return await LeaderLease.take(options);
      } catch (error) {
        tell(error instanceof HeldLeaseError ? error.holder : null);
      }
      await pause(TRY_EVERY_MS, signal);
    }
    return null;
  }

  /** Why nothing may leave this process now; `null` while it leads for certain. Never waits. */
  readonly stopReason = (): string | null => {
    const isOver =
      this.#clock.monotonicMs() >= this.#endsMonotonicMs ||
      this.#clock.wallMs() >= this.#endsWallMs;
    return isOver || this.#isLost ? 'another program may lead: the lease is over' : null;
  };

  /** Lets the next one lead at once. Nothing may be sent behind it. */
  async release(): Promise<void> {
    this.#isLost = true;
    this.#ending.abort();
    await this.#renewing;
    try {
      await this.#connection.release(this.epoch, this.#options.holder);
    } catch {
      // The server is away: the lease ends by itself.
    }
    await this.#connection.close();
  }

  /** Never throws. */
  async #renewOnAndOn(): Promise<void> {
    const { signal } = this.#ending;
    for (;;) {
      await pause(RENEW_EVERY_MS, signal);
      if (signal.aborted) return;
      const isLost = await this.#renew();
      if (!isLost) continue;
      this.#isLost = true;
      this.#options.onLost(new Error('another program leads on this database now'));
      return;
    }
  }

  /** Whether another has it. A server that is away tells nothing: the clocks run on. */
  async #renew(): Promise<boolean> {
    try {
      if (!this.#connection.isOpen) {
        this.#connection = await LeaseConnection.open(this.#options.databaseUrl, ASK_MS_MAX);
      }
      // Counted from before it is asked: the server's own lease ends later.
      const at = momentOf(this.#clock);
      const isOurs = await this.#connection.renew({
        ...{ epoch: this.epoch, holder: this.#options.holder, leaseMs: LEASE_MS },
      });
      if (!isOurs) return true;
      this.#endsMonotonicMs = at.monotonicMs + LEASE_MS - MARGIN_MS;
      this.#endsWallMs = at.wallMs + LEASE_MS - MARGIN_MS;
    } catch (error) {
      await this.#connection.close();
      if (!(error instanceof Error)) throw error;
    }
    return false;
  }
}

interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

function momentOf(clock: LeaseClock): Moment {
  return { monotonicMs: clock.monotonicMs(), wallMs: clock.wallMs() };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
