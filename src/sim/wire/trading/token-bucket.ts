/** Requests of one signer: so many a second, and some more at once. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number | null = null;

  constructor(at: { readonly perSecond: number; readonly burst: number }) {
    this.#perSecond = at.perSecond;
    this.#burst = at.burst;
    this.#tokens = at.burst;
  }

  /** Takes `count` tokens, or none when there are fewer. */
  take(count: number, nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  /** Takes `count` tokens even where there are fewer: the bucket goes below zero. */
  charge(count: number, nowMs: number): void {
    this.#fill(nowMs);
    this.#tokens -= count;
  }

  get remaining(): number {
    return Math.max(0, Math.floor(this.#tokens));
  }

  /** Whole seconds until `count` tokens are there, at least one. */
  resetSeconds(count: number): number {
    return Math.max(1, Math.ceil((count - this.#tokens) / this.#perSecond));
  }

  #fill(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - (this.#atMs ?? nowMs));
    this.#tokens = Math.min(this.#burst, this.#tokens + (passedMs / 1_000) * this.#perSecond);
    this.#atMs = nowMs;
  }
}
