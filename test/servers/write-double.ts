import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

type Headers = Readonly<Record<string, string>>;

/** What the double does with one request that it has taken in whole. */
export type Fate =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly headers?: Headers;
    }
  /** Closes without a word, as a lost answer looks. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'reset' }
  /** Says that it sends nothing more, and nothing else. */
  | { readonly kind: 'halfClose' }
  /** Announces the whole text, sends half of it and closes. */
  | { readonly kind: 'truncate'; readonly text: string }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'notUtf8' }
  | { readonly kind: 'gzip'; readonly text: string }
  | { readonly kind: 'upgrade' }
  /** Never answers. */
  | { readonly kind: 'silence' }
  /** Answers when the test has decided. */
  | { readonly kind: 'hold'; readonly until: Promise<Fate> };

export function answer(body: unknown, status = 200, headers: Headers = {}): Fate {
  return { kind: 'answer', status, text: JSON.stringify(body), headers };
}

/** A request as the double took it in. */
export interface Taken {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Counts connections from 1. */
  readonly connection: number;
}

/** A loopback venue that can fail in every way in which a request is taken and not answered. */
export class WriteDouble {
  readonly taken: Taken[] = [];
  /** Connections accepted, whether or not a request came over them. */
  connections = 0;
  readonly #numbers = new WeakMap<Socket, number>();
  readonly #server: Server;
  readonly #scheme: string;
  readonly #decide: (taken: Taken) => Fate;
  readonly #failures: string[] = [];

  private constructor(
    decide: (taken: Taken) => Fate,
    tls: { readonly cert: string; readonly key: string } | null,
  ) {
    this.#decide = decide;
    this.#scheme = tls === null ? 'http' : 'https';
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#take(request, response).catch((error: unknown) => {
        this.#failures.push(String(error));
        response.destroy();
      });
    };
    this.#server = tls === null ? createServer(listener) : createSecureServer(tls, listener);
    this.#server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.connections += 1;
      this.#numbers.set(socket, this.connections);
    });
  }

  static async start(
    decide: (taken: Taken) => Fate,
    tls: { readonly cert: string; readonly key: string } | null = null,
  ): Promise<WriteDouble> {
    const double = new WriteDouble(decide, tls);
    double.#server.listen(0, '127.0.0.1');
    await once(double.#server, 'listening');
    return double;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the double is closed');
    return address.port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  /** @throws Error when the double itself failed. */
  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#failures.length > 0) throw new Error(this.#failures.join('\n'));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double');
    const taken: Taken = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: (await buffer(request)).toString('utf8'),
      connection: this.#numbers.get(request.socket) ?? 0,
    };
    this.taken.push(taken);
    await this.#carryOut(this.#decide(taken), response);
  }

  async #carryOut(fate: Fate, response: ServerResponse): Promise<void> {
    const { socket } = response;
    switch (fate.kind) {
      case 'answer':
        response.writeHead(fate.status, { 'content-type': 'application/json', ...fate.headers });
        response.end(fate.text);
        return;
      case 'drop':
        socket?.destroy();
        return;
      case 'reset':
        socket?.resetAndDestroy();
        return;
      case 'halfClose':
        socket?.end();
        return;
      case 'truncate':
        response.writeHead(200, { 'content-length': Buffer.byteLength(fate.text) });
        response.write(fate.text.slice(0, fate.text.length / 2), () => socket?.destroy());
        return;
      case 'garbage':
        socket?.end('\u0000\u0001 this is no HTTP\r\n\r\n');
        return;
      case 'notUtf8':
        response.end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
        return;
      case 'gzip':
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(fate.text));
        return;
      case 'upgrade':
        socket?.end(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
        );
        return;
      case 'silence':
        return;
      case 'hold':
        await this.#carryOut(await fate.until, response);
        return;
    }
  }
}
