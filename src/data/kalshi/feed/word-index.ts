import { wordWorth } from '../../../engine/domain/word-likeness.ts';

/**
 * Which things have a word. A word of letters is met as people type it (see {@link wordWorth}), one
 * with a digit only as it is: of those there are most, and a number with a slip is another number.
 */
export class WordIndex<K> {
  readonly #letters = new Map<string, Set<K>>();
  readonly #digits = new Map<string, Set<K>>();

  add(key: K, words: Iterable<string>): void {
    for (const word of words) {
      const among = this.#amongOf(word);
      const keys = among.get(word);
      if (keys === undefined) among.set(word, new Set([key]));
      else keys.add(key);
    }
  }

  remove(key: K, words: Iterable<string>): void {
    for (const word of words) {
      const among = this.#amongOf(word);
      const keys = among.get(word);
      if (keys?.delete(key) === true && keys.size === 0) among.delete(word);
    }
  }

  /** Tells `met` each thing that has the word or one like it, and what that is worth. */
  meet(word: string, met: (key: K, worth: number) => void): void {
    const same = this.#amongOf(word).get(word);
    for (const key of same ?? []) met(key, 1);
    if (hasDigit(word)) return;
    for (const [other, keys] of this.#letters) {
      const worth = other === word ? 0 : wordWorth(word, other);
      if (worth > 0) for (const key of keys) met(key, worth);
    }
  }

  #amongOf(word: string): Map<string, Set<K>> {
    return hasDigit(word) ? this.#digits : this.#letters;
  }
}

function hasDigit(word: string): boolean {
  return /\p{N}/u.test(word);
}
