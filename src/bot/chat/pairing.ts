import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';

/** How long a code is good for. */
export const PAIRING_MS_MAX = 10 * MINUTE_MS;
/** Wrong codes, of whomever, until it is void. */
export const PAIRING_TRIES_MAX = 5;
/** Crockford's: no I, L, O, U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;

export interface PairingCode {
  /** `7F3K-92QD`. */
  readonly code: string;
  readonly expiresAtMs: AtMs;
}

/** Lets the first operator in: a code that only the host shows, good once, for a while. */
export class Pairing {
  readonly #nowMs: () => AtMs;
  readonly #random: (bytes: number) => Uint8Array;
  #open: (PairingCode & { readonly triesLeft: number }) | null = null;

  constructor(nowMs: () => AtMs, random: (bytes: number) => Uint8Array = randomBytes) {
    this.#nowMs = nowMs;
    this.#random = random;
  }

  /** A new code; one that was open before is void. */
  open(): PairingCode {
    const letters = [...this.#random(CODE_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]);
    const code = `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
    const expiresAtMs = this.#nowMs() + PAIRING_MS_MAX;
    this.#open = { code, expiresAtMs, triesLeft: PAIRING_TRIES_MAX };
    return { code, expiresAtMs };
  }

  /** The code that is good now; `null` when there is none. */
  get current(): PairingCode | null {
    const open = this.#open;
    if (open === null || this.#nowMs() >= open.expiresAtMs) return null;
    return { code: open.code, expiresAtMs: open.expiresAtMs };
  }

  /** Tries a code; the right one is used up by it. */
  use(said: string): boolean {
    const open = this.#open;
    if (open === null || this.current === null) return false;
    if (same(normal(said), normal(open.code))) {
      this.#open = null;
      return true;
    }
    const triesLeft = open.triesLeft - 1;
    this.#open = triesLeft === 0 ? null : { ...open, triesLeft };
    return false;
  }
}

/** As a person types it: in either case, with or without the dash, and letters that look like digits. */
function normal(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
