import { once } from 'node:events';
import type { Server } from 'node:http';

/** A loopback port that a server may leave and take again: clients meet a refused connection. */
export class Port {
  readonly #server: Server;
  #number = 0;

  constructor(server: Server) {
    this.#server = server;
    // A connection that rests longer than Node's 5 s is still good, as it is at the platform.
    server.keepAliveTimeout = 65_000;
  }

  url(scheme: 'http' | 'ws'): string {
    if (this.#number === 0) throw new Error('the port was never opened');
    return `${scheme}://127.0.0.1:${this.#number}`;
  }

  async open(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#number, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#number = address.port;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
