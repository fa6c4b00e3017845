/** A set that remembers the newest `max` members. */
export class RecentSet<Member> {
  readonly #members = new Set<Member>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  /** Adds; `false` when it was there already. */
  add(member: Member): boolean {
    if (this.#members.has(member)) return false;
    this.#members.add(member);
    if (this.#members.size > this.#max) {
      for (const oldest of this.#members) {
        this.#members.delete(oldest);
        break;
      }
    }
    return true;
  }

  has(member: Member): boolean {
    return this.#members.has(member);
  }

  get size(): number {
    return this.#members.size;
  }
}
