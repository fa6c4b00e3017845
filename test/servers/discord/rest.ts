import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Answer, Request, Route } from './api.ts';
import type { Faults, Harm } from './faults.ts';
import type { Call, Journal } from './journal.ts';
import { isObject } from './json.ts';
import { readMultipart, type UploadedFile } from './multipart.ts';
import { Port } from './port.ts';
import {
  invalidJson,
  noSuchRoute,
  Refusal,
  tooLarge,
  unauthorized,
  wrongMethod,
} from './refusal.ts';

const PREFIX = '/api/v10';
/** The largest request that is read at all. */
const REQUEST_BYTES_MAX = 64 * 1024 * 1024;

export interface RestOptions {
  readonly journal: Journal;
  readonly faults: Faults;
  readonly tokenValid: (token: string) => boolean;
  /** The bytes behind an attachment's address. */
  readonly file: (id: string) => { readonly contentType: string; readonly bytes: Buffer } | null;
}

interface Match {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

interface Body {
  readonly json: unknown;
  readonly uploads: readonly UploadedFile[];
  /** What was wrong with it, said after the call is logged. */
  readonly refusal: Refusal | null;
}

/** The HTTP side of the platform. */
export class RestServer {
  readonly #options: RestOptions;
  readonly #routes: readonly Route[];
  readonly #port: Port;
  /** What went wrong in the double itself; a test that meets one has found a bug here. */
  readonly failures: unknown[] = [];

  constructor(options: RestOptions, routes: readonly Route[]) {
    this.#options = options;
    this.#routes = routes;
    this.#port = new Port(
      createServer((request, response) => {
        this.#serve(request, response).catch((error: unknown) => {
          this.failures.push(error);
          response.destroy();
        });
      }),
    );
  }

  get url(): string {
    return this.#port.url('http');
  }

  async open(): Promise<void> {
    await this.#port.open();
  }

  async close(): Promise<void> {
    await this.#port.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://rest');
    const method = request.method ?? '';
    if (url.pathname.startsWith('/attachments/')) {
      this.#serveFile(url.pathname, response);
      return;
    }
    const path = decodeURIComponent(url.pathname);
    const inside = path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : null;
    const match = inside === null ? null : matchRoute(this.#routes, method, inside);
    const body = await readBody(request);
    const call = this.#options.journal.called({
      method,
      path: inside ?? path,
      route: match?.route.route ?? null,
      query: url.searchParams,
      body: body.json,
      uploads: body.uploads,
    });
    const before = await this.#options.faults.strike(call, false);
    if (before !== null) {
      this.#harm(before, call, response);
      return;
    }
    const outcome = this.#outcome({
      call,
      match,
      body,
      authorization: request.headers.authorization,
    });
    const after = await this.#options.faults.strike(call, true);
    if (after !== null) this.#harm(after, call, response);
    else if (outcome instanceof Refusal) this.#refuse(outcome, call, response);
    else this.#send(outcome, call, response);
  }

  #outcome(asked: {
    readonly call: Call;
    readonly match: Match | null;
    readonly body: Body;
    readonly authorization: string | undefined;
  }): Answer | Refusal {
    const { call, match, body, authorization = '' } = asked;
    try {
      if (match === null) {
        const other = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].some(
          (method) => matchRoute(this.#routes, method, call.path) !== null,
        );
        return other ? wrongMethod() : noSuchRoute();
      }
      const token = /^Bot (\S+)$/.exec(authorization)?.[1];
      if (match.route.needsBot && (token === undefined || !this.#options.tokenValid(token))) {
        return unauthorized();
      }
      if (body.refusal !== null) return body.refusal;
      return match.route.answer(requestOf(call, match, body));
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #harm(harm: Harm, call: Call, response: ServerResponse): void {
    switch (harm.kind) {
      case 'answer':
        this.#refuse(harm.refusal, call, response);
        return;
      case 'page':
        response.writeHead(harm.status, { 'content-type': 'text/html' });
        response.end('<html><head><title>Bad gateway</title></head></html>');
        this.#options.journal.answered(call, harm.status, null);
        return;
      case 'cut':
        if (harm.how === 'reset') response.socket?.resetAndDestroy();
        else response.destroy();
        this.#options.journal.answered(call, 0, null);
        return;
      case 'hold':
        throw new Error('a hold is waited for, not answered with');
    }
  }

  #refuse(refusal: Refusal, call: Call, response: ServerResponse): void {
    const text = JSON.stringify(refusal.body);
    response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
    response.end(text);
    this.#options.journal.answered(call, refusal.status, refusal.body);
  }

  #send(answer: Answer, call: Call, response: ServerResponse): void {
    // An empty answer with a type makes clients read a body that is not there.
    if (answer.status === 204) response.writeHead(204).end();
    else {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    }
    this.#options.journal.answered(call, answer.status, answer.body);
  }

  #serveFile(path: string, response: ServerResponse): void {
    const file = this.#options.file(path.split('/')[3] ?? '');
    if (file === null) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
  }
}

function matchRoute(routes: readonly Route[], method: string, path: string): Match | null {
  const parts = path.split('/');
  for (const route of routes) {
    const [verb = '', template = ''] = route.route.split(' ');
    const wanted = template.split('/');
    if (verb !== method || wanted.length !== parts.length) continue;
    const fits = wanted.every((part, index) => part.startsWith(':') || part === parts[index]);
    if (!fits) continue;
    const params = wanted.flatMap((part, index) =>
      part.startsWith(':') ? [[part.slice(1), parts[index] ?? ''] as const] : [],
    );
    return { route, params: new Map(params) };
  }
  return null;
}

function requestOf(call: Call, { params }: Match, { json, uploads }: Body): Request {
  return {
    call,
    query: call.query,
    body: json,
    uploads,
    param: (name) => {
      const value = params.get(name);
      if (value === undefined) throw new Error(`${call.route} has no part named ${name}`);
      return value;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await buffer(request);
  if (bytes.length > REQUEST_BYTES_MAX) return { json: null, uploads: [], refusal: tooLarge() };
  if (bytes.length === 0) return { json: null, uploads: [], refusal: null };
  const type = request.headers['content-type'] ?? '';
  try {
    if (!type.startsWith('multipart/form-data')) {
      if (!type.startsWith('application/json')) throw new Error(`a body of type ${type}`);
      return { json: checkedJson(bytes.toString('utf8')), uploads: [], refusal: null };
    }
    const { fields, files } = readMultipart(bytes, type);
    const json = checkedJson(fields.get('payload_json') ?? '{}');
    return { json, uploads: files, refusal: null };
  } catch {
    return { json: bytes.toString('utf8'), uploads: [], refusal: invalidJson() };
  }
}

/** @throws Error when it is not JSON, or neither an object nor a list */
function checkedJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) && !Array.isArray(value)) throw new Error('not a body');
  return value;
}
