/** A market that another venue's may be like. */
export interface Candidate {
  readonly id: string;
  /** How telling the words are that both have. */
  readonly score: number;
}

/** Found for one market at most, best first. */
export const CANDIDATES_MAX = 25;
/** Words that so many markets have tell nothing: their lists are not walked. */
const FREQUENT_SHARE = 0.02;
const FREQUENT_MIN = 400;
/** Lists walked for one market; its rarest words come first. */
const WALKED_MAX = 12;
/** Entries of lists walked for one market, which bounds its time. */
const ENTRIES_MAX = 6_000;

interface Entry {
  readonly id: string;
  readonly words: readonly string[];
}

interface Telling {
  readonly list: ReadonlySet<number>;
  readonly weight: number;
}

/**
 * Finds markets that share rare words or a key, such as an event and its day. Kept up to date with
 * every change, so that one new market costs what its own words cost.
 */
export class MarketIndex {
  /** Slots by word, in the order in which markets came. */
  readonly #postings = new Map<string, Set<number>>();
  readonly #slots = new Map<string, number>();
  readonly #entries: (Entry | null)[] = [];
  readonly #free: number[] = [];
  /** By slot; all zero between two calls. */
  #scores = new Float64Array(1_024);

  get size(): number {
    return this.#slots.size;
  }

  /** Puts a market in, or in anew with other words. */
  add(id: string, words: readonly string[]): void {
    this.remove(id);
    const slot = this.#free.pop() ?? this.#entries.length;
    const kept = [...new Set(words)];
    this.#slots.set(id, slot);
    this.#entries[slot] = { id, words: kept };
    for (const word of kept) {
      const list = this.#postings.get(word);
      if (list === undefined) this.#postings.set(word, new Set([slot]));
      else list.add(slot);
    }
  }

  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    for (const word of this.#entries[slot]?.words ?? []) {
      const list = this.#postings.get(word);
      list?.delete(slot);
      if (list?.size === 0) this.#postings.delete(word);
    }
    this.#slots.delete(id);
    this.#entries[slot] = null;
    this.#free.push(slot);
  }

  /** The markets most like these words, best first; equal ones in the order of their ids. */
  candidates(words: readonly string[], most = CANDIDATES_MAX): readonly Candidate[] {
    if (this.#scores.length < this.#entries.length) {
      this.#scores = new Float64Array(this.#entries.length * 2);
    }
    const scores = this.#scores;
    const touched: number[] = [];
    let entries = 0;
    for (const { list, weight } of this.#telling(words)) {
      entries += list.size;
      if (entries > ENTRIES_MAX && touched.length > 0) break;
      for (const slot of list) {
        if (scores[slot] === 0) touched.push(slot);
        scores[slot] = (scores[slot] ?? 0) + weight;
      }
    }
    const best = bestSlots(touched, scores, most);
    const found = best.flatMap((slot) => this.#candidate(slot));
    for (const slot of touched) scores[slot] = 0;
    return found.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, most);
  }

  #candidate(slot: number): Candidate[] {
    const score = this.#scores[slot] ?? 0;
    const entry = this.#entries[slot];
    return entry == null ? [] : [{ id: entry.id, score }];
  }

  /** Lists of the words that tell something, the rarest first. */
  #telling(words: readonly string[]): readonly Telling[] {
    const frequent = Math.max(FREQUENT_MIN, this.size * FREQUENT_SHARE);
    const lists: Telling[] = [];
    for (const word of new Set(words)) {
      const list = this.#postings.get(word);
      if (list === undefined) continue;
      // A key is made to be shared by few; a word that everything has says nothing.
      if (list.size > frequent && !isKey(word)) continue;
      lists.push({ list, weight: Math.log(1 + this.size / list.size) });
    }
    return lists.sort((a, b) => b.weight - a.weight).slice(0, WALKED_MAX);
  }
}

/** Keys stand beside words: `@` is in no folded word. */
export function isKey(word: string): boolean {
  return word.startsWith('@');
}

/** Slots of the highest scores, all of them where the last one shares its score. */
function bestSlots(
  touched: readonly number[],
  scores: Float64Array,
  most: number,
): readonly number[] {
  if (touched.length <= most) return touched;
  const sorted = Float64Array.from(touched, (slot) => scores[slot] ?? 0).sort();
  const least = sorted[sorted.length - most] ?? 0;
  return touched.filter((slot) => (scores[slot] ?? 0) >= least);
}
