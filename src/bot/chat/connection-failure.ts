/** The connection was never made, so nothing was sent over it. */
const NEVER_MADE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EPROTO',
]);
const UNTRUSTED = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_)/;

/**
 * Whether an error of this code came before anything was sent; `timeout` is how the client names a
 * connection that took too long to make.
 */
export function isNeverConnected(code: string, timeout: string): boolean {
  return NEVER_MADE.has(code) || code === timeout || UNTRUSTED.test(code);
}
