import { type Cursor, cursorOf } from './page.ts';
import { Refusal } from './refusal.ts';

/** Condition ids of one request. */
const CONDITIONS_MAX = 20;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
/** With 62 digits, as some answers of the second protocol have it, a condition is refused. */
const CONDITION = /^0x[0-9a-fA-F]{64}$/;
/** Parameters that are no filter: they may differ from page to page. */
const UNFILTERED: readonly string[] = ['_', 'cursor', 'limit'];

/** The parameters of a request to Data API v2, in either case: `sort_direction`, `sortDirection`. */
export class DataQuery {
  readonly #query: ReadonlyMap<string, string>;

  /** @throws Refusal for `offset`, which the second version does not have. */
  constructor(query: URLSearchParams) {
    this.#query = new Map([...query].map(([name, value]) => [snake(name), value]));
    if (this.#query.has('offset')) throw new Refusal(400, 'offset is not supported', 'offset');
  }

  text(name: string): string | null {
    return this.#query.get(name) || null;
  }

  /** @throws Refusal when it is none of `values`. */
  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const text = this.text(name);
    if (text === null) return fallback;
    const value = values.find((each) => each === text.toUpperCase());
    if (value === undefined) throw new Refusal(400, `${name} is not valid`, name);
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['TRUE', 'FALSE'], fallback ? 'TRUE' : 'FALSE') === 'TRUE';
  }

  /** @throws Refusal when it is there and no number. */
  number(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (!/^\d{1,15}(?:\.\d{1,6})?$/.test(text))
      throw new Refusal(400, `${name} is not valid`, name);
    return Number(text);
  }

  /** One address in lower case. @throws Refusal when it is no address. */
  user(): string | null {
    const text = this.text('user');
    if (text === null) return null;
    if (!ADDRESS.test(text)) throw new Refusal(400, 'user is not a valid address', 'user');
    return text.toLowerCase();
  }

  /** @throws Refusal when it is not there. */
  neededUser(): string {
    const user = this.user();
    if (user === null) throw new Refusal(400, 'user is required', 'user');
    return user;
  }

  /** @throws Refusal for too many, or one that has not 64 digits. */
  conditions(): readonly string[] {
    const ids = this.text('condition')?.split(',') ?? [];
    if (ids.length > CONDITIONS_MAX) {
      throw new Refusal(400, `at most ${CONDITIONS_MAX} conditions`, 'condition');
    }
    for (const id of ids) {
      if (!CONDITION.test(id)) throw new Refusal(400, 'condition is not valid', 'condition');
    }
    return ids.map((id) => id.toLowerCase());
  }

  /** Where the page begins. The size is the cursor's own; the filters have to be those it is for. */
  page(sizes: { readonly usual: number; readonly most: number }): Cursor {
    const filter = this.#filter();
    const text = this.text('cursor');
    if (text === null) {
      const limit = Math.floor(this.number('limit') ?? sizes.usual);
      if (limit < 1) throw new Refusal(400, 'limit is not valid', 'limit');
      return { filter, limit: Math.min(sizes.most, limit), after: null, nonce: 0 };
    }
    const cursor = cursorOf(text);
    if (cursor.filter === filter) return cursor;
    throw new Refusal(400, 'cursor belongs to other filters', 'cursor');
  }

  #filter(): string {
    const filters = [...this.#query].filter(([name]) => !UNFILTERED.includes(name));
    return filters
      .map((pair) => pair.join('='))
      .sort()
      .join('&');
  }
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
