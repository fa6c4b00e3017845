import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';

/** How the double answers one request. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly type: string;
      readonly text: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Closes the connection without a word. */
  | { readonly kind: 'drop' }
  /** Announces the whole text, sends half of it and closes. */
  | { readonly kind: 'truncate'; readonly text: string }
  /** Sends without end, until the client has had enough. */
  | { readonly kind: 'endless' }
  /** Answers when the test has decided. */
  | { readonly kind: 'hold'; readonly until: Promise<Reply> };

type Headers = Readonly<Record<string, string>>;

export function json(body: unknown, status = 200, headers: Headers = {}): Reply {
  const text = JSON.stringify(body);
  return { kind: 'answer', status, type: 'application/json', text, headers };
}

export function html(status: number): Reply {
  const text = '<!DOCTYPE html><html><body>Sorry</body></html>';
  return { kind: 'answer', status, type: 'text/html', text, headers: {} };
}

export function plain(text: string, status = 200, headers: Headers = {}): Reply {
  return { kind: 'answer', status, type: 'text/plain', text, headers };
}

/** A request as the double got it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

export interface Route {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** Parameters that every request has to carry, each value as its pattern says. */
  readonly needs?: Readonly<Record<string, RegExp>>;
  /** Parameters that a request may carry. */
  readonly may?: Readonly<Record<string, RegExp>>;
  /** `nth` counts the requests to this route from 0. */
  reply(seen: Seen, nth: number): Reply;
}

/**
 * A loopback server that answers what was declared and nothing else: any other route, parameter or
 * value is a violation, and stopping fails on it.
 */
export class HttpDouble {
  readonly seen: Seen[] = [];
  readonly #routes = new Map<string, { readonly route: Route; count: number }>();
  readonly #violations: string[] = [];
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.#violations.push(`the double failed: ${String(error)}`);
      response.destroy();
    });
  });

  static async start(...routes: readonly Route[]): Promise<HttpDouble> {
    const double = new HttpDouble();
    for (const route of routes) double.route(route);
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    return double;
  }

  route(route: Route): void {
    this.#routes.set(`${route.method ?? 'GET'} ${route.path}`, { route, count: 0 });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the double is closed');
    return `http://127.0.0.1:${address.port}`;
  }

  /** What was asked and never declared; taking it away lets {@link stop} pass. */
  takeViolations(): readonly string[] {
    return this.#violations.splice(0);
  }

  /** @throws Error when something was asked that was not declared. */
  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#violations.length > 0) throw new Error(this.#violations.join('\n'));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double');
    const method = request.method ?? '';
    const raw = await textOf(request);
    const body: unknown = raw === '' ? null : JSON.parse(raw);
    const { headers } = request;
    const seen: Seen = { method, path: url.pathname, query: url.searchParams, body, headers };
    this.seen.push(seen);
    const known = this.#routes.get(`${method} ${url.pathname}`);
    const wrong = known === undefined ? ['no such route'] : wrongParameters(known.route, seen);
    if (known === undefined || wrong.length > 0) {
      this.#violations.push(`${method} ${url.pathname}${url.search}: ${wrong.join(', ')}`);
      await send(json({ error: wrong.join(', ') }, 400), response);
      return;
    }
    known.count += 1;
    await send(known.route.reply(seen, known.count - 1), response);
  }
}

function wrongParameters({ needs = {}, may = {} }: Route, { query }: Seen): readonly string[] {
  const missing = Object.keys(needs).filter((name) => !query.has(name));
  const wrong = [...query].filter(([name, value]) => {
    const pattern = needs[name] ?? may[name];
    return pattern === undefined || !pattern.test(value);
  });
  return [
    ...missing.map((name) => `${name} is missing`),
    ...wrong.map(([name, value]) => `${name}=${value} was not declared`),
  ];
}

async function send(reply: Reply, response: ServerResponse): Promise<void> {
  switch (reply.kind) {
    case 'answer':
      response.writeHead(reply.status, { 'content-type': reply.type, ...reply.headers });
      response.end(reply.text);
      return;
    case 'drop':
      response.destroy();
      return;
    case 'truncate': {
      const length = Buffer.byteLength(reply.text);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
      response.write(reply.text.slice(0, reply.text.length / 2), () => response.destroy());
      return;
    }
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/json' });
      Readable.from(forever()).pipe(response);
      return;
    case 'hold':
      await send(await reply.until, response);
      return;
  }
}

const CHUNK = Buffer.alloc(64 * 1024, 0x20);

function* forever(): Generator<Buffer> {
  for (;;) yield CHUNK;
}
