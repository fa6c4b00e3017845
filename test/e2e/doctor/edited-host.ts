import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to one of the venue's hosts. */
export interface AskedOfHost {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** An answer in the venue's place; `null` lets the venue answer. */
export type Edit = (
  asked: AskedOfHost,
) => { readonly status: number; readonly body: unknown } | null;

/** One of the venue's hosts with some of its answers changed. */
export class EditedHost {
  readonly #target: string;
  readonly #edit: Edit;
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer));
  /** What was asked, as `GET /path`. */
  readonly asked: string[] = [];

  private constructor(target: string, edit: Edit) {
    this.#target = target;
    this.#edit = edit;
  }

  static async start(target: string, edit: Edit): Promise<EditedHost> {
    const host = new EditedHost(target, edit);
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const url = new URL(asked.url ?? '/', this.#target);
    const { method = 'GET', headers } = asked;
    this.asked.push(`${method} ${url.pathname}`);
    const edited = this.#edit({ method, path: url.pathname, headers });
    if (edited !== null) {
      asked.resume();
      answer.writeHead(edited.status, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(edited.body));
      return;
    }
    const upstream = request(url, { method, headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(answer);
    });
    upstream.on('error', () => answer.destroy());
    answer.on('error', () => upstream.destroy());
    asked.pipe(upstream);
  }
}
