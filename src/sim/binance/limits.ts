/** Counts within windows that slide. */
export class SlidingCount {
  readonly #windowMs: number;
  #atMs: number[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** One more; tells how many there were within the window. */
  add(nowMs: number): number {
    this.#atMs = this.#atMs.filter((atMs) => atMs > nowMs - this.#windowMs);
    this.#atMs.push(nowMs);
    return this.#atMs.length;
  }
}

const MINUTE_MS = 60_000;
/** Requests after a refusal that the exchange bears before it bans. */
export const REFUSALS_BEFORE_BAN = 10;
/** The first ban; further ones are longer. */
export const BAN_MS = 2 * MINUTE_MS;

export type WeightVerdict =
  | { readonly kind: 'taken'; readonly used: number }
  | { readonly kind: 'refused'; readonly used: number; readonly retryMs: number }
  | { readonly kind: 'banned'; readonly used: number; readonly retryMs: number };

/** Weight of requests by clock minute; who goes on after a refusal is banned. */
export class WeightLimit {
  readonly #weightMax: number;
  #minute = 0;
  #used = 0;
  #refusals = 0;
  #bannedUntilMs = 0;

  constructor(weightMax: number) {
    this.#weightMax = weightMax;
  }

  ban(nowMs: number, forMs: number): void {
    this.#bannedUntilMs = nowMs + forMs;
  }

  take(nowMs: number, weight: number): WeightVerdict {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#used = 0;
      this.#refusals = 0;
    }
    this.#used += weight;
    const used = this.#used;
    if (nowMs < this.#bannedUntilMs) {
      return { kind: 'banned', used, retryMs: this.#bannedUntilMs - nowMs };
    }
    if (used <= this.#weightMax) return { kind: 'taken', used };
    this.#refusals += 1;
    if (this.#refusals > REFUSALS_BEFORE_BAN) {
      this.ban(nowMs, BAN_MS);
      return { kind: 'banned', used, retryMs: BAN_MS };
    }
    return { kind: 'refused', used, retryMs: (minute + 1) * MINUTE_MS - nowMs };
  }
}
