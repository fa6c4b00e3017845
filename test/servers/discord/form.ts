import { isObject } from './json.ts';
import { CODE, Refusal } from './refusal.ts';

type Key = string | number;

interface Problem {
  readonly code: string;
  readonly message: string;
}

class ErrorTree {
  readonly problems: Problem[] = [];
  readonly #under = new Map<Key, ErrorTree>();

  at(key: Key): ErrorTree {
    const known = this.#under.get(key) ?? new ErrorTree();
    this.#under.set(key, known);
    return known;
  }

  json(): Record<string, unknown> {
    const under = [...this.#under].map(([key, tree]) => [String(key), tree.json()] as const);
    const own = this.problems.length > 0 ? { _errors: this.problems } : {};
    return { ...Object.fromEntries(under), ...own };
  }
}

/** A request body under examination; collects everything that is wrong before it refuses. */
export class Form {
  readonly #errors = new ErrorTree();
  #wrong = 0;

  field(value: unknown): Field {
    return new Field(this, [], value);
  }

  refuse(path: readonly Key[], problem: Problem): void {
    this.#wrong += 1;
    path.reduce((tree, key) => tree.at(key), this.#errors).problems.push(problem);
  }

  /** @throws Refusal when anything was wrong, in Discord's shape */
  check(): void {
    if (this.#wrong === 0) return;
    const errors = this.#errors.json();
    throw new Refusal(400, { message: 'Invalid Form Body', code: CODE.invalidForm, errors });
  }
}

export interface Length {
  readonly min?: number;
  readonly max: number;
  readonly required?: boolean;
}

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly required?: boolean;
}

/** One value of a form and the way to it. */
export class Field {
  readonly value: unknown;
  readonly #form: Form;
  readonly #path: readonly Key[];

  constructor(form: Form, path: readonly Key[], value: unknown) {
    this.#form = form;
    this.#path = path;
    this.value = value;
  }

  /** Neither left out nor null. */
  get given(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get(key: string): Field {
    const inside = isObject(this.value) ? this.value[key] : undefined;
    return new Field(this.#form, [...this.#path, key], inside);
  }

  refuse(code: string, message: string): void {
    this.#form.refuse(this.#path, { code, message });
  }

  /** Says that the value is missing when it is and has to be there. */
  #missing(required: boolean): boolean {
    if (this.given) return false;
    if (required) this.refuse('BASE_TYPE_REQUIRED', 'This field is required');
    return true;
  }

  /** Lengths count UTF-16 units, the strictest way of counting. */
  text({ min = 0, max, required = false }: Length): string | null {
    if (this.#missing(required)) return null;
    if (typeof this.value !== 'string') {
      this.refuse(
        'STRING_TYPE_CONVERT',
        `Could not interpret "${JSON.stringify(this.value)}" as string.`,
      );
      return null;
    }
    const { length } = this.value;
    if (required && this.value.trim() === '') {
      this.refuse('BASE_TYPE_REQUIRED', 'This field is required');
    } else if (min > 0 && (length < min || length > max)) {
      this.refuse('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    } else if (length > max) {
      this.refuse('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    }
    return this.value;
  }

  items({ min = 0, max, required = false }: Length): readonly Field[] {
    if (this.#missing(required)) return [];
    if (!Array.isArray(this.value)) {
      this.refuse('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    const { length } = this.value;
    if (length < min) {
      this.refuse('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    } else if (length > max) {
      this.refuse('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    }
    return this.value.map(
      (item: unknown, index) => new Field(this.#form, [...this.#path, index], item),
    );
  }

  object(): boolean {
    if (isObject(this.value)) return true;
    this.refuse('DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
    return false;
  }

  integer({ min, max, required = false }: Range): number | null {
    if (this.#missing(required)) return null;
    if (typeof this.value !== 'number' || !Number.isInteger(this.value)) {
      this.refuse('NUMBER_TYPE_COERCE', `Value "${String(this.value)}" is not int.`);
      return null;
    }
    if (this.value < min) {
      this.refuse('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
    }
    if (this.value > max) {
      this.refuse('NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
    }
    return this.value;
  }

  flag(): boolean | null {
    if (!this.given) return null;
    if (typeof this.value === 'boolean') return this.value;
    this.refuse('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
    return null;
  }

  oneOf<T extends string | number>(values: readonly T[], required = true): T | null {
    if (this.#missing(required)) return null;
    const found = values.find((value) => value === this.value);
    if (found !== undefined) return found;
    this.refuse('BASE_TYPE_CHOICES', `Value must be one of {${values.join(', ')}}.`);
    return null;
  }

  /** An id, as Discord writes it: digits in a string. */
  snowflake(): string | null {
    if (!this.given) return null;
    if (typeof this.value === 'string' && /^\d{1,20}$/.test(this.value)) return this.value;
    this.refuse('NUMBER_TYPE_COERCE', `Value "${String(this.value)}" is not snowflake.`);
    return null;
  }

  url(schemes: readonly string[]): string | null {
    const text = this.text({ max: 2_048 });
    if (text === null) return null;
    const scheme = /^([a-z][a-z0-9+.-]*):\/\/\S+$/i.exec(text)?.[1]?.toLowerCase();
    if (scheme === undefined || !URL.canParse(text)) {
      this.refuse('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else if (!schemes.includes(scheme)) {
      const list = schemes.map((name) => `'${name}'`).join(', ');
      this.refuse(
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${list}).`,
      );
    }
    return text;
  }
}
