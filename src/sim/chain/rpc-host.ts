import type { SimClock } from '../wire/clock.ts';
import type { HostSpec, WireRequest } from '../wire/http-host.ts';
import { Reply } from '../wire/reply.ts';
import type { Chain } from './chain.ts';
import type { ChainFaults, RefuseWith } from './injected.ts';
import { methodOf, paramsOf, type RpcMethod, rpcMethods } from './rpc-methods.ts';
import { isFields } from './rpc-params.ts';
import { RPC_CODES, RpcProblem } from './rpc-problem.ts';

/** Requests of one batch. */
const BATCH_MAX = 100;
/** Requests per window, as hosted nodes allow. */
const LIMITS = { total: 1_000 } as const;
const TOO_MANY = 429;

type Id = string | number | null;

/** A node of the chain: JSON-RPC 2.0, one request or a batch, at the root. */
export function rpcHost(of: {
  readonly chain: Chain;
  readonly clock: SimClock;
  readonly faults: ChainFaults;
}): HostSpec {
  const methods = rpcMethods(of.chain, of.clock);
  return {
    routes: [
      {
        method: 'POST',
        path: '/',
        answer: (request) => answerHttp(request, methods, of.faults),
      },
    ],
    limits: LIMITS,
    problem: ({ status, message }) => {
      const code = status === TOO_MANY ? -TOO_MANY : RPC_CODES.notRequest;
      return failure(null, new RpcProblem(code, message));
    },
  };
}

function answerHttp(
  { body, bytes }: WireRequest,
  methods: Readonly<Record<string, RpcMethod>>,
  faults: ChainFaults,
): unknown {
  const asked = Array.isArray(body) ? body : [body];
  const names = asked.map((each) => (isFields(each) ? String(each['method']) : ''));
  const fault = faults.rpc.take(names);
  if (fault?.kind === 'drop') return new Reply({ isDropped: true });
  if (fault?.kind === 'refuse') return refused(fault);
  if (fault?.kind === 'error') {
    const problem = new RpcProblem(fault.code, fault.message);
    const answers = asked.map((each) => failure(idOf(each), problem));
    return Array.isArray(body) ? answers : answers[0];
  }
  const text = answerText(body, bytes, methods);
  if (fault?.kind === 'doThenDrop') return new Reply({ isDropped: true });
  if (fault?.kind === 'garbled') return new Reply({ text: text.slice(0, text.length / 2) });
  return new Reply({ text, delayMs: fault?.delayMs ?? 0 });
}

function refused({ status, error, retryAfterS }: RefuseWith): Reply {
  const headers = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  const body = failure(null, new RpcProblem(-status, error));
  return new Reply({ status, body, headers });
}

function answerText(
  body: unknown,
  bytes: Buffer,
  methods: Readonly<Record<string, RpcMethod>>,
): string {
  if (body === null && bytes.toString() !== 'null') {
    return JSON.stringify(failure(null, new RpcProblem(RPC_CODES.notJson, 'Parse error')));
  }
  if (!Array.isArray(body)) return JSON.stringify(answerOne(body, methods));
  if (body.length === 0 || body.length > BATCH_MAX) {
    const text = body.length === 0 ? 'Invalid Request' : `batch too large: over ${BATCH_MAX}`;
    return JSON.stringify(failure(null, new RpcProblem(RPC_CODES.notRequest, text)));
  }
  return JSON.stringify(body.map((each) => answerOne(each, methods)));
}

function answerOne(request: unknown, methods: Readonly<Record<string, RpcMethod>>): unknown {
  const id = idOf(request);
  try {
    if (
      !isFields(request) ||
      request['jsonrpc'] !== '2.0' ||
      typeof request['method'] !== 'string'
    ) {
      throw new RpcProblem(RPC_CODES.notRequest, 'Invalid Request');
    }
    const method = methodOf(methods, request['method']);
    return { jsonrpc: '2.0', id, result: method(paramsOf(request['params'])) };
  } catch (error) {
    if (error instanceof RpcProblem) return failure(id, error);
    throw error;
  }
}

function idOf(request: unknown): Id {
  const id = isFields(request) ? request['id'] : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

function failure(id: Id, { code, message, data }: RpcProblem) {
  const error = data === null ? { code, message } : { code, message, data };
  return { jsonrpc: '2.0', id, error };
}
