import { randomBytes, timingSafeEqual } from 'node:crypto';
import { secretHash } from './secret.ts';

/** 120 bits; short enough to be copied from a terminal. */
const KEY_BYTES = 15;

/**
 * Lets in whoever sits at this host, as often as wanted while the program runs. It is shown where the
 * host's terminal is, and taken from this machine alone.
 */
export class HostKey {
  readonly text = randomBytes(KEY_BYTES).toString('base64url');
  readonly #hash = Buffer.from(secretHash(this.text));

  fits(key: string): boolean {
    return timingSafeEqual(this.#hash, Buffer.from(secretHash(key)));
  }
}

/** Whether an address of a peer or a name of a host is this machine itself. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' ||
    name === '::1' ||
    /^127(?:\.\d{1,3}){3}$/.test(name) ||
    /^::ffff:127(?:\.\d{1,3}){3}$/.test(name)
  );
}
