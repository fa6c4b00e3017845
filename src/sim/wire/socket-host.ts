import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { STORM_REFUSALS } from './faults.ts';
import { FaultySocket, type FrameFaults } from './faulty-socket.ts';
import { type ListenAt, listen, shut } from './listen.ts';
import type { WireRuntime } from './runtime.ts';

/** Longest message taken from a client, in bytes. */
const MESSAGE_BYTES_MAX = 1024 * 1024;
const REFUSED = 'HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n';
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n';

/** What a channel does with one client. */
export interface SocketClient {
  /** A text of the client other than `PING`. */
  onText(text: string): void;
  onPing(): void;
  onClose(): void;
}

/** What one path of a host serves. */
export interface SocketChannel {
  /** Without a slash at the end. */
  readonly path: string;
  readonly faults: FrameFaults;
  accept(socket: FaultySocket): SocketClient;
}

export interface SocketSpec {
  readonly channels: readonly SocketChannel[];
  /** A reader with more than this many bytes waiting for it is cut. */
  readonly bufferBytesMax: number;
}

/** One websocket host of the venue on a loopback socket. */
export class SocketHost {
  readonly #spec: SocketSpec;
  readonly #runtime: WireRuntime;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MESSAGE_BYTES_MAX,
  });
  readonly #clients = new Set<FaultySocket>();
  #refusals = 0;

  constructor(spec: SocketSpec, runtime: WireRuntime) {
    this.#spec = spec;
    this.#runtime = runtime;
    this.#server = createServer((_request, response) => response.writeHead(426).end());
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(at: ListenAt): Promise<string> {
    return `ws://${await listen(this.#server, at)}`;
  }

  /** To be called once a second: faults of connections happen by the second. */
  passSecond(nowMs: number): void {
    for (const client of this.#clients) client.passSecond(nowMs);
    const { faults } = this.#runtime;
    if (this.#clients.size === 0 || !faults.happens('socketStorm')) return;
    this.#refusals = faults.amount('socketStorm', STORM_REFUSALS);
    for (const client of this.#clients) client.terminate();
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    this.#sockets.close();
    await shut(this.#server);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A client that leaves while it is refused is no matter.
    stream.on('error', () => stream.destroy());
    const path = (request.url ?? '/').replace(/\?.*$/, '').replace(/\/+$/, '');
    const channel = this.#spec.channels.find((each) => each.path === path);
    if (channel === undefined) {
      stream.end(NOT_FOUND);
      return;
    }
    if (this.#refusals > 0) {
      this.#refusals -= 1;
      this.#runtime.counts.refusedConnections += 1;
      stream.end(REFUSED);
      return;
    }
    this.#sockets.handleUpgrade(request, stream, head, (socket) => this.#open(socket, channel));
  }

  #open(socket: WebSocket, channel: SocketChannel): void {
    const at = { runtime: this.#runtime, bufferBytesMax: this.#spec.bufferBytesMax };
    const faulty = new FaultySocket(socket, channel.faults, at);
    const client = channel.accept(faulty);
    this.#runtime.counts.connections += 1;
    this.#clients.add(faulty);
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      const text = data.toString();
      if (text === 'PING') {
        client.onPing();
        faulty.pong();
      } else client.onText(text);
    });
    // A broken frame of the client: ws closes the connection after this.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#clients.delete(faulty);
      client.onClose();
    });
  }
}

/** A client's JSON object; `null` when it is none. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
    return raw as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
