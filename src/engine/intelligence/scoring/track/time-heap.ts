/** Numbers by a time, earliest first; a binary heap. */
export class TimeHeap {
  readonly #times: number[] = [];
  readonly #values: number[] = [];

  get size(): number {
    return this.#times.length;
  }

  /** Time of the earliest; `Infinity` when empty. */
  get nextAtMs(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  push(atMs: number, value: number): void {
    let at = this.#times.length;
    this.#put(at, atMs, value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#time(parent) <= atMs) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, atMs, value);
  }

  /** Takes out the earliest; `null` when empty. */
  pop(): number | null {
    const first = this.#values[0];
    const lastTime = this.#times.pop();
    const lastValue = this.#values.pop();
    if (first === undefined || lastTime === undefined || lastValue === undefined) return null;
    if (this.#times.length > 0) this.#sink(lastTime, lastValue);
    return first;
  }

  #sink(atMs: number, value: number): void {
    const { length } = this.#times;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      const right = child + 1;
      const least = right < length && this.#time(right) < this.#time(child) ? right : child;
      if (this.#time(least) >= atMs) break;
      this.#move(least, at);
      at = least;
    }
    this.#put(at, atMs, value);
  }

  #time(at: number): number {
    return this.#times[at] ?? Number.POSITIVE_INFINITY;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#time(from), this.#values[from] ?? 0);
  }

  #put(at: number, atMs: number, value: number): void {
    this.#times[at] = atMs;
    this.#values[at] = value;
  }
}
