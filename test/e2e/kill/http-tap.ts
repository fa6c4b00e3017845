import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Witness } from './witness.ts';

/** An answer of one of the venue's HTTP hosts on its way to the process. */
export interface Answer {
  readonly host: string;
  readonly url: URL;
  readonly text: string;
}

/** What becomes of an answer: sent, begun and not ended, or not begun. */
export type Treatment = 'whole' | 'half' | 'open';

export interface HttpTapOptions {
  readonly host: string;
  readonly target: string;
  readonly witness: Witness;
  onAsked(url: URL): void;
  treat(answer: Answer): Treatment;
  /** The whole answer was handed to the network. */
  onServed(answer: Answer): void;
  /** The half of it, or that it is due and held back. */
  onWithheld(answer: Answer): void;
}

/** One of the venue's hosts as the process sees it, with somebody listening on the line. */
export class HttpTap {
  readonly #options: HttpTapOptions;
  readonly #server = createServer((asked, answer) => this.#pass(asked, answer));

  constructor(options: HttpTapOptions) {
    this.#options = options;
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { target, host } = this.#options;
    const url = new URL(asked.url ?? '/', target);
    this.#options.onAsked(url);
    this.#options.witness.note();
    const { method = 'GET', headers } = asked;
    const upstream = request(url, { method, headers, agent: false }, (given) => {
      let text = '';
      given.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      given.on('end', () => this.#answer(given, answer, { host, url, text }));
    });
    // The process may be killed on any word; it asks again in its next life.
    upstream.on('error', () => answer.destroy());
    answer.on('error', () => upstream.destroy());
    asked.on('error', () => upstream.destroy());
    asked.pipe(upstream);
  }

  #answer(given: IncomingMessage, to: ServerResponse, answer: Answer): void {
    const { treat, onServed, onWithheld, witness } = this.#options;
    const treatment = treat(answer);
    const told = (tell: (answer: Answer) => void): void => {
      tell(answer);
      witness.note();
    };
    if (treatment === 'open') {
      told(onWithheld);
      return;
    }
    const { 'transfer-encoding': _, ...headers } = given.headers;
    const length = Buffer.byteLength(answer.text);
    to.writeHead(given.statusCode ?? 500, { ...headers, 'content-length': length });
    if (treatment === 'whole') to.end(answer.text, () => told(onServed));
    else to.write(answer.text.slice(0, Math.ceil(answer.text.length / 2)), () => told(onWithheld));
  }
}
