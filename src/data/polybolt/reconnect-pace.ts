import { MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { ConnectPace } from '../socket/connect-pace.ts';

/** The server is being replaced: come back after a random part of this. */
export const DRAINED_MS_MAX = 10 * SECOND_MS;
/** The credentials were refused: the same ones will be refused again. */
export const REFUSED_MS = 5 * MINUTE_MS;
/** We broke a rule of the venue, which is a mistake of ours: hardly come back at all. */
export const POLICY_MS = 30 * MINUTE_MS;

const AUTH_FAILED = 4_001;
const DRAINING = 4_003;
const POLICY = 4_008;

/** When to connect again, by how the venue ended the last connection. */
export class ReconnectPace extends ConnectPace {
  readonly #random: () => number;
  #extraMs = 0;

  constructor(spacingMs: number, random: () => number) {
    super(spacingMs);
    this.#random = random;
  }

  /** The last connection ended with this code; `null` when there was none. */
  ended(closeCode: number | null): void {
    if (closeCode === DRAINING) this.#extraMs = this.#random() * DRAINED_MS_MAX;
    if (closeCode === AUTH_FAILED) this.#extraMs = REFUSED_MS;
    if (closeCode === POLICY) this.#extraMs = POLICY_MS;
  }

  /** The credentials were refused by words. */
  refused(): void {
    this.#extraMs = REFUSED_MS;
  }

  override take(nowMs: number): number {
    const extraMs = this.#extraMs;
    this.#extraMs = 0;
    return super.take(nowMs + extraMs) + extraMs;
  }
}

/** What a close code of the venue means, for people; `null` for an ordinary end. */
export function closeTrouble(closeCode: number | null): string | null {
  if (closeCode === AUTH_FAILED) {
    return 'Polymarket refused the API credentials for its settlement prices. They are tried again in 5 minutes.';
  }
  if (closeCode === POLICY) {
    return 'Polymarket closed the settlement prices because a rule of its was broken. They are tried again in 30 minutes.';
  }
  return null;
}
