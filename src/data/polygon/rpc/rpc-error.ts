/**
 * Why a node did not answer a question:
 * - `unreachable`, `timeout`, `unavailable`, `malformed`: no answer, or none that can be read; of
 *   something sent it is not known whether it arrived.
 * - `rateLimited`, `rejected`, `blocked`: the node's door refused the request (4xx).
 * - `refused`: the node read it and says no; its words are in the message.
 */
export type RpcErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'unavailable'
  | 'malformed'
  | 'rateLimited'
  | 'rejected'
  | 'blocked'
  | 'refused';

/** Every node says it with this word, with or without the contract's own reason behind it. */
const REVERTED = /\brevert(?:ed)?\b/i;

/**
 * No answer of a node. Never has a `cause`: the address of a hosted node holds its key, and errors of
 * the network may quote addresses.
 */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly kind: RpcErrorKind;
  /** What was asked. */
  readonly method: string;

  constructor(kind: RpcErrorKind, method: string, text: string) {
    super(`The Polygon node, ${method} (${kind}): ${text}`);
    this.kind = kind;
    this.method = method;
  }

  /** The contract said no: whatever was asked of it would not happen now. */
  get isRevert(): boolean {
    return this.kind === 'refused' && REVERTED.test(this.message);
  }
}
