import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Witness } from '../kill/witness.ts';

/** Something that changes the account at the venue, as one process sent it. */
export interface Sent {
  readonly what: string;
  /** Of an order, different for each that was ever made. */
  readonly salt: string | null;
}

/** Questions that are too long for an address. */
const READS: ReadonlySet<string> = new Set(['POST /books']);

/** The line of one process to the venue's account; every change that passes is written down. */
export class VenueLine {
  readonly sent: Sent[] = [];
  readonly #target: string;
  readonly #witness: Witness;
  readonly #server = createServer((asked, answer) => this.#take(asked, answer));

  private constructor(target: string, witness: Witness) {
    this.#target = target;
    this.#witness = witness;
  }

  static async open(target: string, witness: Witness): Promise<VenueLine> {
    const line = new VenueLine(target, witness);
    await new Promise<void>((done) => line.#server.listen(0, '127.0.0.1', done));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get orders(): readonly Sent[] {
    return this.sent.filter(({ salt }) => salt !== null);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #take(asked: IncomingMessage, answer: ServerResponse): void {
    const parts: Buffer[] = [];
    asked.on('error', () => answer.destroy());
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => this.#forward(asked, answer, Buffer.concat(parts)));
  }

  #forward(asked: IncomingMessage, answer: ServerResponse, body: Buffer): void {
    const { method = 'GET', url = '/', headers } = asked;
    const what = `${method} ${url}`;
    if (method !== 'GET' && !READS.has(what)) {
      this.sent.push({ what, salt: what === 'POST /order' ? saltOf(body.toString()) : null });
      this.#witness.note();
    }
    const of = { method, headers, agent: false };
    const upstream = request(new URL(url, this.#target), of, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.on('error', () => answer.destroy());
      given.pipe(answer);
    });
    upstream.on('error', () => answer.destroy());
    upstream.end(body);
  }
}

function saltOf(body: string): string {
  const { order } = JSON.parse(body) as { readonly order: { readonly salt: number | string } };
  return String(order.salt);
}
