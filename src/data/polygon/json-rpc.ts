import { isRow, type Row } from '../parsed.ts';
import type { SocketRuntime } from '../socket/runtime.ts';

/** A node that does not answer by then is taken to refuse. */
export const ANSWER_MS_MAX = 10_000;
/** Requests without an answer that are remembered; beyond it the oldest is forgotten. */
export const REQUESTS_MAX = 1_000;
/** Longest text of a node that a reason keeps, in characters. */
const REASON_LENGTH_MAX = 200;

export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly reason: string };

export interface Asker {
  /** Once: the node's answer, or that none came in time. */
  onAnswer(answer: Answer): void;
  /** A result that came after its time. */
  onLateResult(result: unknown): void;
}

interface Request {
  readonly method: string;
  readonly asker: Asker;
  readonly cancelTimeout: () => void;
  isLate: boolean;
}

/** Requests to a node over one connection, and their answers (JSON-RPC 2.0). */
export class JsonRpc {
  readonly #send: (text: string) => boolean;
  readonly #runtime: Pick<SocketRuntime, 'after'>;
  readonly #requests = new Map<number, Request>();
  #lastId = 0;

  constructor(send: (text: string) => boolean, runtime: Pick<SocketRuntime, 'after'>) {
    this.#send = send;
    this.#runtime = runtime;
  }

  ask(method: string, params: readonly unknown[], asker: Asker): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const cancelTimeout = this.#runtime.after(ANSWER_MS_MAX, () => this.#timedOut(id));
    this.#requests.set(id, { method, asker, cancelTimeout, isLate: false });
    if (this.#requests.size > REQUESTS_MAX) this.#forgetOldest();
    // What is not taken ends the connection, which drops the request with all others.
    this.#send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  }

  /** Whether the message was the answer to a request. */
  take(message: Row): boolean {
    const { id } = message;
    const request = typeof id === 'number' ? this.#requests.get(id) : undefined;
    if (request === undefined || typeof id !== 'number') return false;
    this.#requests.delete(id);
    request.cancelTimeout();
    const answer = answerOf(message, request.method);
    if (!request.isLate) request.asker.onAnswer(answer);
    else if (answer.ok) request.asker.onLateResult(answer.result);
    return true;
  }

  /** The connection is gone: nobody is told, and nobody will answer. */
  drop(): void {
    for (const { cancelTimeout } of this.#requests.values()) cancelTimeout();
    this.#requests.clear();
  }

  #timedOut(id: number): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    request.isLate = true;
    const reason = `${request.method}: no answer within ${ANSWER_MS_MAX} ms`;
    request.asker.onAnswer({ ok: false, reason });
  }

  #forgetOldest(): void {
    for (const [id, { cancelTimeout, isLate, method, asker }] of this.#requests) {
      cancelTimeout();
      this.#requests.delete(id);
      if (!isLate) asker.onAnswer({ ok: false, reason: `${method}: too many requests wait` });
      return;
    }
  }
}

function answerOf(message: Row, method: string): Answer {
  const { error, result } = message;
  if (isRow(error)) {
    const words = typeof error['message'] === 'string' ? error['message'] : 'without words';
    const reason = `${method} refused: ${String(error['code'])} ${words}`;
    return { ok: false, reason: reason.slice(0, REASON_LENGTH_MAX) };
  }
  if (result !== undefined && (error === undefined || error === null)) return { ok: true, result };
  return { ok: false, reason: `${method}: an answer without result or error` };
}
