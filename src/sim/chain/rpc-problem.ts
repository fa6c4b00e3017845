/** Codes of JSON-RPC, and those of nodes. */
export const RPC_CODES = {
  notJson: -32_700,
  notRequest: -32_600,
  noMethod: -32_601,
  badParams: -32_602,
  /** What a node refuses for reasons of its own. */
  refused: -32_000,
  reverted: 3,
} as const;

/** A question that the node answers with an error. */
export class RpcProblem extends Error {
  override readonly name = 'RpcProblem';
  readonly code: number;
  readonly data: string | null;

  constructor(code: number, message: string, data: string | null = null) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function badParams(text: string): RpcProblem {
  return new RpcProblem(RPC_CODES.badParams, `invalid argument: ${text}`);
}

/** As nodes refuse a transaction. */
export function refusedBy(text: string): RpcProblem {
  return new RpcProblem(RPC_CODES.refused, text);
}
