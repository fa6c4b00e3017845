import { readFileSync, statSync } from 'node:fs';

/** Permission bits that let anyone but the owner read or change a file. */
const FOREIGN_ACCESS = 0o077;
/** Larger files are no secrets: a certificate chain has a few kilobytes. */
const SECRET_BYTES_MAX = 64 * 1024;

/**
 * The secret in a file, without the line end that editors add, or why it cannot be had. The reason
 * never holds any of the content, nor the path.
 */
export function readSecretFile(
  path: string,
): { readonly secret: string } | { readonly problem: string } {
  try {
    const { mode, size } = statSync(path);
    if ((mode & FOREIGN_ACCESS) !== 0) {
      return { problem: 'can be read by others: make it private with chmod 600' };
    }
    if (size > SECRET_BYTES_MAX) return { problem: `is larger than ${SECRET_BYTES_MAX} bytes` };
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    return secret === '' ? { problem: 'is empty' } : { secret };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: `cannot be read (${code})` };
  }
}
