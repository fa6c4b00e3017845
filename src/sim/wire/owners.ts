import { createHash } from 'node:crypto';

/** The key's own address behind a proxy wallet: made up, and the same every time. */
export function ownerOf(wallet: string): string {
  return `0x${createHash('sha256').update(`owner/${wallet}`).digest('hex').slice(0, 40)}`;
}
