/** How the batch learns that it is time: a frame, or a timer where nothing is drawn. */
export type NextFrame = (run: () => void) => void;

/**
 * Collects what arrives and hands it over once a frame: a thousand updates in a second are sixty
 * drawings.
 */
export class FrameBatch<Item> {
  readonly #next: NextFrame;
  readonly #take: (items: readonly Item[]) => void;
  #waiting: Item[] = [];

  constructor(next: NextFrame, take: (items: readonly Item[]) => void) {
    this.#next = next;
    this.#take = take;
  }

  add(item: Item): void {
    this.#waiting.push(item);
    if (this.#waiting.length === 1) this.#next(() => this.#flush());
  }

  /** Forgets what waits; a frame that was asked for finds nothing. */
  clear(): void {
    this.#waiting = [];
  }

  #flush(): void {
    const items = this.#waiting;
    this.#waiting = [];
    if (items.length > 0) this.#take(items);
  }
}
