/** Tokens of the chain that others may be allowed to move: money of two kinds, shares of two protocols. */
export const ALLOWED_TOKENS = ['pusd', 'usdce', 'shares', 'positions'] as const;
export type AllowedToken = (typeof ALLOWED_TOKENS)[number];

/** Who lets whom move what. */
export interface Allowing {
  readonly owner: string;
  readonly token: AllowedToken;
  readonly spender: string;
}

/** An allowance that is not meant to run out, in base units. */
export const WITHOUT_LIMIT = (1n << 256n) - 1n;

/** Allowances by owner, token and spender, in base units; shares are allowed all or none. */
export class Allowances {
  readonly #amounts = new Map<string, bigint>();
  readonly #generous = new Set<string>();

  /** From now on the owner allows all that it does not say otherwise of. */
  allowAll(owner: string): void {
    this.#generous.add(owner.toLowerCase());
  }

  allowsAll(owner: string): boolean {
    return this.#generous.has(owner.toLowerCase());
  }

  of(allowing: Allowing): bigint {
    const own = this.#amounts.get(keyOf(allowing));
    return own ?? (this.allowsAll(allowing.owner) ? WITHOUT_LIMIT : 0n);
  }

  set(allowing: Allowing, amount: bigint): void {
    this.#amounts.set(keyOf(allowing), amount);
  }
}

function keyOf({ owner, token, spender }: Allowing): string {
  return `${owner} ${token} ${spender}`.toLowerCase();
}
