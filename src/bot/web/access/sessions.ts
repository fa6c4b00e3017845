import { type AtMs, HOUR_MS } from '../../../engine/domain/time.ts';
import type { Who } from '../contract/session.ts';
import { newSecret, secretHash } from './secret.ts';
import type { Identity } from './visitor.ts';

/** A session ends this long after it was last used, */
export const SESSION_MS = HOUR_MS;
/** and this long after its start in any case. */
export const SESSION_MS_MAX = 12 * HOUR_MS;
/** Sessions at a time; the one not used longest ends first. */
const SESSIONS_MAX = 200;
/** Of the name that it goes by: not secret, and not the secret's beginning. */
const ID_LENGTH = 10;

export interface Session {
  readonly id: string;
  readonly identity: Identity;
  readonly by: Exclude<Who['by'], 'token'>;
  readonly startedAtMs: AtMs;
  expiresAtMs: AtMs;
}

/** Who is signed in, in memory: a restart signs everybody out. Only hashes of the secrets are kept. */
export class Sessions {
  readonly #nowMs: () => AtMs;
  readonly #sessions = new Map<string, Session>();

  constructor(nowMs: () => AtMs) {
    this.#nowMs = nowMs;
  }

  get count(): number {
    return this.#sessions.size;
  }

  start(
    identity: Identity,
    by: Session['by'],
  ): { readonly token: string; readonly session: Session } {
    const nowMs = this.#nowMs();
    const token = newSecret();
    const hash = secretHash(token);
    const session: Session = {
      id: secretHash(hash).slice(0, ID_LENGTH),
      identity,
      by,
      startedAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_MS,
    };
    this.#sessions.set(hash, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > SESSIONS_MAX && oldest !== undefined) this.#sessions.delete(oldest);
    return { token, session };
  }

  /** The session of a secret, which lasts longer by this use; `null` when there is none, or it is over. */
  use(token: string): Session | null {
    const hash = secretHash(token);
    const session = this.#live(hash);
    if (session === null) return null;
    session.expiresAtMs = Math.min(
      this.#nowMs() + SESSION_MS,
      session.startedAtMs + SESSION_MS_MAX,
    );
    this.#sessions.delete(hash);
    this.#sessions.set(hash, session);
    return session;
  }

  /** Ends it; tells whether there was one. */
  end(id: string): boolean {
    for (const [hash, session] of this.#sessions) {
      if (session.id === id) return this.#sessions.delete(hash);
    }
    return false;
  }

  /** Ends all of one person; tells how many. */
  endAll(isTheirs: (identity: Identity) => boolean): number {
    const theirs = [...this.#sessions].filter(([, { identity }]) => isTheirs(identity));
    for (const [hash] of theirs) this.#sessions.delete(hash);
    return theirs.length;
  }

  #live(hash: string): Session | null {
    const session = this.#sessions.get(hash);
    if (session === undefined) return null;
    if (this.#nowMs() < session.expiresAtMs) return session;
    this.#sessions.delete(hash);
    return null;
  }
}
