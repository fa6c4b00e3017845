/** Numbers that can still be asked for. */
export const NUMBERS_KEPT = 1_000;

/** The numbers of one chat's cards: `#7` in a command is what card 7 was about. */
export class CardNumbers {
  readonly #about: string[] = [];
  #given = 0;

  /** Numbers a card. */
  add(about: string): number {
    this.#given += 1;
    this.#about[this.#given % NUMBERS_KEPT] = about;
    return this.#given;
  }

  /** What `#7` or `7` stands for; `null` when there is no such card or it is too old. */
  reference(text: string): string | null {
    const digits = /^#?(\d{1,9})$/.exec(text)?.[1];
    const number = Number(digits ?? 0);
    if (number < 1 || number > this.#given || number <= this.#given - NUMBERS_KEPT) return null;
    return this.#about[number % NUMBERS_KEPT] ?? null;
  }
}
