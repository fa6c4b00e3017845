import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the double answers: well, with a status, or in one of the ways in which servers break. */
export type Manner =
  | { readonly kind: 'says'; readonly text: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly afterMs: number; readonly text: string }
  /** Headers at once, the body drop by drop, without end. */
  | { readonly kind: 'dripping' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'huge' }
  | { readonly kind: 'elsewhere'; readonly url: string }
  | { readonly kind: 'usage'; readonly text: string; readonly inputTokens: unknown }
  | { readonly kind: 'hangsUp' };

/** A request as the double got it. */
export interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};
const REQUEST_BYTES_MAX = 1_000_000;
const HUGE_BYTES = 1_000_000;
const DRIP_MS = 20;

/** A local double of Anthropic's Messages API: its path, its bodies and its errors. */
export class AnthropicSim {
  manner: Manner = { kind: 'says', text: '{}' };
  /** Of the next questions, one each, before `manner`. */
  readonly next: Manner[] = [];
  readonly asked: Asked[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** On the loopback, on a free port. */
  static async start(): Promise<AnthropicSim> {
    const server = createServer();
    const sim = new AnthropicSim(server);
    server.on('request', (request, response) => void sim.#take(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return sim;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) {
      body += String(part);
      if (body.length > REQUEST_BYTES_MAX) break;
    }
    this.asked.push({ headers: request.headers, body });
    if (request.method !== 'POST' || request.url !== '/v1/messages') refuse(response, 404);
    else if (!hasKey(request)) refuse(response, 401);
    else this.#answer(response);
  }

  #answer(response: ServerResponse): void {
    const manner = this.next.shift() ?? this.manner;
    switch (manner.kind) {
      case 'says':
        say(response, messageOf(manner.text));
        return;
      case 'usage':
        say(response, messageOf(manner.text, manner.inputTokens));
        return;
      case 'status':
        refuse(response, manner.status);
        return;
      case 'slow':
        setTimeout(() => say(response, messageOf(manner.text)), manner.afterMs).unref();
        return;
      case 'dripping':
        drip(response);
        return;
      case 'broken':
        say(response, '{"id":"msg_1","content":[{"type":"te');
        return;
      case 'huge':
        say(response, messageOf('x'.repeat(HUGE_BYTES)));
        return;
      case 'elsewhere':
        response.writeHead(307, { location: manner.url }).end();
        return;
      case 'hangsUp':
        response.destroy();
        return;
      case 'silent':
        return;
    }
  }
}

/** Clients tell their key in either header, by their age. */
function hasKey({ headers }: IncomingMessage): boolean {
  return (
    headers['x-api-key'] !== undefined || headers.authorization?.startsWith('Bearer ') === true
  );
}

function messageOf(text: string, inputTokens: unknown = 812): string {
  return JSON.stringify({
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model: 'claude-haiku-4-5-20251001',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: 47 },
  });
}

function say(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_01' });
  response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  const type = ERROR_TYPES[status] ?? 'api_error';
  say(response, JSON.stringify({ type: 'error', error: { type, message: type } }), status);
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), DRIP_MS);
  response.on('close', () => clearInterval(timer));
}
