import { scryptSync as nativeScrypt } from 'node:crypto';
import { getBytes, hexlify, scryptSync } from 'ethers';

/** Twice what the function itself needs; Node refuses anything above. */
const MEMORY_SLACK = 2;
const BLOCK_BYTES = 128;

/** Has ethers derive keys with Node's scrypt: the same bytes in a quarter of the time. */
export function useNativeScrypt(): void {
  scryptSync.register((...[passphrase, salt, N, r, p, length]) => {
    const maxmem = MEMORY_SLACK * BLOCK_BYTES * r * (N + p);
    return hexlify(nativeScrypt(getBytes(passphrase), getBytes(salt), length, { N, r, p, maxmem }));
  });
}
