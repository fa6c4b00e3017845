import { z } from 'zod';
import { type AtMs, DAY_MS } from '../../../engine/domain/time.ts';
import { ROLES, type Role } from '../../command.ts';
import { newSecret, secretHash } from './secret.ts';

/** How long a token lets in. */
export const TOKEN_MS = 90 * DAY_MS;
export const TOKENS_MAX = 20;

export const TOKEN_NAME = /^[a-z][a-z0-9-]{0,19}$/;

const kept = z.strictObject({
  name: z.string().regex(TOKEN_NAME),
  role: z.enum(ROLES),
  hash: z.string().length(43),
  madeBy: z.string(),
  madeAtMs: z.int(),
  expiresAtMs: z.int(),
});

/** What a file of tokens holds. */
export const keptTokens = z.strictObject({ version: z.literal(1), tokens: z.array(kept) });

export type KeptToken = Readonly<z.infer<typeof kept>>;

/** Where tokens outlast the process. Only hashes of the secrets are kept. */
export interface TokenStore {
  /** @throws when it cannot be read. */
  load(): readonly KeptToken[];
  /** Durable when it returns. @throws when it cannot be written: then nothing has changed. */
  save(tokens: readonly KeptToken[]): void;
}

/** Secrets of programs that use the API. Each is bound to a role, and ends by itself. */
export class ApiTokens {
  readonly #store: TokenStore;
  readonly #nowMs: () => AtMs;
  #tokens: ReadonlyMap<string, KeptToken>;

  /** @throws when the store cannot be read. */
  constructor(store: TokenStore, nowMs: () => AtMs) {
    this.#store = store;
    this.#nowMs = nowMs;
    this.#tokens = new Map(store.load().map((token) => [token.hash, token]));
  }

  /** Those that still let in, oldest first. */
  list(): readonly KeptToken[] {
    return [...this.#tokens.values()].filter(({ expiresAtMs }) => this.#nowMs() < expiresAtMs);
  }

  /** Makes one; its secret is told here and never again. `null` where the name is taken, or no room is. */
  make(
    name: string,
    { role, madeBy }: { readonly role: Role; readonly madeBy: string },
  ): { readonly secret: string; readonly expiresAtMs: AtMs } | null {
    const living = this.list();
    if (living.length >= TOKENS_MAX || living.some((one) => one.name === name)) return null;
    const secret = newSecret();
    const madeAtMs = this.#nowMs();
    const expiresAtMs = madeAtMs + TOKEN_MS;
    this.#replace([
      ...living,
      { name, role, hash: secretHash(secret), madeBy, madeAtMs, expiresAtMs },
    ]);
    return { secret, expiresAtMs };
  }

  /** Tells whether there was one. */
  revoke(name: string): boolean {
    const living = this.list();
    const left = living.filter((one) => one.name !== name);
    if (left.length === living.length) return false;
    this.#replace(left);
    return true;
  }

  find(secret: string): KeptToken | null {
    const token = this.#tokens.get(secretHash(secret));
    return token === undefined || this.#nowMs() >= token.expiresAtMs ? null : token;
  }

  #replace(tokens: readonly KeptToken[]): void {
    this.#store.save(tokens);
    this.#tokens = new Map(tokens.map((token) => [token.hash, token]));
  }
}
