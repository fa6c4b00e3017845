import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Leg } from '../../../src/engine/domain/order.ts';
import type { Witness } from '../kill/witness.ts';

/** Where a sending of an order is stopped on the line, for good. */
export type Stop =
  /** The bytes have left the process; the venue reads them when it is let, or never. */
  | { readonly at: 'request'; readonly leg: Leg }
  /** The same, and the process sees its connection torn. */
  | { readonly at: 'torn'; readonly leg: Leg }
  /** The venue has answered that it took it, and nobody hears it. */
  | { readonly at: 'answer'; readonly leg: Leg };

/** One order as it was sent. */
export interface Sending {
  /** Different for each order that was ever made. */
  readonly salt: string;
  readonly leg: Leg;
}

/** The line between the process and the venue's orders, with somebody on it. */
export class OrderLine {
  /** Sendings that reached the venue, in order. */
  readonly passed: Sending[] = [];
  /** What was stopped since it was asked for; `null` before. */
  stopped: { readonly sending: Sending; letGo(): void } | null = null;
  #stop: Stop | null = null;
  readonly #witness: Witness;
  readonly #target: string;
  readonly #server = createServer((asked, answer) => this.#take(asked, answer));

  constructor(target: string, witness: Witness) {
    this.#target = target;
    this.#witness = witness;
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

  /** Stops the next sending of this kind. */
  stopNext(stop: Stop): void {
    this.#stop = stop;
    this.stopped = null;
  }

  #take(asked: IncomingMessage, answer: ServerResponse): void {
    const parts: Buffer[] = [];
    // The process may be killed on any word; it asks again in its next life.
    asked.on('error', () => answer.destroy());
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => this.#pass(asked, answer, Buffer.concat(parts)));
  }

  #pass(asked: IncomingMessage, answer: ServerResponse, body: Buffer): void {
    const isOrder = asked.method === 'POST' && asked.url === '/order';
    const sending = isOrder ? sendingOf(body.toString()) : null;
    const stop = sending !== null && sending.leg === this.#stop?.leg ? this.#stop : null;
    if (stop !== null && stop.at !== 'answer') this.#stop = null;
    const forward = (): void => {
      if (sending !== null) this.passed.push(sending);
      this.#forward({ asked, body }, (given, text) => {
        if (stop?.at === 'answer' && stop === this.#stop && sending !== null && isTaken(text)) {
          this.#stop = null;
          this.stopped = { sending, letGo: () => undefined };
          this.#witness.note();
          return;
        }
        if (answer.destroyed) return;
        answer.writeHead(given.statusCode ?? 500, given.headers);
        answer.end(text);
      });
    };
    if (stop === null || stop.at === 'answer' || sending === null) {
      forward();
      return;
    }
    if (stop.at === 'torn') asked.destroy();
    this.stopped = { sending, letGo: forward };
    this.#witness.note();
  }

  #forward(
    { asked, body }: { readonly asked: IncomingMessage; readonly body: Buffer },
    then: (given: IncomingMessage, text: Buffer) => void,
  ): void {
    const { method = 'GET', headers } = asked;
    const url = new URL(asked.url ?? '/', this.#target);
    const upstream = request(url, { method, headers, agent: false }, (given) => {
      const parts: Buffer[] = [];
      given.on('data', (part: Buffer) => parts.push(part));
      given.on('end', () => then(given, Buffer.concat(parts)));
      given.on('error', () => asked.destroy());
    });
    // A torn line is torn on both sides: that is how the venue drops a request.
    upstream.on('error', () => asked.destroy());
    upstream.end(body);
  }
}

/** An order that found nobody is over, and no point to be killed at. */
function isTaken(answer: Buffer): boolean {
  return answer.toString().includes('"success":true');
}

function sendingOf(body: string): Sending {
  const { order } = JSON.parse(body) as {
    readonly order: { readonly salt: number | string; readonly side: string };
  };
  return { salt: String(order.salt), leg: order.side === 'BUY' ? 'entry' : 'exit' };
}
