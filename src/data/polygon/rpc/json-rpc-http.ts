import { z } from 'zod';
import { type HostOptions, JsonHttp } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError, type VenueProblem } from '../../http/venue-error.ts';
import { RpcError } from './rpc-error.ts';

/** How long a node may take for one answer. */
export const RPC_TIMEOUT_MS = 10_000;
/** Answers to what is asked here have a few hundred bytes. */
const ANSWER_BYTES_MAX = 256 * 1024;
/** Hosted nodes allow a few hundred in ten seconds, public ones less. */
const LIMITS = { total: { requests: 200, windowMs: 10_000 } };
/** Longest text of a node that an error keeps, in characters. */
const NODE_TEXT_LENGTH_MAX = 200;
/** Parts of an address this long are keys of a hosted node, not words. */
const KEY_LENGTH_MIN = 8;
const HIDDEN = '[hidden]';

const failed = z.object({ error: z.object({ code: z.int(), message: z.string() }) });
const answered = z.object({ jsonrpc: z.literal('2.0'), id: z.int(), result: z.unknown() });

export interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
  /** Whether asking twice changes nothing; only then is it asked again after a failure. */
  readonly isRead: boolean;
}

/** Questions to a node of the chain over HTTP (JSON-RPC 2.0), one by one. */
export class JsonRpcHttp {
  readonly #http: JsonHttp;
  readonly #keys: readonly string[];
  #lastId = 0;

  /** @throws RpcError `rejected` for an address that cannot be asked. */
  constructor(url: string, runtime: HttpRuntime) {
    this.#keys = keysIn(url);
    const options: HostOptions = { baseUrl: url, limits: LIMITS, problemOf };
    this.#http = new JsonHttp(options, runtime);
  }

  /** The result, unread. @throws RpcError */
  async ask({ method, params, isRead }: Question): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const body = { jsonrpc: '2.0', id, method, params };
    return this.#resultOf({ method, id }, await this.#post({ method, body, isRead }));
  }

  /** An error with the node's words, without what they repeat of the key. */
  error(kind: RpcError['kind'], method: string, text: string): RpcError {
    const plain = this.#keys.reduce((words, key) => words.replaceAll(key, HIDDEN), text);
    return new RpcError(kind, method, plain.slice(0, NODE_TEXT_LENGTH_MAX));
  }

  async #post(of: {
    readonly method: string;
    readonly body: unknown;
    readonly isRead: boolean;
  }): Promise<unknown> {
    try {
      return await this.#http.postJson({
        endpoint: of.method,
        groups: ['total'],
        path: '',
        body: of.body,
        isIdempotent: of.isRead,
        timeoutMs: RPC_TIMEOUT_MS,
        bytesMax: ANSWER_BYTES_MAX,
      });
    } catch (error) {
      if (error instanceof VenueError) throw this.error(error.kind, of.method, error.text);
      throw error;
    }
  }

  #resultOf(of: { readonly method: string; readonly id: number }, body: unknown): unknown {
    const problem = failed.safeParse(body);
    if (problem.success) {
      const { code, message } = problem.data.error;
      throw this.error('refused', of.method, `${message} (${code})`);
    }
    const answer = answered.safeParse(body);
    if (!answer.success || answer.data.id !== of.id) {
      throw this.error('malformed', of.method, 'no answer to this question');
    }
    return answer.data.result;
  }
}

/** What nodes answer with a status of 400 and more; often the JSON-RPC error itself. */
function problemOf(_status: number, body: unknown): VenueProblem {
  const problem = failed.safeParse(body);
  return {
    text: problem.success ? problem.data.error.message : null,
    code: problem.success ? String(problem.data.error.code) : null,
    mode: null,
    retryAfterMs: null,
  };
}

/** The parts of a node's address that a text may not repeat. */
function keysIn(url: string): readonly string[] {
  const { username, password, pathname, searchParams } = new URL(url);
  if (username !== '' || password !== '') {
    throw new RpcError(
      'rejected',
      'its address',
      'a name and password in it are not sent; nodes take their key in the path',
    );
  }
  return [url, ...pathname.split('/'), ...searchParams.values()].filter(
    (part) => part.length >= KEY_LENGTH_MIN,
  );
}
