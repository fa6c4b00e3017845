import type { Chance } from '../chance.ts';
import type { SimClock } from './clock.ts';
import type { Faults } from './faults.ts';

/** How much the servers did. */
export interface WireCounts {
  /** Steps of the world. */
  steps: number;
  requests: number;
  /** Requests that the simulator itself could not answer: its own bugs. */
  failures: number;
  connections: number;
  /** Connections refused in a storm. */
  refusedConnections: number;
  /** Frames of the market channel, over all connections. */
  frames: number;
  /** Frames of RTDS, over all connections. */
  activityFrames: number;
  /** Frames of the user channel, over all connections. */
  userFrames: number;
  /** Connections cut because they read too slowly. */
  slowReaders: number;
}

/** What every server of the simulator shares. */
export interface WireRuntime {
  readonly clock: SimClock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly counts: WireCounts;
}

/** What a host starts with. */
export function noCounts(): WireCounts {
  return {
    steps: 0,
    requests: 0,
    failures: 0,
    connections: 0,
    refusedConnections: 0,
    frames: 0,
    activityFrames: 0,
    userFrames: 0,
    slowReaders: 0,
  };
}
