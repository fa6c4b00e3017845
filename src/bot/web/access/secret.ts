import { createHash, randomBytes } from 'node:crypto';

/** Of links, sessions and tokens: 256 bits. */
const SECRET_BYTES = 32;

/** A fresh secret: 43 characters that stand in a URL as they are. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is kept of a secret, and looked up by: comparing hashes tells nothing about the secret. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
