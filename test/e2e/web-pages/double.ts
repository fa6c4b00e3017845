import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FAILURES, type FailureCode, failure } from '../../../src/bot/web/contract/failure.ts';
import { delta, snapshot } from '../../../src/bot/web/contract/live.ts';
import { ROUTES, type RouteName } from '../../../src/bot/web/contract/routes.ts';
import { Desk } from './desk.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The policy of the real server: nothing from elsewhere, no script or style in the page. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/**
 * A double of the dashboard's server that is stricter than the real one: whatever it is asked and
 * whatever it answers has to fit the contract, else it says so in `problems`.
 */
export class Double {
  readonly desk = new Desk();
  /** What did not fit the contract. */
  readonly problems: string[] = [];
  /** Bytes of every file that was asked for, as they went over the wire. */
  readonly sent = new Map<string, number>();
  /** How often a stream began with everything. */
  beginnings = 0;
  /** Nobody gets a stream for now. */
  isClosed = false;
  readonly #server: Server;
  readonly #folder: string;
  readonly #streams = new Set<ServerResponse>();
  #seq = 1;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.problems.push(`${request.method} ${request.url}: ${String(error)}`);
        response.statusCode = 500;
        response.end();
      });
    });
  }

  /** Serves the pages built into `folder`. */
  static async start(folder: string): Promise<Double> {
    const double = new Double(folder);
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Tells everybody who watches that something changed. */
  change(changed: Partial<Omit<ReturnType<typeof emptyDelta>, 'seq'>>): void {
    this.#seq += 1;
    const event = delta.parse({ ...emptyDelta(this.#seq), ...changed });
    for (const stream of this.#streams) write(stream, 'delta', event);
  }

  /** Leaves a number out, as if an event was lost. */
  skip(): void {
    this.#seq += 1;
  }

  /** Breaks every stream, as a network does. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  get watching(): number {
    return this.#streams.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (!url.pathname.startsWith('/api/')) return this.#file(url.pathname, response);
    const [name, params] = routeOf(request.method ?? '', url.pathname);
    const route = ROUTES[name];
    const session = this.desk.sessionOf(request.headers.authorization);
    if (route.access !== 'open' && session === null) {
      return refuse(response, 'signIn', 'Your session is over: send /web for a new link.');
    }
    if (name === 'live') {
      if (this.isClosed) return refuse(response, 'unavailable', 'Not now.');
      return this.#stream(response);
    }
    if (route.params !== null) route.params.parse(params);
    const query = route.query?.parse(Object.fromEntries(url.searchParams)) ?? {};
    const body = route.body?.parse(JSON.parse(await textOf(request))) ?? null;
    const answer = this.desk.answer(name, { params, query, body, session });
    if ('refused' in answer) {
      return refuse(response, answer.refused, answer.message);
    }
    json(response, 200, route.answer?.parse(answer.answer));
  }

  #stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#streams.add(response);
    this.beginnings += 1;
    response.on('close', () => this.#streams.delete(response));
    write(response, 'snapshot', snapshot.parse(this.desk.snapshot(this.#seq)));
  }

  #file(path: string, response: ServerResponse): void {
    const name = path === '/' ? '/index.html' : path;
    const plain = readFileSync(join(this.#folder, name));
    const isPacked = extname(name) !== '.woff2';
    const bytes = isPacked ? gzipSync(plain) : plain;
    this.sent.set(name, bytes.length);
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(bytes);
  }
}

function emptyDelta(seq: number) {
  return delta.parse({
    seq,
    overview: null,
    positions: null,
    orders: null,
    decisions: null,
    opportunities: null,
  });
}

function write(stream: ServerResponse, event: string, data: { readonly seq: number }): void {
  stream.write(`id: ${data.seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** @throws for what the contract has no route for. */
function routeOf(method: string, path: string): [RouteName, Record<string, string>] {
  for (const [name, route] of Object.entries(ROUTES)) {
    const keys = [...route.path.matchAll(/:(\w+)/g)].map(([, key]) => key ?? '');
    const match = new RegExp(`^${route.path.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (route.method !== method || match === null) continue;
    const params = keys.map((key, at) => [key, decodeURIComponent(match[at + 1] ?? '')]);
    return [name as RouteName, Object.fromEntries(params)];
  }
  throw new Error(`no route ${method} ${path}`);
}

function refuse(response: ServerResponse, code: FailureCode, message: string): void {
  json(response, FAILURES[code], failure.parse({ error: { code, message } }));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
