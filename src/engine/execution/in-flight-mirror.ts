import type { Change } from '../domain/change.ts';
import type { IntentId, LedgerId } from '../domain/ids.ts';
import type { Order } from '../domain/order.ts';
import { isTerminal, ORDER_STATUSES, type OrderStatus } from '../domain/order-state.ts';
import type { AtMs } from '../domain/time.ts';
import type { StateStore } from '../ports.ts';
import type { Schedule } from './schedule.ts';

/** Orders in the mirror; more live ones than the core keeps are not. */
export const MIRRORED_MAX = 1_000;
/** A mirror that nobody keeps up disappears. */
export const MIRROR_TTL_MS = 60_000;
const REFRESH_MS = MIRROR_TTL_MS / 3;

/** A live order that is not over. */
export interface InFlight {
  readonly intentId: IntentId;
  /** Empty before it is signed. */
  readonly hash: string;
  readonly status: OrderStatus;
  /** Since when it has this status. */
  readonly sinceMs: AtMs;
}

export interface InFlightMirrorOptions {
  readonly ledger: LedgerId;
  readonly state: StateStore;
  readonly schedule: Schedule;
  onError(error: unknown): void;
}

/**
 * Shows other readers which orders are underway. Best effort: nothing here is read when the program
 * recovers, nothing waits for it, and losing it changes nothing.
 */
export class InFlightMirror {
  readonly #options: InFlightMirrorOptions;
  readonly #orders = new Map<IntentId, InFlight>();
  #isWriting = false;
  #isStale = false;
  #isClosed = false;
  #cancelRefresh: (() => void) | null = null;
  #left = 0;

  constructor(options: InFlightMirrorOptions) {
    this.#options = options;
  }

  /** Orders that found no room. */
  get leftOut(): number {
    return this.#left;
  }

  /** What a step wrote; called with every batch. */
  take(changes: readonly Change[]): void {
    let isChanged = false;
    for (const change of changes) {
      if (change.kind !== 'order' || change.order.intent.ledger !== this.#options.ledger) continue;
      isChanged = true;
      this.#put(change.order);
    }
    if (isChanged) this.#write();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRefresh?.();
  }

  #put({ intent, status, externalId, body, updatedAtMs }: Order): void {
    const { id: intentId } = intent;
    if (isTerminal(status)) {
      this.#orders.delete(intentId);
      return;
    }
    const known = this.#orders.get(intentId);
    if (known === undefined && this.#orders.size >= MIRRORED_MAX) {
      this.#left += 1;
      return;
    }
    const sinceMs = known?.status === status ? known.sinceMs : updatedAtMs;
    const hash = body === null ? '' : externalId;
    this.#orders.set(intentId, { intentId, hash, status, sinceMs });
  }

  /** One write at a time; what changes meanwhile goes with the next. */
  #write(): void {
    this.#isStale = true;
    if (this.#isWriting || this.#isClosed) return;
    this.#isWriting = true;
    void this.#writeWhileStale();
  }

  /** Never throws. */
  async #writeWhileStale(): Promise<void> {
    const { state, ledger, schedule, onError } = this.#options;
    while (this.#isStale && !this.#isClosed) {
      this.#isStale = false;
      try {
        const value = JSON.stringify([...this.#orders.values()]);
        await state.set(mirrorKey(ledger), value, MIRROR_TTL_MS);
      } catch (error) {
        onError(error);
      }
    }
    this.#isWriting = false;
    this.#cancelRefresh?.();
    if (this.#orders.size === 0 || this.#isClosed) return;
    this.#cancelRefresh = schedule.in(REFRESH_MS, () => this.#write());
  }
}

/** What another program reads; `null` when there is nothing, or nothing that can be believed. */
export async function readInFlight(
  state: Pick<StateStore, 'get'>,
  ledger: LedgerId,
): Promise<readonly InFlight[] | null> {
  const text = await state.get(mirrorKey(ledger));
  if (text === null) return null;
  const read = parsed(text);
  return Array.isArray(read) && read.every(isInFlight) ? read : null;
}

function mirrorKey(ledger: LedgerId): string {
  return `inFlight:${ledger}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isInFlight(value: unknown): value is InFlight {
  if (typeof value !== 'object' || value === null) return false;
  const { intentId, hash, status, sinceMs } = value as Partial<Record<keyof InFlight, unknown>>;
  const isKnown = ORDER_STATUSES.some((known) => known === status);
  return (
    typeof intentId === 'string' && typeof hash === 'string' && isKnown && Number.isInteger(sinceMs)
  );
}
