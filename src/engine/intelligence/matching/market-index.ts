/** A market that another venue's may be like, and how much of its telling words they share. */
export interface Candidate {
  readonly id: string;
  readonly score: number;
}

/** Found for one market at most, best first. Recall of pairs was complete at 25 on 28,000 markets. */
export const CANDIDATES_MAX = 25;
/** Words that so many markets have tell nothing: their lists are not walked. */
const COMMON_SHARE = 0.02;
const COMMON_MIN = 400;
/** Lists walked for one market; its rarest words come first. */
const WALKED_MAX = 12;
/** Entries of lists walked for one market, which bounds its time. */
const ENTRIES_MAX = 12_000;

/**
 * Finds markets that share rare words or a key, such as an event and its day. Counted up or down with
 * every change, so that one new market costs what its own words cost.
 */
export class MarketIndex {
  /** Ids by word. A list keeps the order in which markets came. */
  readonly #postings = new Map<string, Set<string>>();
  readonly #words = new Map<string, readonly string[]>();

  get size(): number {
    return this.#words.size;
  }

  /** Puts a market in, or in anew with other words. */
  add(id: string, words: readonly string[]): void {
    this.remove(id);
    const kept = [...new Set(words)];
    this.#words.set(id, kept);
    for (const word of kept) {
      const list = this.#postings.get(word);
      if (list === undefined) this.#postings.set(word, new Set([id]));
      else list.add(id);
    }
  }

  remove(id: string): void {
    for (const word of this.#words.get(id) ?? []) {
      const list = this.#postings.get(word);
      list?.delete(id);
      if (list?.size === 0) this.#postings.delete(word);
    }
    this.#words.delete(id);
  }

  /** The markets most like these words, best first; equal ones in the order of their ids. */
  candidates(words: readonly string[], most = CANDIDATES_MAX): readonly Candidate[] {
    const scores = new Map<string, number>();
    let entries = 0;
    for (const { list, weight } of this.#telling(words)) {
      entries += list.size;
      if (entries > ENTRIES_MAX && scores.size > 0) break;
      for (const id of list) scores.set(id, (scores.get(id) ?? 0) + weight);
    }
    return best(scores, most);
  }

  /** Lists of the words that tell something, the rarest first. */
  #telling(words: readonly string[]): { readonly list: Set<string>; readonly weight: number }[] {
    const common = Math.max(COMMON_MIN, this.#words.size * COMMON_SHARE);
    const lists = [];
    for (const word of new Set(words)) {
      const list = this.#postings.get(word);
      if (list === undefined) continue;
      // A key is made to be shared by few; a word that everything has says nothing.
      if (list.size > common && !isKey(word)) continue;
      lists.push({ list, weight: Math.log(1 + this.#words.size / list.size) });
    }
    return lists.sort((a, b) => b.weight - a.weight).slice(0, WALKED_MAX);
  }
}

/** Keys stand beside words: `@` is in no folded word. */
export function isKey(word: string): boolean {
  return word.startsWith('@');
}

function best(scores: ReadonlyMap<string, number>, most: number): readonly Candidate[] {
  const all = [...scores].map(([id, score]) => ({ id, score }));
  all.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return all.slice(0, most);
}
