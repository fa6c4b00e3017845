import type { AtMs } from '../../engine/domain/time.ts';

/** `waiting`: until the next attempt to connect. `closed`: not started, or ended by its owner. */
export type SocketState = 'connecting' | 'open' | 'waiting' | 'closed';

/** What a socket does and did, as data; later events do not change it. */
export interface SocketSnapshot {
  readonly state: SocketState;
  /** Why the newest connection that ended did so, or never came about; `null` before the first. */
  readonly reason: string | null;
  /** Of the venue's close frame that goes with the reason. */
  readonly closeCode: number | null;
  /** Data messages. */
  readonly messages: number;
  readonly bytes: number;
  /** Binary messages, which are refused. */
  readonly binaries: number;
  /** Attempts to connect after the first. */
  readonly reconnects: number;
  readonly lastDataAtMs: AtMs | null;
  /** Of the connection that is open now. */
  readonly openedAtMs: AtMs | null;
}

/** Least healthy last. */
const HEALTH: readonly SocketState[] = ['closed', 'open', 'connecting', 'waiting'];

/** A socket that never was: the sum of none. */
export const NO_SOCKET: SocketSnapshot = {
  state: 'closed',
  reason: null,
  closeCode: null,
  messages: 0,
  bytes: 0,
  binaries: 0,
  reconnects: 0,
  lastDataAtMs: null,
  openedAtMs: null,
};

/**
 * Several sockets as one: counters added up, state and reason of the least healthy, the newest data
 * and the newest opening.
 */
export function sumOf(snapshots: readonly SocketSnapshot[]): SocketSnapshot {
  return snapshots.reduce((sum, one) => {
    const worse = HEALTH.indexOf(one.state) > HEALTH.indexOf(sum.state) ? one : sum;
    return {
      state: worse.state,
      reason: worse.reason,
      closeCode: worse.closeCode,
      messages: sum.messages + one.messages,
      bytes: sum.bytes + one.bytes,
      binaries: sum.binaries + one.binaries,
      reconnects: sum.reconnects + one.reconnects,
      lastDataAtMs: latest(sum.lastDataAtMs, one.lastDataAtMs),
      openedAtMs: latest(sum.openedAtMs, one.openedAtMs),
    };
  }, NO_SOCKET);
}

function latest(a: AtMs | null, b: AtMs | null): AtMs | null {
  return a === null || (b !== null && b > a) ? b : a;
}
