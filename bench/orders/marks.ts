/** Moments on the way of one order, in the order in which they come. */
export const MARKS = ['offered', 'judged', 'signed', 'durable', 'asked', 'bytes'] as const;
export type Mark = (typeof MARKS)[number];

/** When what happened to the orders of the bench, by token while they are underway. */
export class Marks {
  readonly #underway = new Map<string, Map<Mark, number>>();

  begin(tokenId: string): void {
    this.#underway.set(tokenId, new Map([['offered', performance.now()]]));
  }

  /** The first time counts. */
  note(tokenId: string, mark: Mark, atMs = performance.now()): void {
    const marks = this.#underway.get(tokenId);
    if (marks !== undefined && !marks.has(mark)) marks.set(mark, atMs);
  }

  /** Takes out what is known of it; `null` when it never came to the socket. */
  take(tokenId: string): ReadonlyMap<Mark, number> | null {
    const marks = this.#underway.get(tokenId);
    this.#underway.delete(tokenId);
    return marks?.has('bytes') === true ? marks : null;
  }
}
