import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Call } from './calls.ts';
import type { Faults, Strike } from './faults.ts';
import { methodNamed } from './methods.ts';
import { readParameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Clients keep connections for a minute; one that is closed under them costs them a retry. */
const KEEP_ALIVE_MS = 70_000;
const HEADERS_MS = 75_000;

const TOKEN = /^\d+:[\w-]{20,}$/;
const PATH = /^\/(file\/)?bot([^/]+)\/(.+)$/;
const PROXY_PAGE = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';

/** What the server asks of the double it belongs to. */
export interface ServerSide {
  readonly world: World;
  readonly faults: Faults;
  readonly calls: Call[];
  /** Whether a well-formed token is the bot's, and valid. */
  readonly isToken: (token: string) => boolean;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** The HTTP side: paths, tokens, the order of things in a call, and connections that fail. */
export class ApiServer {
  readonly #side: ServerSide;
  readonly #failures: unknown[] = [];
  #port = 0;
  readonly #server = createServer((request, response) => {
    this.#exchange(request, response).catch((error: unknown) => {
      // A client that goes away in the middle of its request is none of our failures.
      if (!request.destroyed || request.complete) this.#failures.push(error);
      response.destroy();
    });
  });

  constructor(side: ServerSide) {
    this.#side = side;
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.#server.headersTimeout = HEADERS_MS;
  }

  get root(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, on the port it had before if it had one. */
  async up(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    this.#port = address.port;
  }

  /** Cuts every connection and refuses new ones. */
  async down(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** @throws Error when the double itself failed. */
  async stop(): Promise<void> {
    await this.down();
    if (this.#failures.length > 0) throw new AggregateError(this.#failures, 'the double failed');
  }

  async #exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = { request, response, url: new URL(request.url ?? '/', 'http://double') };
    const [, file, token = '', rest = ''] = PATH.exec(exchange.url.pathname) ?? [];
    if (!TOKEN.test(decodeURIComponent(token))) {
      answerRefusal(response, new Refusal(404, 'Not Found'));
    } else if (!this.#side.isToken(decodeURIComponent(token))) {
      answerRefusal(response, new Refusal(401, 'Unauthorized'));
    } else if (file !== undefined) this.#download(response, rest);
    else await this.#call(exchange, rest);
  }

  #download(response: ServerResponse, path: string): void {
    const bytes = this.#side.world.files.atPath(path);
    if (bytes === null) answerRefusal(response, new Refusal(404, 'Not Found'));
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
  }

  async #call({ request, response, url }: Exchange, name: string): Promise<void> {
    const method = methodNamed(name);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    let call: Call | null = null;
    try {
      const parameters = await readParameters(request, url);
      call = new Call(this.#side.calls.length, method?.name ?? name, parameters);
      this.#side.calls.push(call);
      const strike = this.#side.faults.strike(call);
      if (isStopped(strike, call, response)) return;
      if (method === null) throw new Refusal(404, 'Not Found: method not found');
      const { world } = this.#side;
      const result = await method.run({ world, parameters, gone: gone.signal });
      call.outcome = strike?.kind === 'loseReply' || gone.signal.aborted ? 'lost' : 'ok';
      world.changes.changed();
      await this.#side.faults.released(call);
      if (strike?.kind === 'loseReply') response.destroy();
      else answerJson(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (call !== null) {
        refused(call, error);
        await this.#side.faults.released(call);
      }
      answerRefusal(response, error);
    } finally {
      this.#side.world.changes.changed();
    }
  }
}

/** Whether a fault ends the call before it counts. */
function isStopped(strike: Strike | null, call: Call, response: ServerResponse): boolean {
  if (strike?.kind === 'drop') {
    call.outcome = 'lost';
    response.destroy();
    return true;
  }
  if (strike?.kind !== 'refuse') return false;
  if (!strike.html) throw strike.refusal;
  refused(call, strike.refusal);
  response.writeHead(strike.refusal.code, { 'content-type': 'text/html' }).end(PROXY_PAGE);
  return true;
}

function refused(call: Call, refusal: Refusal): void {
  call.outcome = 'refused';
  call.refusal = refusal.message;
}

function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  const { code, message, retryAfterS } = refusal;
  if (retryAfterS !== null) response.setHeader('retry-after', retryAfterS);
  answerJson(response, code, {
    ok: false,
    error_code: code,
    description: message,
    ...(retryAfterS === null ? {} : { parameters: { retry_after: retryAfterS } }),
  });
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
