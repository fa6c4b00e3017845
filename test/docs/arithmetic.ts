const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = {
  '√': (x) => Math.sqrt(x),
  'e^': (x) => Math.exp(x),
  ln: (x) => Math.log(x),
  '': (x) => x,
};
const TOKENS = /\d+(?:\.\d+)?|e\^|ln|[√²×÷+−()]/g;

/** What a line of arithmetic gives, written as in a book: `(20 × 1 + 80 × 0.35) ÷ (20 + 80)`. */
export function calculated(text: string): number {
  const tokens = [...text.matchAll(TOKENS)].map(([token]) => token);
  if (tokens.join('') !== text.replaceAll(' ', '')) throw new Error(`no arithmetic: ${text}`);
  const reader = new Reader(tokens);
  const value = reader.sum();
  if (!reader.isAtEnd) throw new Error(`more than one number: ${text}`);
  return value;
}

class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#took('+')) value += this.#product();
      else if (this.#took('−')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#square();
    for (;;) {
      if (this.#took('×')) value *= this.#square();
      else if (this.#took('÷')) value /= this.#square();
      else return value;
    }
  }

  #square(): number {
    const value = this.#number();
    return this.#took('²') ? value * value : value;
  }

  #number(): number {
    if (this.#took('−')) return -this.#number();
    for (const [name, of] of Object.entries(FUNCTIONS)) {
      if (name !== '' && !this.#took(name)) continue;
      if (this.#took('(')) {
        const value = this.sum();
        if (!this.#took(')')) throw new Error('a bracket is not closed');
        return of(value);
      }
    }
    const token = this.#tokens[this.#next++] ?? '';
    if (!/^\d/.test(token)) throw new Error(`a number is missing before "${token}"`);
    return Number(token);
  }

  #took(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next += 1;
    return true;
  }
}
