interface Entry<Item> {
  readonly dueAtMs: number;
  readonly item: Item;
}

/** Items in the order in which they fall due; of equal ones the first added is first. */
export class DueQueue<Item> {
  readonly #entries: Entry<Item>[] = [];
  readonly #lengthMax: number;

  constructor(lengthMax: number) {
    this.#lengthMax = lengthMax;
  }

  add(dueAtMs: number, item: Item): void {
    let at = this.#entries.length;
    // Delays differ by little, so the place is near the end.
    while (at > 0 && (this.#entries[at - 1]?.dueAtMs ?? 0) > dueAtMs) at -= 1;
    this.#entries.splice(at, 0, { dueAtMs, item });
  }

  /** Takes out what is due, and what is too much. */
  takeDue(nowMs: number): readonly Item[] {
    const notDue = this.#entries.findIndex(({ dueAtMs }) => dueAtMs > nowMs);
    const due = notDue === -1 ? this.#entries.length : notDue;
    const surplus = this.#entries.length - this.#lengthMax;
    return this.#entries.splice(0, Math.max(due, surplus)).map(({ item }) => item);
  }
}
