/** Deltas that are kept for those who come back: a minute of them at the most. */
export const KEPT_MAX = 240;

interface Kept {
  readonly seq: number;
  readonly text: string;
}

/** The newest deltas, as they were sent. */
export class Backlog {
  #kept: Kept[] = [];

  add(seq: number, text: string): void {
    this.#kept.push({ seq, text });
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
  }

  clear(): void {
    this.#kept = [];
  }

  /** Everything behind `seq`; `null` when part of it is not kept any more. */
  after(seq: number, newest: number): readonly string[] | null {
    if (seq > newest) return null;
    if (seq === newest) return [];
    const [oldest] = this.#kept;
    if (oldest === undefined || oldest.seq > seq + 1) return null;
    return this.#kept.filter((one) => one.seq > seq).map(({ text }) => text);
  }
}
