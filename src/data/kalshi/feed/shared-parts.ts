import type { KalshiListing } from '../parse-market.ts';

/** Parts kept to be shared; then it begins anew, which only costs memory. */
const PARTS_MAX = 20_000;
/** Shorter texts are cheaper than what finds them. */
const SHARED_LENGTH_MIN = 24;

/** Markets say much in the same words; each of those is kept once. */
export class SharedParts {
  readonly #parts = new Map<string, unknown>();

  /** The same listing out of shared parts, and how many characters of it are its own. */
  share({ market, terms, ...rest }: KalshiListing): {
    readonly listing: KalshiListing;
    readonly ownChars: number;
  } {
    const before = this.#parts.size;
    const shared = {
      ...terms,
      title: this.#text(terms.title),
      rulesSecondary: this.#text(terms.rulesSecondary),
      yesSubTitle: this.#text(terms.yesSubTitle),
      noSubTitle: this.#text(terms.noSubTitle),
      earlyCloseCondition:
        terms.earlyCloseCondition === null ? null : this.#text(terms.earlyCloseCondition),
      priceRanges: this.#part(JSON.stringify(terms.priceRanges), terms.priceRanges),
    };
    const categories = this.#part(JSON.stringify(market.categories), market.categories);
    const isNew = this.#parts.size > before;
    const ownChars = terms.rulesPrimary.length + (isNew ? terms.rulesSecondary.length : 0);
    return { listing: { ...rest, market: { ...market, categories }, terms: shared }, ownChars };
  }

  #text(text: string): string {
    return text.length < SHARED_LENGTH_MIN ? text : this.#part(text, text);
  }

  #part<T>(name: string, part: T): T {
    const known = this.#parts.get(name);
    if (known !== undefined) return known as T;
    if (this.#parts.size >= PARTS_MAX) this.#parts.clear();
    this.#parts.set(name, part);
    return part;
  }
}
