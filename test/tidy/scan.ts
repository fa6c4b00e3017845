/** What a source text holds, told apart without a compiler (TypeScript 7 has no JavaScript API). */
export interface Scan {
  /** Same length and lines as the source; comments and the insides of literals are blanks. */
  readonly code: string;
  /** Text of each string and of each template without substitutions, by its opening quote. */
  readonly literals: ReadonlyMap<number, string>;
  readonly comments: readonly { readonly at: number; readonly text: string }[];
}

/** Words after which a `/` opens a regular expression although they look like a value. */
const BEFORE_REGEX =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;
const VALUE_END = /[\w$)\]}'"`]$/;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;

class Scanner {
  readonly literals = new Map<number, string>();
  readonly comments: { at: number; text: string }[] = [];
  code = '';
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads code to the end, or to the brace that closes a template's substitution. */
  scanCode(nested: boolean): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      if (char === '}' && depth === 0 && nested) return;
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      this.#token(char);
    }
  }

  #token(char: string): void {
    if (this.#text.startsWith('//', this.#at)) this.#comment('\n', 0);
    else if (this.#text.startsWith('/*', this.#at)) this.#comment('*/', 2);
    else if (char === "'" || char === '"') this.#string(char);
    else if (char === '`') this.#template();
    else if (char === '/' && this.#opensRegex()) this.#regex();
    else this.#keep(this.#at + 1);
  }

  #keep(end: number): void {
    this.code += this.#text.slice(this.#at, end);
    this.#at = end;
  }

  #blank(end: number): void {
    this.code += this.#text.slice(this.#at, end).replaceAll(/[^\n]/g, ' ');
    this.#at = end;
  }

  #comment(close: string, closeLength: number): void {
    const found = this.#text.indexOf(close, this.#at + 2);
    const end = found < 0 ? this.#text.length : found + closeLength;
    this.comments.push({ at: this.#at, text: this.#text.slice(this.#at, end) });
    this.#blank(end);
  }

  /** An unclosed string ends with its line, so that an apostrophe in markup does little harm. */
  #string(quote: string): void {
    const open = this.#at;
    let end = open + 1;
    while (end < this.#text.length && this.#text[end] !== quote && this.#text[end] !== '\n') {
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    this.literals.set(open, this.#text.slice(open + 1, end));
    this.#keep(open + 1);
    this.#blank(Math.min(end, this.#text.length));
    if (this.#text[this.#at] === quote) this.#keep(this.#at + 1);
  }

  #template(): void {
    const open = this.#at;
    let plain = true;
    this.#keep(open + 1);
    while (this.#at < this.#text.length && this.#text[this.#at] !== '`') {
      if (this.#text.startsWith('${', this.#at)) {
        plain = false;
        this.#keep(this.#at + 2);
        this.scanCode(true);
        this.#keep(this.#at + 1);
      } else {
        this.#blank(
          Math.min(this.#at + (this.#text[this.#at] === '\\' ? 2 : 1), this.#text.length),
        );
      }
    }
    if (plain) this.literals.set(open, this.#text.slice(open + 1, this.#at));
    this.#keep(this.#at + 1);
  }

  #opensRegex(): boolean {
    const before = this.code.slice(-200).trimEnd();
    return !VALUE_END.test(before) || BEFORE_REGEX.test(before);
  }

  #regex(): void {
    REGEX.lastIndex = this.#at;
    const match = REGEX.exec(this.#text);
    if (match === null) this.#keep(this.#at + 1);
    else this.#blank(this.#at + match[0].length);
  }
}

export function scan(text: string): Scan {
  const scanner = new Scanner(text);
  scanner.scanCode(false);
  return { code: scanner.code, literals: scanner.literals, comments: scanner.comments };
}
