import { type AtMs, MINUTE_MS } from '../../../engine/domain/time.ts';
import { newSecret, secretHash } from './secret.ts';
import type { Identity } from './visitor.ts';

/** How long a link lets in, once. */
export const LINK_MS = 2 * MINUTE_MS;
/** Links that are open at a time; the oldest is void first. */
const LINKS_MAX = 50;

interface OpenLink {
  readonly identity: Identity;
  readonly expiresAtMs: AtMs;
}

/** Codes that let one person in once. Only their hashes are kept. */
export class OneTimeLinks {
  readonly #nowMs: () => AtMs;
  readonly #links = new Map<string, OpenLink>();

  constructor(nowMs: () => AtMs) {
    this.#nowMs = nowMs;
  }

  open(identity: Identity): { readonly code: string; readonly expiresAtMs: AtMs } {
    const nowMs = this.#nowMs();
    for (const [hash, { expiresAtMs }] of this.#links) {
      if (nowMs >= expiresAtMs) this.#links.delete(hash);
    }
    const code = newSecret();
    const expiresAtMs = nowMs + LINK_MS;
    this.#links.set(secretHash(code), { identity, expiresAtMs });
    const [oldest] = this.#links.keys();
    if (this.#links.size > LINKS_MAX && oldest !== undefined) this.#links.delete(oldest);
    return { code, expiresAtMs };
  }

  /** Whom the code lets in, and never again; `null` for one that does not. */
  use(code: string): Identity | null {
    const hash = secretHash(code);
    const link = this.#links.get(hash);
    this.#links.delete(hash);
    return link === undefined || this.#nowMs() >= link.expiresAtMs ? null : link.identity;
  }
}
