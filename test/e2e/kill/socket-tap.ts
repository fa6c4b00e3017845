import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Witness } from './witness.ts';

/** What becomes of bytes that the venue sends: passed on, their first half, none, or a torn line. */
export type ChunkTreatment = 'whole' | 'half' | 'none' | 'tear';

export interface SocketTapOptions {
  /** `ws://host:port` of the venue. */
  readonly target: string;
  readonly witness: Witness;
  /** Text as it is on the line: frames of a server are not masked, and none is compressed. */
  treat(text: string): ChunkTreatment;
  onPassed(text: string, treatment: ChunkTreatment): void;
}

/** One of the venue's socket hosts as the process sees it, byte by byte. */
export class SocketTap {
  readonly #options: SocketTapOptions;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#pass(socket));

  constructor(options: SocketTapOptions) {
    this.#options = options;
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    const { port } = this.#server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  #pass(down: Socket): void {
    const { hostname, port } = new URL(this.#options.target);
    const up = connect(Number(port), hostname);
    const tear = (): void => {
      down.destroy();
      up.destroy();
    };
    for (const socket of [down, up]) {
      this.#sockets.add(socket);
      socket.on('error', tear);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        tear();
      });
    }
    down.pipe(up);
    up.on('data', (chunk) => this.#forward(chunk, down, tear));
  }

  #forward(chunk: Buffer, down: Socket, tear: () => void): void {
    const { treat, onPassed, witness } = this.#options;
    const text = chunk.toString('latin1');
    const treatment = treat(text);
    const passed = (): void => {
      onPassed(text, treatment);
      witness.note();
    };
    if (treatment === 'tear') tear();
    if (treatment === 'tear' || treatment === 'none') {
      passed();
      return;
    }
    const part = treatment === 'half' ? chunk.subarray(0, Math.ceil(chunk.length / 2)) : chunk;
    down.write(part, passed);
  }
}
